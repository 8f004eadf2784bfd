'use strict';

// Captures byte by byte, as other programs write them: in both byte orders, and with anything in them.

/** Of a byte order. */
class Blocks {
  #isLittle;

  /** @param {boolean} isLittle */
  constructor(isLittle) {
    this.#isLittle = isLittle;
  }

  #number(value, size) {
    const bytes = Buffer.alloc(size);
    if (this.#isLittle) bytes.writeUIntLE(value, 0, size);
    else bytes.writeUIntBE(value, 0, size);
    return bytes;
  }

  uint16(value) {
    return this.#number(value, 2);
  }

  uint32(value) {
    return this.#number(value, 4);
  }

  /** @param {bigint} value */
  uint64(value) {
    const bytes = Buffer.alloc(8);
    if (this.#isLittle) bytes.writeBigInt64LE(value);
    else bytes.writeBigInt64BE(value);
    return bytes;
  }

  option(code, value) {
    return Buffer.concat([this.uint16(code), this.uint16(value.length), filled(value)]);
  }

  block(type, ...parts) {
    const body = filled(Buffer.concat(parts));
    const length = this.uint32(12 + body.length);
    return Buffer.concat([this.uint32(type), length, body, length]);
  }

  section(...options) {
    const version = [this.uint16(1), this.uint16(0)];
    return this.block(0x0a0d0d0a, this.uint32(0x1a2b3c4d), ...version, this.uint64(-1n), ...options);
  }

  interface(link, ...options) {
    return this.block(1, this.uint16(link), this.uint16(0), this.uint32(0), ...options);
  }

  /**
   * @param {number} number of the interface
   * @param {bigint} time in units of the interface
   */
  packet(number, time, frame, ...options) {
    const halves = [this.uint32(Number(time >> 32n)), this.uint32(Number(time & 0xffffffffn))];
    const length = this.uint32(frame.length);
    return this.block(6, this.uint32(number), ...halves, length, length, filled(frame), ...options);
  }

  simplePacket(frame) {
    return this.block(3, this.uint32(frame.length), filled(frame));
  }
}

function filled(bytes) {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}

/** An IPv4 packet with UDP in it: from 10.0.0.1:1000 to 10.0.0.2:2000. */
function packetOf(payload, { protocol = 17, fragment = 0, options = 0, size = payload.length } = {}) {
  const header = 20 + options;
  const bytes = Buffer.alloc(header + 8);
  bytes[0] = 0x40 | header / 4;
  bytes.writeUInt16BE(header + 8 + size, 2);
  bytes.writeUInt16BE(fragment, 6);
  bytes.set([33, protocol], 8);
  bytes.set([10, 0, 0, 1, 10, 0, 0, 2], 12);
  bytes.writeUInt16BE(1000, header);
  bytes.writeUInt16BE(2000, header + 2);
  bytes.writeUInt16BE(8 + size, header + 4);
  return Buffer.concat([bytes, payload]);
}

module.exports = { Blocks, packetOf };
