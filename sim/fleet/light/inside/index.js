'use strict';

// Evaluated in the context of each copy, first of all: makes it look like the global scope of a process of its own.

const nodeBuffer = require('node:buffer');
const { inspect } = require('node:util');

const { randomOf } = require('../../random-stream');
const { Realm, compact } = require('./realm');
const { makeBuffer } = require('./buffer');
const { makeConsole } = require('./console');
const { makeEventEmitter } = require('./events');
const { defineLazily } = require('./lazily');
const { makeLoader } = require('./loader');
const { makeModules, refusal } = require('./modules');
const { makeProcess } = require('./process');
const { makeTimers } = require('./timers');

/** Globals of Node's besides those of devices. */
const FURTHER = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'atob', 'btoa', 'structuredClone'];

/**
 * @param {Copy} copy
 * @param {object} main the global object of the host
 * @param {number} [seed] of the fleet; default: it has none
 * @param {Function} consoleFor of shared-console.js
 * @returns {object} what copy.js has to know of it
 */
module.exports = function boot(copy, main, seed, consoleFor) {
  const realm = new Realm(main);
  const define = (name, descriptor) =>
    Object.defineProperty(globalThis, name, { configurable: true, ...descriptor });
  const lazily = (name, make) => defineLazily(globalThis, name, make);

  /** A function of the main context as one of this one. */
  const own = (foreign) => Object.setPrototypeOf(foreign, Function.prototype);

  const { Buffer, FastBuffer } = makeBuffer(realm);
  const EventEmitter = makeEventEmitter(realm);
  const process = makeProcess(copy, realm, main.process, EventEmitter, refusal);
  const timers = makeTimers(copy, own);
  const output = (number, name) => ({
    write(text) {
      // A script that never asks for the stream does not pay for it.
      if (copy.hasStream(number)) process[name].write(text);
      else copy.print(number, text);
    },
  });

  define('global', { value: globalThis, writable: true });
  define('process', { value: process, writable: true });
  define('Buffer', { value: Buffer, writable: true });
  for (const [name, value] of Object.entries(timers)) define(name, { value, writable: true, enumerable: true });
  define('queueMicrotask', {
    value: function queueMicrotask(callback) {
      if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
      main.queueMicrotask(() => copy.call(callback));
    },
    writable: true,
    enumerable: true,
  });
  lazily('console', () => makeConsole(realm, output(1, 'stdout'), output(2, 'stderr'), consoleFor));
  lazily('performance', () => ({ now: own(copy.now), timeOrigin: main.performance.timeOrigin }));
  for (const name of FURTHER) lazily(name, () => realm.copy(main[name]));

  const builtin = makeModules(copy, realm, {
    buffer: () => ({ ...realm.copyMembers(nodeBuffer, {}, ['Blob', 'Buffer', 'File', 'SlowBuffer']), Buffer }),
    console: () => globalThis.console,
    dgram() {
      const dgram = { ...copy.makeDgram() };
      for (const each of Object.values(dgram)) own(each);
      return dgram;
    },
    events: () => EventEmitter,
    process: () => process,
    timers: () => ({ ...timers }),
  });
  for (const each of [Buffer, Buffer.prototype, EventEmitter, EventEmitter.prototype, process]) compact(each);
  if (seed !== undefined) {
    const next = randomOf(seed, copy.index);
    Math.random = { random: () => next() }.random;
  }
  return {
    Buffer,
    EventEmitter,
    process,
    realm,
    own,
    timers,
    bufferOf: (slab, offset, size) => new FastBuffer(slab, offset, size),
    infoOf: (address, port, size) => ({ address, family: 'IPv4', port, size }),
    /** The end of the prototype chains of this context. */
    root: Object.prototype,
    run: makeLoader(copy, realm, builtin, refusal),
    /** The error for a promise that was rejected with something else: Node's text and code. */
    rejection(reason) {
      const error = new Error('This error originated either by throwing inside of an async function without a catch ' +
        'block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason ' +
        `"${inspect(reason)}".`);
      return Object.assign(error, { code: 'ERR_UNHANDLED_REJECTION' });
    },
  };
};
