'use strict';

// Values that no caller has a reason to pass.

const dgram = require('node:dgram');
const vm = require('node:vm');

const { open } = require('./addon.js');

/** Thrown by script that runs where a value is looked at. */
class Trap extends Error {}

/** A value on which everything that can be asked throws. */
function hostileProxy(target) {
  const traps = Object.getOwnPropertyNames(Reflect).filter((name) => typeof Reflect[name] === 'function');
  return new Proxy(target, Object.fromEntries(traps.map((trap) => [trap, () => { throw new Trap(trap); }])));
}

function revokedProxy() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function detached(view) {
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

function shrunk() {
  const buffer = new ArrayBuffer(64, { maxByteLength: 128 });
  const view = new Uint8Array(buffer, 16, 32);
  buffer.resize(8);
  return view;
}

function grown() {
  const buffer = new SharedArrayBuffer(64, { maxByteLength: 128 });
  const view = new Uint8Array(buffer);
  buffer.grow(128);
  return view;
}

function arrayWithTraps() {
  const array = [];
  for (let i = 0; i < 4; i++) {
    Object.defineProperty(array, i, {
      get() { throw new Trap('get'); },
      set() { throw new Trap('set'); },
    });
  }
  return array;
}

/**
 * @param {object} addon its sockets are among the values: open, closed, disguised, of another instance
 * @param {object} other another instance of the addon
 * @param {object} neighbour another addon
 * @returns {Array} fresh values each time
 */
function nastyValues(addon, other, neighbour) {
  const closed = open(addon);
  addon.close(closed);
  const socket = open(addon);
  return [
    undefined, null, true, false,
    0, -0, 1, -1, 1.5, 255, 256, 65535, 65536, 70000, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 32, 2 ** 53,
    1e300, -1e300, NaN, Infinity, -Infinity, Number.MIN_VALUE, 0x7f000001,
    0n, -1n, 2n ** 64n, Symbol('symbol'), Symbol.iterator,
    '', 'text', '127.0.0.1', '::1', 'with\0nul', '\0', '\ud800 alone', 'é€😀', 'x'.repeat(70000), 'y'.repeat(1 << 20),
    {}, [], [1, 2, 3], arrayWithTraps(), Object.freeze([]), Object.create(null), new (class Handle {})(),
    () => {}, function named() {}, class {}, async () => {}, function* generate() {},
    new Date(), /x/, new Map(), new WeakMap(), new WeakRef({}), Promise.resolve(), new Error('error'), globalThis,
    (function () { return arguments; })(1, 2), new String('text'), new Number(1), new Boolean(true), Object(1n),
    vm.createContext({}), vm.runInNewContext('({})'), vm.runInNewContext('[1]'),
    vm.runInNewContext('new Uint8Array(4)'),
    new Proxy({}, {}), new Proxy([], {}), new Proxy(() => {}, {}), hostileProxy({}), hostileProxy(() => {}),
    revokedProxy(),
    new ArrayBuffer(8), new SharedArrayBuffer(8), new Uint8Array(8), new Float64Array(8),
    new DataView(new ArrayBuffer(8)),
    new BigInt64Array(2), Buffer.alloc(0), Buffer.from('text'), Buffer.alloc(70000),
    Buffer.from(new SharedArrayBuffer(8)),
    Object.create(Buffer.prototype), Object.create(Buffer.from('x')), new Proxy(Buffer.from('x'), {}),
    detached(new Uint8Array(8)), detached(Buffer.from(new ArrayBuffer(8))), detached(new DataView(new ArrayBuffer(8))),
    shrunk(), grown(), new WebAssembly.Memory({ initial: 1 }),
    new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer),
    socket, closed, open(other), addon, addon.open,
    new neighbour.Counter(), neighbour.Counter, neighbour.Counter.prototype, neighbour.makeExternal(),
    dgram.createSocket('udp4').unref(), new MessageChannel().port1.unref() ?? null, process, process.stdout,
  ];
}

module.exports = { Trap, detached, hostileProxy, nastyValues, shrunk };
