'use strict';

// Environments that come and go.

const assert = require('node:assert/strict');
const { pbkdf2 } = require('node:crypto');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { Worker, parentPort, workerData } = require('node:worker_threads');

const { native } = require('../support/addon.js');
const faults = require('../support/faults.js');
const leaks = require('../support/leaks.js');
const { play } = require('../support/scenarios.js');
const { bound, closed, dgram, event, sent } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';
const AT_A_TIME = 8;

process.removeAllListeners('warning'); // of discarded messages: not what this is about

/** Pseudo-random numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

function start(scenario, data) {
  return new Worker(__filename, { workerData: { scenario, ...data } });
}

async function turns(count) {
  for (let i = 0; i < count; i++) await nextTurn();
}

async function until(condition) {
  while (!condition()) await nextTurn();
}

/** Keeps the one thread of the pool at work, so that lookups queue up behind it. */
function occupyPool(end) {
  if (end.reached) return;
  pbkdf2('secret', 'salt', 20000, 32, 'sha256', () => occupyPool(end));
}

/** One worker of many: how it ends is chosen by chance. */
async function openUseEnd(seed, port) {
  const random = randomNumbers(seed);
  const exitAfter = random(4) === 0 ? 1 + random(200) : 0;
  const worker = start('busy', { seed, port, exitAfter });
  const exit = event(worker, 'exit');
  worker.on('error', (error) => { throw error; });
  switch (random(4)) {
    case 0: // perhaps before it has begun
      await turns(random(100));
      break;
    case 1:
      await event(worker, 'online');
      await turns(random(200));
      break;
    default: { // in the middle of it, or when it has ended by itself
      let progress = 1 + random(30);
      await Promise.race([exit, new Promise((resolve) => {
        worker.on('message', () => { if (--progress === 0) resolve(); });
      })]);
    }
  }
  await worker.terminate();
}

play({
  async many(count) {
    const pool = { reached: false };
    occupyPool(pool);
    const sink = await bound(() => {});
    const { port } = sink.address();
    let next = 0;
    await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
      while (next < Number(count)) await openUseEnd(next++, port);
    }));
    pool.reached = true;
    await closed(sink);
    const { loops, lookups } = native.counters();
    // Every second one is ended after its first socket, if it does not end by itself before; a quarter are many enough.
    console.log(`loops ${loops.opened - 1 > Number(count) / 4}, lookups ${lookups.opened > 0}`);
  },

  /** Lookups that wait for a thread are cancelled. */
  async 'queued-lookups'() {
    const pool = { reached: false };
    occupyPool(pool);
    for (let i = 0; i < 10; i++) {
      const worker = start('lookups', { names: ['name.none', 'name.slow', 'other.none'], times: 50 });
      await event(worker, 'message');
      await worker.terminate();
    }
    pool.reached = true;
  },

  /** A lookup that a thread is at work on is waited for, as nobody can cancel it. */
  async 'running-lookup'() {
    faults.holdLookups();
    const worker = start('lookups', { names: ['name.slow'], times: 1 });
    let exited = false;
    worker.on('exit', () => { exited = true; });
    await event(worker, 'message');
    await until(() => faults.lookupsBegun() === 1);
    const terminated = worker.terminate();
    await turns(1000);
    assert.equal(exited, false);
    faults.releaseLookups();
    await terminated;
    await until(() => exited);
  },

  /** The same where the worker ends by itself, and by an exception. */
  async 'running-lookup-exit'(how) {
    faults.holdLookups();
    const worker = start('lookups', { names: ['name.slow'], times: 1, how });
    const exit = event(worker, 'exit');
    worker.on('error', (error) => console.log(error.message));
    await event(worker, 'message');
    await until(() => faults.lookupsBegun() === 1);
    worker.postMessage('end');
    await turns(1000);
    faults.releaseLookups();
    console.log(`exit ${await exit}`);
  },

  /** process.exit() of the main thread, with workers in the middle of everything. */
  async 'main-exits'() {
    const sink = await bound(() => {});
    const workers = Array.from({ length: AT_A_TIME }, (_, seed) =>
      start('busy', { seed, port: sink.address().port, exitAfter: 0 }));
    await Promise.all(workers.map((worker) => event(worker, 'message')));
    process.exit(5);
  },

  async 'main-exits-in-lookup'() {
    faults.holdLookups();
    dgram.createSocket('udp4').send('x', 9, 'name.slow');
    start('lookups', { names: ['other.slow'], times: 1 });
    await until(() => faults.lookupsBegun() >= 1);
    process.once('exit', () => faults.releaseLookups());
    process.exit(5);
  },

  /** Environments share nothing but the counters: messages go from one to the other. */
  async 'talk-to-each-other'() {
    const received = [];
    const socket = await bound((message) => received.push(String(message)));
    const worker = start('echo');
    const exit = event(worker, 'exit');
    const port = await event(worker, 'message');
    for (let i = 0; i < 100; i++) {
      socket.send(`message ${i}`, port, LOOPBACK);
      await until(() => received.length === i + 1);
    }
    assert.deepEqual(received, Array.from({ length: 100 }, (_, i) => `message ${i}`));
    worker.postMessage('end');
    await exit;
    await closed(socket);
  },

  /** A worker whose sockets are closed ends by itself; one with nothing but unbound ones, too. */
  async 'end-by-themselves'() {
    for (const what of ['closed', 'unbound']) {
      const worker = start('ends', { what });
      assert.equal(await event(worker, 'exit'), 0);
    }
  },

  async counters() {
    const before = leaks.openNow();
    const worker = start('idle');
    await event(worker, 'message');
    await worker.terminate();
    assert.deepEqual(leaks.openNow(), before);
    assert.ok(native.counters().loops.opened >= 2);
  },
}, {
  /** Sockets that talk to each other, open, close and look names up, and tell how they get on. */
  async busy({ seed, port, exitAfter }) {
    const random = randomNumbers(seed + 1000);
    let steps = 0;
    const sockets = [];
    function step() {
      if (++steps === exitAfter) process.exit();
      parentPort.postMessage(steps);
    }
    async function openOne() {
      const socket = await bound((message, rinfo) => {
        step();
        if (random(3) === 0) socket.send(message, rinfo.port, LOOPBACK, step);
      });
      sockets.push(socket);
    }
    const actions = [
      openOne,
      () => { const [socket] = sockets.splice(0, sockets.length > 3 ? 1 : 0); socket?.close(); },
      () => { dgram.createSocket('udp4'); },
      () => sockets.at(-1).send('x', 9, 'localhost', step),
      () => sockets.at(-1).send('x', 9, 'name.none', step),
      () => { for (let i = 0; i < 100; i++) sockets.at(-1).send(`message ${i}`, port, LOOPBACK, step); },
      () => { for (let i = 0; i < 20; i++) sockets[0].send('x', sockets.at(-1).address().port, LOOPBACK); },
      () => globalThis.gc(),
    ];
    await openOne();
    for (;;) {
      await actions[random(actions.length)]();
      step();
      await nextTurn();
    }
  },

  async lookups({ names, times, how }) {
    parentPort.on('message', () => {
      if (how === 'throw') throw new Error('thrown in a lookup');
      process.exit(4);
    });
    const socket = await bound();
    for (let i = 0; i < times; i++) {
      for (const name of names) socket.send('x', 9, i % 2 ? name : `${i}.${name}`, () => {});
    }
    parentPort.postMessage('looking');
  },

  async echo() {
    const socket = await bound((message, { port }) => socket.send(message, port, LOOPBACK));
    parentPort.once('message', () => socket.close());
    parentPort.postMessage(socket.address().port);
  },

  async ends({ what }) {
    if (what === 'unbound') {
      for (let i = 0; i < 10; i++) dgram.createSocket('udp4');
    } else {
      const socket = await bound();
      await sent(socket, 'x', socket.address().port);
      await closed(socket);
    }
  },

  async idle() {
    await bound();
    parentPort.postMessage(workerData.scenario);
  },
});
