'use strict';

const { createHash } = require('node:crypto');

/** Bytes of payloads that go into a picture; what comes when it is full is cut to SHORT. */
const ROOM = 32 * 1024 * 1024;
const SHORT = 64;

/** Payloads by number: equal bytes have the same one, and are kept once. */
class Payloads {
  #numbers = new Map();
  #kept = [];
  #room;

  /** @param {number} [room] bytes */
  constructor(room = ROOM) {
    this.#room = room;
  }

  /**
   * @param {Uint8Array} bytes are copied
   * @returns {number} of this payload, from 0
   */
  add(bytes) {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    // A longer key than any short payload: the two are not confused.
    const key = view.length <= SHORT ? view.latin1Slice() : createHash('sha512').update(view).digest('hex');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const copy = Uint8Array.prototype.slice.call(view, 0, view.length <= this.#room ? view.length : SHORT);
    this.#room -= copy.length;
    this.#numbers.set(key, this.#kept.length);
    return this.#kept.push(copy) - 1;
  }

  /** @returns {{bytes: Buffer, ends: Uint32Array}} all of them, one behind the other, and where each ends */
  joined() {
    let end = 0;
    return { bytes: Buffer.concat(this.#kept), ends: Uint32Array.from(this.#kept, ({ length }) => (end += length)) };
  }
}

module.exports = { Payloads };
