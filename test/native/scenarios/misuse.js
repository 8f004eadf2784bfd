'use strict';

// The functions of src/binding.c, called as nobody should: they return or throw a TypeError, and the process lives.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { anotherInstance, closeAll: closeOwned, native, open: openOn } = require('../support/addon.js');
const leaks = require('../support/leaks.js');
const { Trap, nastyValues } = require('../support/nasty.js');
const neighbour = require('../support/neighbour.js').load();
const { randomNumbers } = require('../support/random.js');
const { play } = require('../support/scenarios.js');

const LOOPBACK = 0x7f000001;
const SPARE = 8; // some of the values are numbers of sockets, which calls then close

const other = anotherInstance();
let calls = 0;
let refusals = 0;

/** What was opened for a call, whatever became of the call. */
const opened = [];

function open(addon) {
  const socket = openOn(addon);
  opened.push([addon, socket]);
  return socket;
}

function closeOpened() {
  for (const [addon, socket] of opened.splice(0)) addon.close(socket);
  ready.clear();
}

/** What calls have returned that may be a socket: also one on an object that never becomes garbage. */
const returned = new Set();

function closeAll(addon) {
  closeOwned(addon);
  for (const number of returned) addon.close(number);
  returned.clear();
}

/** Sockets of an instance that have been bound; calls take one each. */
const ready = new Map();

async function getReady(addon, count) {
  const sockets = (ready.get(addon) ?? []).filter((socket) => isBound(addon, socket));
  ready.set(addon, sockets);
  const fresh = Array.from({ length: Math.max(0, count + SPARE - sockets.length) }, () => open(addon));
  for (const socket of fresh) assert.equal(addon.bind(socket, LOOPBACK, 0, false), 0);
  await nextTurn();
  sockets.push(...fresh);
}

function isBound(addon, socket) {
  return typeof addon.address(socket) === 'object';
}

function bound(addon) {
  const sockets = ready.get(addon);
  while (!isBound(addon, sockets.at(-1))) sockets.pop();
  return sockets.pop();
}

/** For each function, arguments that it takes; the sockets among them are made for the call. */
const proper = {
  start: () => [{}, 0],
  open: () => [{}],
  reopen: (addon) => [open(addon)],
  bind: (addon) => [open(addon), LOOPBACK, 0, false],
  address: (addon) => [bound(addon)],
  setOption: (addon) => [bound(addon), 1, 64],
  setMembership: (addon) => [bound(addon), '239.1.2.3', null, true],
  send: (addon) => [bound(addon), 1, Buffer.from('message'), 0, 7, LOOPBACK, 9],
  withhold: (addon) => [bound(addon), 1, 7],
  close: (addon) => [bound(addon)],
  lookup: () => ['localhost', 1],
  parseIp: () => ['127.0.0.1'],
  describeError: () => [-98],
  firstTime: () => [31],
  counters: () => [],
};
const names = Object.keys(proper);

/** Calls; whatever it was given, it may return or throw a TypeError. */
function attempt(call) {
  calls++;
  try {
    const result = call();
    if (Number.isInteger(result) && result >= 0) returned.add(result);
  } catch (error) {
    assert.ok(error instanceof TypeError || error instanceof Trap, error);
    refusals++;
  }
}

/** The addon lives: a message goes out and comes back. */
async function works() {
  const received = [];
  const addon = anotherInstance({ message: (slab, offset, size) => received.push(size) });
  await getReady(addon, 1);
  const socket = bound(addon);
  addon.send(socket, 0, 'whole', 0, 0, LOOPBACK, addon.address(socket)[1]);
  while (received.length === 0) await nextTurn();
  assert.deepEqual(received, [5]);
  closeOpened();
}

async function callWithEverything(addon, name) {
  await getReady(addon, 1);
  const arity = proper[name](addon).length;
  const values = nastyValues(addon, other, neighbour);
  for (const value of values) {
    await getReady(addon, arity + 1);
    for (let count = 0; count <= arity + 2; count++) attempt(() => addon[name](...Array(count).fill(value)));
    for (let position = 0; position < arity; position++) {
      attempt(() => addon[name](...proper[name](addon).with(position, value)));
    }
    attempt(() => Reflect.apply(addon[name], value, proper[name](addon)));
    closeOpened();
  }
  closeAll(addon);
  await getReady(addon, arity + 2);
  for (let count = 0; count < arity; count++) attempt(() => addon[name](...proper[name](addon).slice(0, count)));
  attempt(() => new addon[name](...proper[name](addon)));
  attempt(() => Reflect.construct(addon[name], proper[name](addon), Array));
  closeOpened();
}

const ofSockets = ['reopen', 'bind', 'address', 'setOption', 'setMembership', 'send', 'withhold', 'close'];

/** Some calls of all functions, with every kind of argument in every place, on sockets in every state. */
async function callAtRandom(addon, random, times) {
  const pick = (list) => list[random(list.length)];
  const values = nastyValues(addon, other, neighbour);
  await getReady(addon, times + 2);
  const sockets = [open(addon), bound(addon), bound(addon), open(addon)];
  addon.close(sockets[3]);
  for (let i = 0; i < times; i++) {
    const name = pick(names.filter((each) => each !== 'start'));
    const args = proper[name](addon);
    if (ofSockets.includes(name)) args[0] = pick(sockets);
    for (let changes = random(3); changes > 0 && args.length > 0; changes--) args[random(args.length)] = pick(values);
    attempt(() => Reflect.apply(addon[name], pick(values), args));
  }
  closeOpened();
  closeAll(addon);
}

/** A thousand sockets in every state, which nobody keeps. */
function litter(addon) {
  const sockets = [];
  for (let i = 0; i < 1000; i++) {
    const socket = addon.open({});
    sockets.push(socket);
    if (i % 3 === 0) addon.reopen(socket);
    if (i % 4 === 1) for (let k = 0; k < 5; k++) addon.send(socket, 0, 'x', 0, 0, LOOPBACK, 9);
    if (i % 100 === 0) globalThis.gc();
  }
  return sockets;
}

play({
  async each(name) {
    const addon = anotherInstance();
    const before = leaks.openNow(addon);
    await callWithEverything(addon, name);
    await leaks.settle(before, addon);
    await works();
    assert.ok(calls > 100, `${calls} calls`);
    console.log(`refused some: ${refusals > 0}`);
  },

  async names() {
    const functions = Object.keys(native).filter((name) => typeof native[name] === 'function' && name !== 'overflow');
    assert.deepEqual(functions.sort(), [...names, 'uncaught'].sort());
    const others = Object.keys(native).filter((name) => typeof native[name] !== 'function');
    assert.deepEqual(others, ['constants', 'callbacks']);
    for (const name of native.callbacks) assert.equal(typeof require('../../../lib/environment.js')[name], 'function');
  },

  /** Whatever it is given, the process is told of it, once. */
  async uncaught() {
    const values = [new Error('mine'), 'a text', 0, null, undefined, {}, Symbol('mine')];
    const told = [];
    const tell = (error) => told.push(error);
    process.on('uncaughtException', tell);
    for (const value of values) native.uncaught(value);
    native.uncaught();
    process.removeListener('uncaughtException', tell);
    assert.equal(told.length, values.length + 1);
    values.forEach((value, i) => assert.ok(Object.is(told[i], value)));
  },

  /** A number is used again only with another generation, and not at all when there is none left. */
  async generations() {
    const addon = anotherInstance();
    const numbers = new Set();
    for (let i = 0; i < 3 * 4096; i++) {
      const socket = openOn(addon);
      addon.close(socket);
      assert.ok(!numbers.has(socket));
      numbers.add(socket);
      if (i % 500 === 0) await nextTurn();
    }
    const places = new Map();
    for (const number of numbers) places.set(number % 2 ** 19, (places.get(number % 2 ** 19) ?? 0) + 1);
    assert.equal(Math.max(...places.values()), 4096);
    assert.ok(Math.max(...numbers) < 2 ** 31);
    const open = openOn(addon);
    for (const number of numbers) {
      assert.equal(addon.describeError(addon.address(number))[0], 'EBADF');
      addon.close(number);
    }
    assert.equal(addon.bind(open, LOOPBACK, 0, false), 0);
    addon.close(open);
    await nextTurn();
  },

  async random(count) {
    const random = randomNumbers(20260101);
    const addon = anotherInstance();
    const before = leaks.openNow(addon);
    while (calls < Number(count)) {
      await callAtRandom(addon, random, 200);
      await nextTurn();
    }
    await leaks.settle(before, addon);
    await works();
  },

  /** What has been wrapped or tagged by another addon, and one object twice. */
  async 'open-shared'() {
    const counter = new neighbour.Counter();
    for (const owner of [counter, neighbour.tagged({}), counter]) {
      const socket = native.open(owner);
      assert.ok(socket >= 0);
      assert.equal(native.close(socket), undefined);
    }
    assert.equal(counter.increment(), 1);
    assert.throws(() => native.open(), TypeError);
    assert.throws(() => native.open(null), TypeError);
  },

  async 'closed-socket'() {
    const addon = anotherInstance({ bound: () => assert.fail('bound after close()') });
    const socket = openOn(addon);
    assert.equal(addon.bind(socket, LOOPBACK, 0, false), 0);
    assert.equal(addon.close(socket), undefined);
    const EBADF = addon.bind(socket, LOOPBACK, 0, false);
    assert.equal(addon.describeError(EBADF)[0], 'EBADF');
    assert.equal(addon.reopen(socket), EBADF);
    assert.equal(addon.address(socket), EBADF);
    assert.equal(addon.setOption(socket, 1, 64), EBADF);
    assert.equal(addon.setMembership(socket, '239.1.2.3', null, true), EBADF);
    assert.equal(addon.send(socket, 0, 'x', 0, 0, LOOPBACK, 9), EBADF);
    assert.equal(addon.withhold(socket, 0, 1), EBADF);
    assert.equal(addon.close(socket), undefined);
    await nextTurn();
  },

  /** Between the collection of the object and its finalizer, which Node.js runs later. */
  async 'bind-garbage'() {
    const addon = anotherInstance({ bound: () => assert.fail('bound') });
    const before = leaks.openNow(addon);
    const openOnGarbage = () => addon.open({});
    for (let i = 0; i < 100; i++) {
      const socket = openOnGarbage();
      globalThis.gc();
      assert.equal(addon.describeError(addon.bind(socket, LOOPBACK, 0, false))[0], 'EBADF');
    }
    await leaks.settle(before, addon);
  },

  /** Twice, while it is under way and when it is done; reopening in between. */
  async 'bind-again'() {
    const events = [];
    const addon = anotherInstance({ bound: (status) => events.push(status) });
    const name = (status) => (status === 0 ? 0 : addon.describeError(status)[0]);
    const socket = openOn(addon);
    assert.equal(addon.bind(socket, LOOPBACK, 0, false), 0);
    assert.equal(name(addon.bind(socket, LOOPBACK, 0, false)), 'EALREADY');
    assert.equal(name(addon.reopen(socket)), 'EALREADY');
    await nextTurn();
    assert.equal(name(addon.bind(socket, LOOPBACK, 0, false)), 'EALREADY');
    assert.equal(name(addon.reopen(socket)), 'EALREADY');

    const second = openOn(addon);
    const [, port] = addon.address(socket);
    assert.equal(addon.bind(second, LOOPBACK, port, false), 0);
    await nextTurn();
    assert.equal(addon.reopen(second), 0);
    assert.equal(addon.bind(second, LOOPBACK, 0, false), 0);
    await nextTurn();
    assert.deepEqual(events.map(name), [0, 'EADDRINUSE', 0]);
    addon.close(socket);
    addon.close(second);
    await nextTurn();
  },

  /** Elements of arrays that run script when they are set: close() defines them, and no id is lost. */
  async 'close-list'() {
    const addon = anotherInstance();
    const before = leaks.openNow(addon);
    for (let round = 0; round < 10; round++) {
      await getReady(addon, 1);
      const socket = bound(addon);
      for (let i = 1; i <= 5; i++) addon.send(socket, i, 'x', 0, 0, LOOPBACK, 9);
      for (let i = 0; i < 5; i++) {
        // eslint-disable-next-line no-extend-native -- taken away again below
        Object.defineProperty(Array.prototype, i, { configurable: true, set() { assert.fail('a setter ran'); } });
      }
      let dropped;
      try {
        dropped = addon.close(socket);
      } finally {
        for (let i = 0; i < 5; i++) delete Array.prototype[i];
      }
      assert.deepEqual(dropped, [1, 2, 3, 4, 5]);
      closeOpened();
    }
    await leaks.settle(before, addon);
  },

  async start() {
    const fresh = { exports: {} };
    process.dlopen(fresh, require('../../../lib/binary.js').findBinary());
    const addon = fresh.exports;
    assert.throws(() => addon.open({}), { name: 'TypeError', message: 'start() comes first' });
    assert.throws(() => addon.lookup('localhost', 1), { name: 'TypeError', message: 'start() comes first' });
    for (const functions of [undefined, null, 1, {}, { message() {} }, () => {}]) {
      assert.throws(() => addon.start(functions, 0, 0), TypeError);
    }
    const functions = { bound() {}, receiveFailed() {}, sent() {}, refused() {}, resolved() {}, unreachable() {} };
    assert.throws(() => addon.start({ ...functions, get message() { throw new RangeError('mine'); } }, 0, 0));
    assert.throws(() => addon.start({ ...functions, message() {} }, 3, 0), TypeError);
    assert.throws(() => addon.start({ ...functions, message() {} }, 0), TypeError);
    assert.throws(() => addon.start({ ...functions, message() {} }, 0, -1), TypeError);
    // A getter that starts it: the outer call comes too late.
    const first = { ...functions, message() {} };
    assert.equal(addon.start({
      ...functions,
      get message() {
        assert.equal(addon.start(first, 0, 0), first);
        return () => {};
      },
    }, 0, 0), first);
    assert.equal(addon.start({ ...functions, message() {} }, 0, 0), first);
    assert.equal(addon.start(), first);
    addon.close(openOn(addon));
    await nextTurn();
  },

  async garbage() {
    const addon = anotherInstance();
    const before = leaks.openNow(addon);
    const sockets = [];
    for (let i = 0; i < 4; i++) {
      sockets.push(...litter(addon));
      await nextTurn();
    }
    await leaks.settle(before, addon);
    assert.equal(new Set(sockets).size, 4000);
    for (const socket of sockets) assert.ok(addon.address(socket) < 0);
  },
});
