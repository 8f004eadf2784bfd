'use strict';

// A file of node:test in which assertions fail in callbacks of sockets.

const assert = require('node:assert/strict');
const test = require('node:test');

const dgram = require('../../..');

const LOOPBACK = '127.0.0.1';

/** A socket that has sent itself a message, and is closed by then. */
function exchange(onMessage, onSent = () => {}) {
  const socket = dgram.createSocket('udp4', (message) => {
    socket.close();
    onMessage(message);
  });
  socket.bind(0, LOOPBACK, () => socket.send('hello', socket.address().port, LOOPBACK, onSent));
}

test('before', (t, done) => {
  exchange(() => done());
});

test('fails in message', (t, done) => {
  exchange((message) => {
    assert.equal(String(message), 'bye');
    done();
  });
});

test('fails in a send callback', (t, done) => {
  exchange(() => {}, (error, size) => {
    assert.equal(size, 6);
    done();
  });
});

test('fails in listening', (t, done) => {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, LOOPBACK, () => {
    socket.close();
    assert.equal(socket.fd, -42);
    done();
  });
});

test('after', (t, done) => {
  exchange(() => done());
});
