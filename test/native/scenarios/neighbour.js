'use strict';

// Two addons in one environment, each with objects of its own.

const assert = require('node:assert/strict');
const { Worker, parentPort } = require('node:worker_threads');

const dgram = require('../../../lib/index.js');
const { native } = require('../support/addon.js');
const neighbour = require('../support/neighbour.js').load();
const { play } = require('../support/scenarios.js');
const { bound, closed, event, sent } = require('../support/sockets.js');

const LOOPBACK = 0x7f000001;
const OURS = { name: 'TypeError', message: 'Expected a number from 0 to 4294967295' };
const THEIRS = { name: 'TypeError' };

function refuseEachOther() {
  const counter = new neighbour.Counter();
  counter.increment();
  assert.throws(() => native.bind(counter, LOOPBACK, 0, false), OURS);
  assert.throws(() => native.reopen(counter), OURS);
  assert.throws(() => native.address(counter), OURS);
  assert.throws(() => native.setOption(counter, 1, 1), OURS);
  assert.throws(() => native.setMembership(counter, '239.1.2.3', null, true), OURS);
  assert.throws(() => native.send(counter, 0, 'x', 0, 0, LOOPBACK, 9), OURS);
  assert.throws(() => native.close(counter), OURS);
  assert.throws(() => native.close(neighbour.makeExternal()), OURS);

  const socket = dgram.createSocket('udp4');
  assert.throws(() => counter.add(socket), THEIRS);
  assert.throws(() => neighbour.Counter.prototype.increment.call(socket), THEIRS);
  // Dressed up as each other, they are still told apart.
  Object.setPrototypeOf(socket, neighbour.Counter.prototype);
  assert.throws(() => socket.increment(), THEIRS);

  assert.equal(counter.increment(), 2);
  Object.setPrototypeOf(socket, dgram.Socket.prototype);
  socket.close();
  assert.throws(() => counter.add(socket), THEIRS);

  // One object, something to each of them.
  const shared = native.open(counter);
  assert.equal(native.close(shared), undefined);
  assert.equal(counter.increment(), 3);
}

async function both() {
  refuseEachOther();
  const counter = new neighbour.Counter();
  const socket = await bound(() => counter.increment());
  for (let i = 0; i < 10; i++) {
    const message = event(socket, 'message');
    await sent(socket, 'x', socket.address().port);
    await message;
  }
  assert.equal(counter.increment(), 11);
  await closed(socket);
}

play({
  main: both,

  async worker() {
    for (let i = 0; i < 3; i++) {
      const worker = new Worker(__filename, { workerData: { scenario: 'worker' } });
      const exit = event(worker, 'exit');
      assert.equal(await event(worker, 'message'), 'done');
      assert.equal(await exit, 0);
      await both();
    }
  },
}, {
  async worker() {
    await both();
    parentPort.postMessage('done');
  },
});
