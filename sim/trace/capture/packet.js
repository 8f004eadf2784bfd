'use strict';

// Datagrams as the packets that Linux makes of them: IPv4 and UDP headers, with their lengths and checksums.

const { endianness } = require('node:os');

const { ICMP, ICMP_HEADER, IP_HEADER, PORT_UNREACHABLE, UDP, UDP_HEADER } = require('./format');

const HEADERS = IP_HEADER + UDP_HEADER;
const UNREACHABLE_SIZE = IP_HEADER + ICMP_HEADER + HEADERS;
/** The most that an IPv4 packet holds, in bytes. */
const PAYLOAD_MAX = 65535 - HEADERS;

const VERSION = 0x4500; // IPv4, a header of five words, an ordinary type of service
const DO_NOT_FRAGMENT = 0x4000;
const NOTHING = new Uint8Array(0);

/** From here on, a loop takes longer to copy than a call. */
const SHORT = 48; // bytes

const SWAPS = endianness() === 'LE';

/** Adds the carries to the lower 16 bits of a sum, less than 2^46. */
function fold(sum) {
  let folded = (sum & 0xffff) + Math.floor(sum / 0x10000); // which has less than 32 bits
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
}

/**
 * The sum of a payload for its checksum. It is taken in the byte order of the machine: the bytes of such a sum are in
 * the order of those that are added up (RFC 1071).
 *
 * @param {Uint32Array} words the memory that it is in
 * @param {number} first of its words
 * @param {number} end where they end; the last one is filled up with zeros
 */
function sumOf(words, first, end) {
  let sum = 0; // of 2^14 words at most
  for (let i = first; i < end; i++) sum += words[i];
  const folded = fold(sum);
  return SWAPS ? (folded & 0xff) << 8 | folded >> 8 : folded;
}

function sumOfAddresses(from, to) {
  return (from.ip >>> 16) + (from.ip & 0xffff) + (to.ip >>> 16) + (to.ip & 0xffff);
}

/** Writes packets into memory that is used again and again. */
class PacketWriter {
  #bytes;
  #words;
  #view;

  /** @param {ArrayBuffer} memory */
  constructor(memory) {
    this.#bytes = new Uint8Array(memory);
    this.#words = new Uint32Array(memory);
    this.#view = new DataView(memory);
  }

  /**
   * Writes a datagram.
   *
   * @param {number} at where to, a multiple of 4; up to the next multiple of 4 behind it, zeros follow
   * @param {{ip: number, port: number}} from
   * @param {{ip: number, port: number}} to
   * @param {number} ttl
   * @param {Uint8Array} payload
   * @param {number} size how much of it, in bytes: PAYLOAD_MAX at most
   */
  write(at, from, to, ttl, payload, size) {
    const bytes = this.#bytes;
    const view = this.#view;
    const start = at + HEADERS;
    const end = start + size;
    const length = UDP_HEADER + size;

    if (size > SHORT) bytes.set(payload.length === size ? payload : payload.subarray(0, size), start);
    else for (let i = 0; i < size; i++) bytes[start + i] = payload[i];
    for (let i = end; i & 3; i++) bytes[i] = 0;

    this.#writeIpHeader(at, length, UDP, from, to, ttl);
    view.setUint32(at + 20, (from.port << 16 | to.port) >>> 0);
    const payloadSum = sumOf(this.#words, start >> 2, (end + 3) >> 2);
    const checksum = ~fold(sumOfAddresses(from, to) + UDP + 2 * length + from.port + to.port + payloadSum) & 0xffff;
    view.setUint32(at + 24, (length << 16 | (checksum || 0xffff)) >>> 0); // 0 would mean that it has none
  }

  /**
   * Writes what a host says of a port at which nobody is: an ICMP message of UNREACHABLE_SIZE bytes. It quotes the
   * headers of the datagram, as if that had been empty.
   *
   * @param {number} at where to, a multiple of 4
   * @param {{ip: number, port: number}} from who says it
   * @param {{ip: number, port: number}} to who sent the datagram
   * @param {number} ttl
   */
  writeUnreachable(at, from, to, ttl) {
    const view = this.#view;
    const quote = at + IP_HEADER + ICMP_HEADER;
    this.write(quote, to, from, ttl, NOTHING, 0);
    this.#writeIpHeader(at, UNREACHABLE_SIZE - IP_HEADER, ICMP, from, to, ttl);
    view.setUint16(at + IP_HEADER, PORT_UNREACHABLE);
    view.setUint32(at + IP_HEADER + 4, 0);
    // The IP header that it quotes adds nothing, since its own checksum makes its sum 0.
    const udpSum = view.getUint16(quote + 20) + view.getUint16(quote + 22) + view.getUint16(quote + 24) +
      view.getUint16(quote + 26);
    view.setUint16(at + IP_HEADER + 2, ~fold(PORT_UNREACHABLE + udpSum) & 0xffff);
  }

  #writeIpHeader(at, length, protocol, from, to, ttl) {
    const view = this.#view;
    const lifetime = ttl << 8 | protocol;
    const sum = VERSION + IP_HEADER + length + DO_NOT_FRAGMENT + lifetime + sumOfAddresses(from, to);
    view.setUint32(at, (VERSION << 16 | IP_HEADER + length) >>> 0);
    view.setUint32(at + 4, DO_NOT_FRAGMENT); // and 0 as the identification, which only fragments need
    view.setUint32(at + 8, (lifetime << 16 | ~fold(sum) & 0xffff) >>> 0);
    view.setUint32(at + 12, from.ip);
    view.setUint32(at + 16, to.ip);
  }
}

module.exports = { HEADERS, PAYLOAD_MAX, PacketWriter, UNREACHABLE_SIZE };
