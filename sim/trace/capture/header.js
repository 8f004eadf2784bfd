'use strict';

// What a capture begins with: its section, and an interface for each board.

const { version } = require('../../../package.json');
const { BLOCKS, BYTE_ORDER, LINKS, OPTIONS, padded } = require('./format');

const NANOSECONDS = 9; // 10 to the power of -9

function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function option(code, value) {
  const filling = Buffer.alloc(padded(value.length) - value.length);
  return Buffer.concat([uint16(code), uint16(value.length), value, filling]);
}

function block(type, ...parts) {
  const end = option(OPTIONS.END, Buffer.alloc(0));
  const length = uint32(12 + parts.reduce((sum, part) => sum + part.length, 0) + end.length);
  return Buffer.concat([uint32(type), length, ...parts, end, length]);
}

function sectionBlock() {
  const unknownLength = Buffer.alloc(8, 0xff);
  return block(BLOCKS.SECTION, uint32(BYTE_ORDER), uint16(1), uint16(0), unknownLength,
    option(OPTIONS.APPLICATION, Buffer.from(`iotjs-dgram ${version}`)));
}

function interfaceBlock(name) {
  const unlimited = uint32(0);
  return block(BLOCKS.INTERFACE, uint16(LINKS.RAW), uint16(0), unlimited,
    option(OPTIONS.NAME, Buffer.from(name)), option(OPTIONS.RESOLUTION, Buffer.from([NANOSECONDS])));
}

/**
 * @param {string[]} names of interfaces; a packet says by its place here which one it belongs to
 * @returns {Buffer} a capture without packets
 */
function header(names) {
  return Buffer.concat([sectionBlock(), ...names.map(interfaceBlock)]);
}

module.exports = { header };
