'use strict';

// The UDP datagram in an IPv4 packet, or what a host says of one.

const { ICMP, ICMP_HEADER, IP_HEADER, PORT_UNREACHABLE, UDP, UDP_HEADER } = require('./format');

const FRAGMENT = 0x3fff; // more of them, or not the first one

/**
 * @param {Buffer} packet as far as it was captured; something else may follow it
 * @returns {?{src: object, dst: object, ttl: number, size: number, bytes: Buffer}} with `ip` as a number and `port` of
 *   both ends; `bytes` has less than `size` where not all was captured. null where it is no whole UDP datagram
 */
function datagramIn(packet) {
  if (packet.length < IP_HEADER || packet[0] >> 4 !== 4 || packet[9] !== UDP) return null;
  if ((packet.readUInt16BE(6) & FRAGMENT) !== 0) return null;
  const header = (packet[0] & 15) * 4;
  const start = header + UDP_HEADER;
  if (header < IP_HEADER || packet.length < start) return null;
  const size = packet.readUInt16BE(header + 4) - UDP_HEADER;
  if (size < 0) return null;
  return {
    src: { ip: packet.readUInt32BE(12), port: packet.readUInt16BE(header) },
    dst: { ip: packet.readUInt32BE(16), port: packet.readUInt16BE(header + 2) },
    ttl: packet[8],
    size,
    bytes: packet.subarray(start, start + size),
  };
}

/**
 * @param {Buffer} packet as far as it was captured
 * @returns {?{src: object, dst: object}} the ends of the datagram of which an ICMP message says that nobody is at its
 *   port; null for any other packet
 */
function refusedIn(packet) {
  if (packet.length < IP_HEADER || packet[0] >> 4 !== 4 || packet[9] !== ICMP) return null;
  const message = packet.subarray((packet[0] & 15) * 4);
  if (message.length < ICMP_HEADER || message.readUInt16BE(0) !== PORT_UNREACHABLE) return null;
  const datagram = datagramIn(message.subarray(ICMP_HEADER));
  return datagram === null ? null : { src: datagram.src, dst: datagram.dst };
}

module.exports = { datagramIn, refusedIn };
