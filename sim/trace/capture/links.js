'use strict';

// From what an interface has captured to the IPv4 packet in it.

const { LINKS } = require('./format');

const IPV4_IN_ETHERNET = 0x0800;
const VLAN_TAGS = [0x8100, 0x88a8];
const IPV4_ON_BSD = 2;
const NOT_IPV4 = -1;

function behindType(frame, typeAt, start) {
  return frame.length >= start && frame.readUInt16BE(typeAt) === IPV4_IN_ETHERNET ? start : NOT_IPV4;
}

function ethernet(frame) {
  let typeAt = 12;
  while (frame.length >= typeAt + 4 && VLAN_TAGS.includes(frame.readUInt16BE(typeAt))) typeAt += 4;
  return behindType(frame, typeAt, typeAt + 2);
}

/** In the byte order of the machine that captured it, or in that of the network: a small number in any. */
function loopback(frame) {
  if (frame.length < 4) return NOT_IPV4;
  return frame.readUInt32LE(0) === IPV4_ON_BSD || frame.readUInt32BE(0) === IPV4_ON_BSD ? 4 : NOT_IPV4;
}

/** By link type: a function that is given a frame, and says where in it the IPv4 packet begins. */
const STARTS = new Map([
  [LINKS.RAW, () => 0],
  [LINKS.IPV4, () => 0],
  [LINKS.ETHERNET, ethernet],
  [LINKS.NULL, loopback],
  [LINKS.LOOP, loopback],
  [LINKS.LINUX_SLL, (frame) => behindType(frame, 14, 16)],
  [LINKS.LINUX_SLL2, (frame) => behindType(frame, 0, 20)],
]);

/**
 * @param {number} link type of the interface
 * @param {Buffer} frame
 * @returns {?Buffer} the IPv4 packet, and what may follow it; null where there is none, or none that is known here
 */
function packetIn(link, frame) {
  const start = STARTS.get(link)?.(frame) ?? NOT_IPV4;
  return start === NOT_IPV4 ? null : frame.subarray(start);
}

module.exports = { packetIn };
