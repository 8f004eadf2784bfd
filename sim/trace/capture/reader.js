'use strict';

// Reads captures: those of this package, and those of tcpdump, Wireshark and others.

const { datagramIn, refusedIn } = require('./datagram');
const { BLOCKS, BYTE_ORDER, FLAGS, OPTIONS, padded } = require('./format');
const { packetIn } = require('./links');
const { Source } = require('./source');

/** The least bytes of a block, and of one of a type. */
const LEAST = { block: 12, section: 28, interface: 20, packet: 32, simple: 16 };
/** More than any program writes: Wireshark's limit. A longer block is a wrong length. */
const BLOCK_MAX = 16 * 1024 * 1024; // bytes

const MICROSECONDS = 6; // 10 to the power of -6
const BASE_TWO = 0x80;

/** The first four bytes of a classic pcap, with times in micro- or nanoseconds, in both byte orders. */
const PCAP = [0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1];

/** What is known of a packet besides itself where the file does not say it. */
const UNKNOWN = { time: null, isOut: null, id: null, socket: null, comment: null };

class Capture {
  #file;
  #source = null;
  #interfaces = [];

  /** How many packets were neither whole UDP datagrams over IPv4 nor refusals of them, so far. */
  skipped = 0;
  /** Whether the last block is not whole: who wrote the file was killed, or is still at it. Known at the end. */
  isCut = false;

  constructor(file) {
    this.#file = file;
  }

  * [Symbol.iterator]() {
    this.#source = new Source(this.#file);
    try {
      yield* this.#datagrams();
    } finally {
      this.#source.close();
    }
  }

  * #datagrams() {
    const source = this.#source;
    if (!source.has(LEAST.block)) this.#refuse('it is no pcapng file: it is too short');
    if (source.uint32(0) !== BLOCKS.SECTION) this.#refuseFormat(source.uint32(0));
    while (source.has(LEAST.block)) {
      const length = this.#beginBlock();
      if (!source.has(length)) break;
      const repeated = source.uint32(length - 4);
      if (repeated !== length) this.#refuse(`the block has two lengths, ${length} and ${repeated}`);
      const datagram = this.#take(source.uint32(0), length);
      if (datagram !== null) yield datagram;
      source.advance(length);
    }
    this.isCut = source.has(1);
  }

  /** @returns {number} the length of the block */
  #beginBlock() {
    const source = this.#source;
    // The type of a section is the same in both byte orders.
    if (source.uint32(0) === BLOCKS.SECTION) {
      source.isLittle = true;
      source.isLittle = source.uint32(8) === BYTE_ORDER;
      if (source.uint32(8) !== BYTE_ORDER) this.#refuse('the section does not say its byte order');
    }
    const length = source.uint32(4);
    if (length < LEAST.block || length % 4 !== 0 || length > BLOCK_MAX) {
      this.#refuse(`the length of the block is wrong: ${length}`);
    }
    return length;
  }

  /** @returns {?object} the datagram in a block, or null */
  #take(type, length) {
    if (type === BLOCKS.PACKET) return this.#packet(length);
    if (type === BLOCKS.SIMPLE) return this.#simplePacket(length);
    if (type === BLOCKS.INTERFACE) this.#addInterface(length);
    else if (type === BLOCKS.SECTION) this.#beginSection(length);
    return null;
  }

  #beginSection(length) {
    this.#need(length, LEAST.section);
    const version = this.#source.uint16(12);
    if (version !== 1) this.#refuse(`it has version ${version} of the format, and only 1 is known`);
    this.#interfaces = [];
  }

  #addInterface(length) {
    this.#need(length, LEAST.interface);
    const source = this.#source;
    const number = this.#interfaces.length;
    const added = { link: source.uint16(8), name: `interface ${number}`, unit: MICROSECONDS, since: 0n };
    this.#eachOption(16, length, (code, at, size) => {
      if (code === OPTIONS.NAME) added.name = source.bytes(at, size).toString();
      else if (code === OPTIONS.RESOLUTION && size === 1) [added.unit] = source.bytes(at, 1);
      else if (code === OPTIONS.OFFSET && size === 8) added.since = BigInt.asIntN(64, source.uint64(at));
    });
    this.#interfaces.push(added);
  }

  #packet(length) {
    this.#need(length, LEAST.packet);
    const source = this.#source;
    const on = this.#interface(source.uint32(8));
    const captured = source.uint32(20);
    if (captured > length - LEAST.packet) this.#refuse(`the packet is longer than its block: ${captured} bytes`);
    const comments = [];
    const about = { ...UNKNOWN, time: timeOf(source.uint32(12), source.uint32(16), on), interface: on.name };
    this.#eachOption(28 + padded(captured), length, (code, at, size) => {
      if (code === OPTIONS.COMMENT) comments.push(source.bytes(at, size).toString());
      else if (code === OPTIONS.FLAGS && size === 4) about.isOut = directionIn(source.uint32(at));
      else if (code === OPTIONS.ID && size === 8) about.id = Number(source.uint64(at));
      else if (code === OPTIONS.QUEUE && size === 4) about.socket = source.uint32(at);
    });
    if (comments.length > 0) about.comment = comments.join(', ');
    return this.#datagram(on, 28, captured, about);
  }

  #simplePacket(length) {
    this.#need(length, LEAST.simple);
    const on = this.#interface(0);
    const captured = Math.min(this.#source.uint32(8), length - LEAST.simple);
    return this.#datagram(on, 12, captured, { ...UNKNOWN, interface: on.name });
  }

  #interface(number) {
    const on = this.#interfaces[number];
    if (on === undefined) this.#refuse(`its section has no interface ${number}`);
    return on;
  }

  #datagram(on, at, size, about) {
    const packet = packetIn(on.link, this.#source.bytes(at, size));
    const datagram = packet === null ? null : datagramIn(packet);
    if (datagram !== null) return { ...about, ...datagram };
    const refused = packet === null ? null : refusedIn(packet);
    if (refused !== null) return { ...about, isRefusal: true, ...refused };
    this.skipped++;
    return null;
  }

  /** Calls `tell` with the code, the place and the size of each option. */
  #eachOption(first, length, tell) {
    const end = length - 4;
    for (let at = first, size; at + 4 <= end; at += 4 + padded(size)) {
      const code = this.#source.uint16(at);
      size = this.#source.uint16(at + 2);
      if (code === OPTIONS.END) return;
      if (at + 4 + size > end) this.#refuse(`an option of the block is longer than the block: ${size} bytes`);
      tell(code, at + 4, size);
    }
  }

  #need(length, least) {
    if (length < least) this.#refuse(`the block has ${length} bytes, and one of its type has ${least} at least`);
  }

  #refuseFormat(magic) {
    if (!PCAP.includes(magic)) this.#refuse('it is no pcapng file');
    this.#refuse(`it is a classic pcap file. Convert it: editcap -F pcapng ${this.#file} ${this.#file}ng`);
  }

  #refuse(what) {
    const { offset } = this.#source;
    const error = new Error(`${this.#file}, byte ${offset}: ${what}`);
    throw Object.assign(error, { code: 'IOTJS_DGRAM_BAD_CAPTURE', offset });
  }
}

function directionIn(flags) {
  const direction = flags & FLAGS.DIRECTION;
  return direction === FLAGS.IN || direction === FLAGS.OUT ? direction === FLAGS.OUT : null;
}

/** Milliseconds since the Unix epoch, as a Number: it is right to a quarter of a microsecond. */
function timeOf(high, low, { unit, since }) {
  const perSecond = unit & BASE_TWO ? 2n ** BigInt(unit & ~BASE_TWO) : 10n ** BigInt(unit);
  const units = BigInt(high) << 32n | BigInt(low);
  const seconds = since + units / perSecond;
  return Number(seconds) * 1000 + Number(units % perSecond) / Number(perSecond) * 1000;
}

/**
 * Reads a capture, a pcapng file, and holds no more of it than a block and a bit.
 *
 * @param {string} file
 * @returns {Capture} to iterate once. It gives the UDP datagrams over IPv4 in their order in the file, each as
 *   - `time`       when, in ms since the Unix epoch; null where the file does not say it
 *   - `interface`  the name of the interface: that of a board
 *   - `isOut`      whether it was sent there; false: it came in; null: the file does not say it
 *   - `src`, `dst`  {ip, port}, with the address as an unsigned number
 *   - `ttl`
 *   - `size`       of the payload in bytes
 *   - `bytes`      the payload as far as it was captured: a part of a large piece of memory, so copy what is kept
 *   - `id`         a number that no other datagram in the file has: it stands there as often as it was seen; or null
 *   - `socket`     the number of the board's socket; or null
 *   - `comment`    or null; sim/trace/words.js knows what it says
 *   - `isRefusal`  true where it is no datagram, but what a host says of one: that nobody is at its port. Then `src`
 *                  and `dst` are those of the datagram, and there is no `ttl`, no `size` and no `bytes`
 *
 *   At the end, its `skipped` is how many other packets there were, and its `isCut` whether the last block was cut off.
 *
 *   While it is iterated, it throws an Error with code `IOTJS_DGRAM_BAD_CAPTURE` where the file is broken, with
 *   `offset`, where the block is that is wrong, in bytes; and those of fs.openSync() and fs.readSync().
 */
function readCapture(file) {
  return new Capture(file);
}

module.exports = { readCapture };
