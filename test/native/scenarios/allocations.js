'use strict';

// A script opens, binds, sends and closes, again and again; each time another one of the addon's allocations fails.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');

const allocations = require('../support/allocations.js');
const leaks = require('../support/leaks.js');
const { native } = require('../support/addon.js');
const { play } = require('../support/scenarios.js');
const { dgram, event } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';
const MOST = 1000;

process.removeAllListeners('warning');

/** Runs what may throw an Error, and nothing else. Returns whether it did not. */
function attempt(action) {
  try {
    action();
    return true;
  } catch (error) {
    assert.ok(error instanceof Error && error.message !== '', error);
    return false;
  }
}

/** @returns {Promise<boolean>} whether it is bound */
function bind(socket) {
  return new Promise((resolve) => {
    socket.on('error', (error) => {
      assert.ok(error instanceof Error);
      resolve(false);
    });
    socket.on('listening', () => resolve(true));
    if (!attempt(() => socket.bind(0, LOOPBACK))) resolve(false);
  });
}

/** Sends, and waits for the callback of each send that did not throw. They come once. */
async function sendAll(sender, port) {
  const ends = [];
  let expected = 0;
  for (const [message, address] of [['literal', LOOPBACK], [Buffer.from('again'), LOOPBACK], ['name', 'localhost'],
    ['same name', 'localhost'], ['x'.repeat(70000), LOOPBACK]]) {
    const which = expected;
    if (attempt(() => sender.send(message, port, address, () => ends.push(which)))) expected++;
  }
  while (ends.length < expected) await nextTurn();
  for (let i = 0; i < 3; i++) await nextTurn();
  assert.deepEqual(ends.sort((a, b) => a - b), Array.from({ length: expected }, (_, i) => i));
}

async function script() {
  const sockets = [];
  // As many as make the table of sockets grow.
  for (let i = 0; i < 20; i++) attempt(() => sockets.push(dgram.createSocket('udp4')));
  const [sender, receiver] = sockets;
  const bound = [await bind(sender), await bind(receiver)];
  if (bound[0] && bound[1]) {
    attempt(() => sender.addMembership('239.1.2.3', LOOPBACK));
    await sendAll(sender, receiver.address().port);
    attempt(() => sender.send('dropped', receiver.address().port, LOOPBACK));
  }
  for (const socket of sockets) {
    const close = event(socket, 'close');
    if (attempt(() => socket.close())) await close;
  }
}

play({
  async each() {
    allocations.fail(0);
    await script();
    const before = leaks.openNow(native);
    let which = 0;
    let seen;
    do {
      allocations.fail(++which);
      await script();
      seen = allocations.seen();
      allocations.fail(0);
      assert.ok(which < MOST, 'the campaign has an end');
    } while (seen >= which);
    assert.ok(which > 25, `${which} allocations`);
    await script();
    await leaks.settle(before, native);
  },
});
