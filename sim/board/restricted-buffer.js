'use strict';

// The setting `strict`: a message has the members that IoT.js's Buffer has, and throws on all others of Node's. Access
// by index cannot be caught here; the check before the script runs finds it.

const { inspect } = require('node:util');

const { globals, instead } = require('./runtime');

/** Of every object, or asked for by Node.js itself. */
const UNTOUCHED = new Set(['constructor', Symbol.toStringTag, Symbol.toPrimitive]);
const FORWARDED = new Set([...globals.Buffer.instance, inspect.custom]);
const ADVICE = instead['Buffer.instance'];

const TypedArray = Object.getPrototypeOf(Uint8Array);
const getterOf = (name) => Object.getOwnPropertyDescriptor(TypedArray.prototype, name).get;
const bufferOf = getterOf('buffer');
const offsetOf = getterOf('byteOffset');
const lengthOf = getterOf('length');

/** The same bytes as a Buffer with all members. */
function plain(buffer) {
  return Buffer.from(bufferOf.call(buffer), offsetOf.call(buffer), lengthOf.call(buffer));
}

/** Whether the code that reads a member is Node's own: fs.writeSync() asks for `byteLength`. */
function isAskedByNode() {
  // The lines: the message, this function, the getter, who asks.
  return new Error('asked').stack.split('\n')[3]?.includes('(node:') ?? false;
}

/** What stands in the place of a method that IoT.js has. */
function forward(method) {
  return function forwarded(...args) {
    const view = plain(this);
    const result = Reflect.apply(method, view, args);
    if (result === view) return this;
    // A slice: on the device it has bytes of its own.
    return Buffer.isBuffer(result) ? restrict(Buffer.from(result)) : result;
  };
}

function refuse(name) {
  const shown = typeof name === 'symbol' ? `[${name.description}]` : name;
  return function refused() {
    if (isAskedByNode()) return Reflect.get(plain(this), name);
    const error = new Error(`The Buffer of IoT.js has no ${shown} (--strict). ${ADVICE[shown] ?? ''}`.trimEnd());
    error.code = 'IOTJS_DGRAM_UNSUPPORTED';
    Error.captureStackTrace(error, refused);
    throw error; // node-do-not-add-exception-line: as in lib/stacks.js
  };
}

function restrictedPrototype() {
  const prototype = Object.create(Buffer.prototype);
  for (let from = Buffer.prototype; from !== Object.prototype; from = Object.getPrototypeOf(from)) {
    for (const name of Reflect.ownKeys(from)) {
      if (UNTOUCHED.has(name) || Object.hasOwn(prototype, name)) continue;
      const { value } = Object.getOwnPropertyDescriptor(from, name);
      if (!FORWARDED.has(name)) {
        Object.defineProperty(prototype, name, { get: refuse(name), configurable: true });
      } else if (typeof value === 'function') {
        Object.defineProperty(prototype, name, { value: forward(value), writable: true, configurable: true });
      }
    }
  }
  return prototype;
}

const PROTOTYPE = restrictedPrototype();

/**
 * @param {Buffer} buffer
 * @returns {Buffer} the same one, which from now on throws on members that IoT.js's Buffer lacks: code
 *   IOTJS_DGRAM_UNSUPPORTED
 */
function restrict(buffer) {
  return Object.setPrototypeOf(buffer, PROTOTYPE);
}

module.exports = { restrict };
