'use strict';

// Many messages between two sockets, as many under way as the receiver's buffer surely holds.

const assert = require('node:assert/strict');

const { play } = require('../support/scenarios.js');
const { bound, closed } = require('../support/sockets.js');

const SMALLEST = 4;
const LARGEST = 1203;
const WINDOW = 64;

/** The size of message `i`: every size comes, in no regular order. */
function sizeOf(i) {
  return SMALLEST + ((i * 7919) % (LARGEST - SMALLEST + 1));
}

/** Message `i`: its number, then bytes that follow from it. */
function fill(message, i) {
  message.writeUInt32LE(i);
  for (let at = SMALLEST, value = i; at < message.length; at++, value += 31) message[at] = value;
  return message;
}

function check(message, i) {
  assert.equal(message.length, sizeOf(i), `message ${i} is whole`);
  assert.equal(message.readUInt32LE(), i, 'messages come in order');
  for (let at = SMALLEST, value = i; at < message.length; at++, value += 31) {
    if (message[at] !== (value & 255)) assert.fail(`message ${i} has another byte ${at}`);
  }
}

play({
  async windowed(times) {
    const count = Number(times);
    const receiver = await bound();
    const sender = await bound();
    const { port } = receiver.address();
    const callbacks = new Uint8Array(count);
    let sent = 0;
    let received = 0;
    let called = 0;
    // One buffer for all: the bytes are taken when send() is called.
    const room = Buffer.alloc(LARGEST);

    await new Promise((resolve) => {
      function endWhenDone() {
        if (received === count && called === count) resolve();
      }
      function sendNext() {
        const i = sent++;
        sender.send(fill(room.subarray(0, sizeOf(i)), i), port, '127.0.0.1', (error, size) => {
          assert.equal(error, null);
          assert.equal(size, sizeOf(i));
          assert.equal(i, called, 'callbacks come in order');
          callbacks[i]++;
          called++;
          endWhenDone();
        });
      }
      receiver.on('message', (message, { size }) => {
        assert.equal(size, message.length);
        check(message, received++);
        if (sent < count) sendNext();
        endWhenDone();
      });
      for (let i = 0; i < WINDOW; i++) sendNext();
    });

    assert.ok(callbacks.every((calls) => calls === 1), 'each callback comes exactly once');
    await closed(receiver, sender);
  },
});
