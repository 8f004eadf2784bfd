'use strict';

const fs = require('node:fs');

const PIECE = 256 * 1024; // bytes that are read at a time

/** Reads a file from its beginning to its end, and holds no more of it than is asked for. Places are counted from where
 * it stands. */
class Source {
  #fd;
  #bytes = Buffer.alloc(0);
  #start = 0; // of what has been read and not been used
  #hasEnded = false;

  /** Where it stands, in bytes from the beginning of the file. */
  offset = 0;
  /** The byte order of numbers. */
  isLittle = true;

  /** @param {string} file */
  constructor(file) {
    this.#fd = fs.openSync(file, 'r');
  }

  close() {
    fs.closeSync(this.#fd);
  }

  /** @returns {boolean} whether the next so many bytes are there; if not, the file has ended */
  has(count) {
    const rest = this.#bytes.subarray(this.#start);
    if (rest.length >= count || this.#hasEnded) return rest.length >= count;
    // New memory: who has a part of the old one may keep it.
    const piece = Buffer.allocUnsafeSlow(Math.max(PIECE, count));
    let end = rest.copy(piece);
    while (!this.#hasEnded && end < piece.length) {
      const size = fs.readSync(this.#fd, piece, end, piece.length - end, null);
      end += size;
      this.#hasEnded = size === 0;
    }
    this.#bytes = piece.subarray(0, end);
    this.#start = 0;
    return end >= count;
  }

  advance(count) {
    this.#start += count;
    this.offset += count;
  }

  uint16(at) {
    const from = this.#start + at;
    return this.isLittle ? this.#bytes.readUInt16LE(from) : this.#bytes.readUInt16BE(from);
  }

  uint32(at) {
    const from = this.#start + at;
    return this.isLittle ? this.#bytes.readUInt32LE(from) : this.#bytes.readUInt32BE(from);
  }

  /** @returns {bigint} */
  uint64(at) {
    const from = this.#start + at;
    return this.isLittle ? this.#bytes.readBigUInt64LE(from) : this.#bytes.readBigUInt64BE(from);
  }

  bytes(at, size) {
    return this.#bytes.subarray(this.#start + at, this.#start + at + size);
  }
}

module.exports = { Source };
