'use strict';

// The kernel takes no more datagrams, or refuses some.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { Worker, workerData } = require('node:worker_threads');

const faults = require('../support/faults.js');
const { play } = require('../support/scenarios.js');
const { bound, closed, dgram, event, sent } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';
const MANY = 1000;

const warnings = [];
process.removeAllListeners('warning');
process.on('warning', ({ code, message }) => warnings.push(`${code} ${parseInt(message.match(/\d+/)?.[0], 10)}`));

/** Sends `count` datagrams, and notes each callback in `ends`, with the system's name for what went wrong. */
function sendMany(socket, port, count, ends, text = (i) => `message ${i}`) {
  for (let i = 0; i < count; i++) {
    socket.send(text(i), port, LOOPBACK, (error) => ends.push(error === null ? i : `${i} ${error.cause.code}`));
  }
}

async function until(condition) {
  while (!condition()) await nextTurn();
}

/** Sends through a kernel that is full for a while; all must leave, be told of, and arrive, each once and in order. */
async function recovers(error, count = 150) { // as many as a receive buffer surely holds
  const received = [];
  const receiver = await bound((message) => received.push(String(message)));
  const sender = await bound();
  const ends = [];
  faults.full(-1, error);
  sendMany(sender, receiver.address().port, count, ends);
  await faults.untilFoundFull();
  await faults.untilFoundFull();
  assert.deepEqual([ends, received], [[], []]);
  faults.roomAgain();
  await until(() => ends.length === count && received.length === count);
  const numbers = Array.from({ length: count }, (_, i) => i);
  assert.deepEqual(ends, numbers);
  assert.deepEqual(received, numbers.map((i) => `message ${i}`));
  await closed(receiver, sender);
}

play({
  eagain: () => recovers(faults.EAGAIN),
  enobufs: () => recovers(faults.ENOBUFS),
  alone: () => recovers(faults.EAGAIN, 1),

  /** Now and then: each time the kernel is full for some calls, so that any datagram may be the one that waits. */
  async hiccups() {
    const ends = [];
    const received = [];
    const receiver = await bound((message) => received.push(String(message)));
    const sender = await bound();
    for (let round = 0; round < 200; round++) {
      faults.full(1 + (round % 3), round % 2 ? faults.EAGAIN : faults.ENOBUFS, round % 5);
      const before = ends.length;
      // Of one size, and of several: equal ones may leave together.
      const text = (i) => `${before + i}`.padEnd(4 + (i % (1 + (round % 3))));
      sendMany(sender, receiver.address().port, 1 + (round % 7), ends, text);
      await until(() => ends.length === before + 1 + (round % 7) && received.length === ends.length);
    }
    assert.deepEqual(received.map(Number), received.map((_, i) => i));
    await closed(receiver, sender);
  },

  /** A long queue that leaves in small pieces, each no more than the receiver takes in a turn of the loop. */
  async 'long-queue'() {
    const count = 200; // a socket's receive buffer holds them all, also one by one
    const ends = [];
    const received = [];
    const receiver = await bound((message) => received.push(Number(message)));
    const sender = await bound();
    faults.full(2, faults.EAGAIN, 20);
    sendMany(sender, receiver.address().port, count, ends, (i) => `${i}`.padEnd(4 + (i % 3)));
    while (ends.length < count || received.length < count) {
      await nextTurn();
      faults.full(2, faults.EAGAIN, 20);
    }
    const numbers = Array.from({ length: count }, (_, i) => i);
    assert.deepEqual(ends, numbers);
    assert.deepEqual(received, numbers);
    await closed(receiver, sender);
  },

  /** Refused ones at every place: the first, the last, two in a row, and the one that waits in libuv. */
  async refused(fullCalls) {
    const count = 150;
    const received = [];
    const receiver = await bound((message) => received.push(Number(message)));
    const sender = await bound();
    const refused = new Map([[0, 1], [1, 90], [63, 1], [64, 1], [65, 113], [100, 90], [149, 1]]);
    const names = { 1: 'EPERM', 90: 'EMSGSIZE', 113: 'EHOSTUNREACH' };
    const ends = [];
    faults.full(Number(fullCalls));
    sendMany(sender, receiver.address().port, count, ends, (i) => (refused.has(i) ? `#${refused.get(i)}` : `${i}`));
    await until(() => ends.length === count && received.length === count - refused.size);
    const numbers = Array.from({ length: count }, (_, i) => i);
    assert.deepEqual(ends, numbers.map((i) => (refused.has(i) ? `${i} ${names[refused.get(i)]}` : i)));
    assert.deepEqual(received, numbers.filter((i) => !refused.has(i)));
    await closed(receiver, sender);
  },

  /** Without callbacks: a warning tells how many, and the rest arrive. */
  async 'refused-silently'() {
    const received = [];
    const receiver = await bound((message) => received.push(String(message)));
    const sender = await bound();
    const { port } = receiver.address();
    faults.full(1);
    for (let i = 0; i < 30; i++) sender.send(i % 3 === 0 ? '#1' : `${i}`, port, LOOPBACK);
    await until(() => received.length === 20 && warnings.length === 1);
    assert.deepEqual(warnings, ['IOTJS_DGRAM_REFUSED 10']);
    await closed(receiver, sender);
  },

  async 'close-in-message'() {
    const receiver = await bound();
    const helper = await bound();
    const socket = await bound();
    const ends = [];
    faults.full();
    sendMany(socket, receiver.address().port, MANY, ends);
    await faults.untilFoundFull();
    const gone = event(socket, 'close');
    socket.on('message', () => {
      // On libuv 1.46 the socket is writable now as well, and is asked to send after this handler has closed it.
      faults.roomAgain();
      socket.close();
    });
    helper.send('free', socket.address().port, LOOPBACK);
    await gone;
    await until(() => warnings.length === 1);
    assert.deepEqual(warnings, [`IOTJS_DGRAM_DISCARDED ${MANY}`]);
    assert.deepEqual(ends, []);
    await closed(receiver, helper);
  },

  /** The same with nothing pretended: datagrams wait for a neighbour that never answers, until the buffer is full. */
  async 'really-full'() {
    fs.writeFileSync('/proc/sys/net/ipv4/neigh/v0/unres_qlen_bytes', '100000000');
    const helper = await bound();
    const socket = dgram.createSocket('udp4');
    socket.bind();
    await event(socket, 'listening');
    let left = 0;
    await new Promise((resolve) => {
      for (let i = 0; i < MANY; i++) {
        socket.send(Buffer.alloc(1000), 9, '10.99.0.77', () => {
          left++;
          setImmediate(resolve); // once the callbacks of all that left have run
        });
      }
    });
    assert.ok(left < MANY, `the kernel took all ${left}`);
    const gone = event(socket, 'close');
    socket.on('message', () => socket.close());
    helper.send('x', socket.address().port, LOOPBACK);
    await gone;
    await until(() => warnings.length === 1);
    assert.deepEqual(warnings, [`IOTJS_DGRAM_DISCARDED ${MANY - left}`]);
    await closed(helper);
  },

  async 'close-behind-full'() {
    const socket = await bound();
    const ends = [];
    faults.full();
    sendMany(socket, socket.address().port, MANY, ends);
    await faults.untilFoundFull();
    await closed(socket);
    await until(() => warnings.length === 1);
    assert.deepEqual(warnings, [`IOTJS_DGRAM_DISCARDED ${MANY}`]);
    assert.deepEqual(ends, []);
  },

  /** One socket's full kernel is nothing to another one, nor to the timers. */
  async 'others-go-on'() {
    const blocked = await bound();
    const free = await bound();
    const receiver = await bound();
    faults.full();
    const ends = [];
    sendMany(blocked, receiver.address().port, MANY, ends);
    await faults.untilFoundFull();
    for (let i = 0; i < 10; i++) {
      const message = event(free, 'message');
      await sent(free, 'free', free.address().port);
      await message;
      await new Promise((resolve) => { setTimeout(resolve, 1); });
    }
    assert.deepEqual(ends, []);
    await closed(blocked, free, receiver);
  },

  async 'worker-terminated'() {
    faults.full();
    const worker = new Worker(__filename, { workerData: { scenario: 'blocked' } });
    await event(worker, 'message');
    await faults.untilFoundFull();
    await worker.terminate();
  },

  async 'worker-exits'() {
    faults.full();
    const worker = new Worker(__filename, { workerData: { scenario: 'blocked' } });
    const exit = event(worker, 'exit');
    await event(worker, 'message');
    await faults.untilFoundFull();
    worker.postMessage('exit');
    await exit;
  },

  async 'process-exits'() {
    const socket = await bound();
    faults.full();
    sendMany(socket, socket.address().port, MANY, []);
    await faults.untilFoundFull();
    process.exit(3);
  },
}, {
  async blocked() {
    const { parentPort } = require('node:worker_threads');
    parentPort.on('message', () => process.exit());
    const sockets = [await bound(), await bound(), await bound()];
    for (const socket of sockets) sendMany(socket, socket.address().port, MANY, []);
    parentPort.postMessage(workerData.scenario);
  },
});
