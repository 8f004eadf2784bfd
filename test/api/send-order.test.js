'use strict';

// In which order messages leave.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { numbered } = require('./support/logs.js');
const { LOOPBACK, boundSocket, closeAll, createSocket, pair, receiveTexts } = require('../support/sockets.js');

describe('messages to one destination leave in the order in which they were sent', () => {
  afterEach(closeAll);

  it('in every form', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 200);
    for (const [i, text] of numbered(200).entries()) {
      const callback = i % 3 === 0 ? () => {} : undefined;
      switch (i % 5) {
        case 0: client.send(text, port, LOOPBACK, callback); break;
        case 1: client.send(Buffer.from(text), port, LOOPBACK, callback); break;
        case 2: client.send([text.slice(0, 1), Buffer.from(text.slice(1))], port, LOOPBACK, callback); break;
        case 3: client.send(Buffer.from(`..${text}`), 2, text.length, port, LOOPBACK, callback); break;
        default: client.sendto(`${text}..`, 0, text.length, port, LOOPBACK, callback);
      }
    }
    assert.deepEqual(await texts, numbered(200));
  });

  it('over many turns of the loop', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 300);
    for (const [i, text] of numbered(300).entries()) {
      client.send(text, port, LOOPBACK);
      if (i % 7 === 6) await nextTurn();
    }
    assert.deepEqual(await texts, numbered(300));
  });

  it('from the script, from ticks and from send callbacks', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 100);
    let sent = 0;
    function next(callback) {
      if (sent < 100) client.send(`m${sent++}`, port, LOOPBACK, callback);
    }
    const more = () => {
      next(more);
      process.nextTick(next, more);
    };
    for (let i = 0; i < 5; i++) next(more);
    assert.deepEqual(await texts, numbered(100));
  });

  it('before and after the socket is bound', async () => {
    const server = await boundSocket();
    const { port } = server.address();
    const texts = receiveTexts(server, 40);
    const client = createSocket();
    let sent = 0;
    const sendTen = () => {
      for (let i = 0; i < 10; i++) client.send(`m${sent++}`, port, LOOPBACK);
    };
    sendTen();
    // Behind the first send: what a listener before it sends leaves first, as on the device.
    client.on('listening', () => {
      sendTen();
      process.nextTick(sendTen);
    });
    process.nextTick(sendTen);
    assert.deepEqual(await texts, numbered(40));
  });

  it('with others among them, large and small', async () => {
    const { server, client, port } = await pair();
    const other = await boundSocket('127.0.0.2');
    const texts = receiveTexts(server, 60);
    const otherTexts = receiveTexts(other, 60);
    for (const [i, text] of numbered(60).entries()) {
      client.send(text.padEnd(i % 10 === 0 ? 8000 : 10), port, LOOPBACK);
      client.send(text, other.address().port, '127.0.0.2');
      if (i % 20 === 19) await nextTurn();
    }
    assert.deepEqual((await texts).map((text) => text.trimEnd()), numbered(60));
    assert.deepEqual(await otherTexts, numbered(60));
  });
});
