'use strict';

// The setting `strict`: a message has the members that IoT.js's Buffer has, and throws on all others of Node's. Access
// by index cannot be caught here; the check before the script runs finds it.

const { inspect } = require('node:util');

const { isOwn } = require('../../lib/stacks');
const { globals, instead } = require('./runtime');

/** Of every object, or asked for by Node.js itself. */
const UNTOUCHED = new Set(['constructor', Symbol.toStringTag]);
const FORWARDED = new Set([...globals.Buffer.instance, inspect.custom]);
const ADVICE = instead['Buffer.instance'];

const TypedArray = Object.getPrototypeOf(Uint8Array);
const getterOf = (name) => Object.getOwnPropertyDescriptor(TypedArray.prototype, name).get;
const bufferOf = getterOf('buffer');
const offsetOf = getterOf('byteOffset');
const lengthOf = getterOf('length');

/** Whether the code that reads a member is Node's own: fs.writeSync() asks for `byteLength`. */
function isAskedByNode() {
  const asks = new Error('asked').stack.split('\n').find((line) => /^ +at /.test(line) && !isOwn(line));
  return asks?.includes('(node:') ?? false;
}

/**
 * @param {object} realm of a board
 * @returns {function(Buffer): Buffer} changes a Buffer of the realm: from now on it throws on members that IoT.js's
 *   lacks, code IOTJS_DGRAM_UNSUPPORTED. Returns the same one
 */
function restrictionOf({ Buffer: Full, method }) {
  const prototype = Object.create(Full.prototype);

  function restrict(buffer) {
    return Object.setPrototypeOf(buffer, prototype);
  }

  /** The same bytes as a Buffer with all members. */
  function plain(buffer) {
    return Full.from(bufferOf.call(buffer), offsetOf.call(buffer), lengthOf.call(buffer));
  }

  /** What stands in the place of a method that IoT.js has. */
  function forward(original) {
    return method(function forwarded(...args) {
      const view = plain(this);
      const result = Reflect.apply(original, view, args);
      if (result === view) return this;
      // A slice: on the device it has bytes of its own.
      return Full.isBuffer(result) ? restrict(Full.from(result)) : result;
    });
  }

  function refuse(name) {
    const shown = typeof name === 'symbol' ? `[${name.description}]` : name;
    return method(function refused() {
      if (isAskedByNode()) return Reflect.get(plain(this), name);
      const error = new Error(`The Buffer of IoT.js has no ${shown} (--strict). ${ADVICE[shown] ?? ''}`.trimEnd());
      error.code = 'IOTJS_DGRAM_UNSUPPORTED';
      Error.captureStackTrace(error, refused);
      throw error; // node-do-not-add-exception-line: as in lib/stacks.js
    });
  }

  for (let from = Full.prototype; Object.getPrototypeOf(from) !== null; from = Object.getPrototypeOf(from)) {
    for (const name of Reflect.ownKeys(from)) {
      if (UNTOUCHED.has(name) || Object.hasOwn(prototype, name)) continue;
      const { value } = Object.getOwnPropertyDescriptor(from, name);
      if (!FORWARDED.has(name)) {
        Object.defineProperty(prototype, name, { get: refuse(name) });
      } else if (typeof value === 'function') {
        Object.defineProperty(prototype, name, { value: forward(value), writable: true });
      }
    }
  }
  return restrict;
}

module.exports = { restrictionOf };
