'use strict';

// Evaluated in the context of each copy: its Buffer, with Node's methods on a prototype of its own.

const NodeBuffer = require('node:buffer').Buffer;

/** Written here since Node's would ask for its own Buffer, or make one. */
const OWN_STATICS = ['prototype', 'name', 'length', 'isBuffer', 'poolSize', Symbol.species];
const OWN_MEMBERS = ['constructor', 'parent', 'offset'];

/** @param {Realm} realm */
function makeBuffer(realm) {
  // Without Node's own constructor, which warns. To set `constructor` of a prototype later takes V8 of Node.js 20
  // longer, the more contexts there are.
  class FastBuffer extends Uint8Array {
    get ['constructor']() {
      return Buffer;
    }
  }

  function Buffer(value, encodingOrOffset, length) {
    if (typeof value !== 'number') return Buffer.from(value, encodingOrOffset, length);
    if (typeof encodingOrOffset === 'string') return Buffer.from(String(value)); // for Node's error
    return Buffer.alloc(value);
  }
  Object.setPrototypeOf(Buffer, Uint8Array);
  realm.pair(NodeBuffer.prototype, FastBuffer.prototype);
  Buffer.prototype = FastBuffer.prototype;
  realm.copyMembers(NodeBuffer, Buffer, OWN_STATICS);
  realm.copyMembers(NodeBuffer.prototype, Buffer.prototype, OWN_MEMBERS);
  Object.defineProperties(Buffer.prototype, {
    parent: { get() { return this.buffer; }, enumerable: true, configurable: true },
    offset: { get() { return this.byteOffset; }, enumerable: true, configurable: true },
  });
  Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });
  Buffer.poolSize = NodeBuffer.poolSize;
  Buffer.isBuffer = function isBuffer(value) {
    return value instanceof Buffer;
  };
  return { Buffer, FastBuffer };
}

module.exports = { makeBuffer };
