'use strict';

// Writes packets to a capture as they come: into memory first, and from there to the file, in whole blocks.

const { closeSync, openSync, writeSync } = require('node:fs');
// As they are now: a test of the script's that puts timers of its own in their place does not stop a recording.
const { clearTimeout, setTimeout } = require('node:timers');

const { isMulticast } = require('../../../lib/addresses');
const realm = require('../../../lib/realm');
const { warn } = require('../../../lib/warnings');
const { print } = require('../../blocking');
const { describe } = require('../words');
const { BLOCKS, FLAGS, OPTIONS, padded } = require('./format');
const { HEADERS, PAYLOAD_MAX, PacketWriter, UNREACHABLE_SIZE } = require('./packet');

/** More than the largest block: one has 65,535 bytes of packet, and few others. */
const CAPACITY = 128 * 1024; // bytes

/** For how long a packet is in memory only, in milliseconds. */
const PATIENCE = 100;

/** Bytes of a block before its packet, and of what follows each packet but a comment. */
const BLOCK_HEADER = 28;
const OPTION_HEADER = 4;
const REST = (OPTION_HEADER + 4) + (OPTION_HEADER + 8) + (OPTION_HEADER + 4) + OPTION_HEADER + 4;

function flagsOf(isOut, ip) {
  const direction = isOut ? FLAGS.OUT : FLAGS.IN;
  if (isMulticast(ip)) return direction | FLAGS.MULTICAST;
  return ip === 0xffffffff ? direction | FLAGS.BROADCAST : direction;
}

class CaptureWriter {
  #file;
  #fd;
  #bytes = Buffer.allocUnsafeSlow(CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  #packets = new PacketWriter(this.#bytes.buffer);
  #used = 0; // bytes that have not been written
  #timer = null;

  /**
   * @param {string} file
   * @param {string} flags 'w' for a new one, 'a' for one that others write to as well
   * @throws {Error} of fs.openSync()
   */
  constructor(file, flags) {
    this.#file = file;
    this.#fd = openSync(file, flags);
  }

  /** @param {Buffer} bytes of blocks with which the file begins */
  begin(bytes) {
    this.#write(bytes, bytes.length);
  }

  /**
   * @param {number} interfaceNumber
   * @param {object} event as sim/trace/observer.js tells it
   */
  add(interfaceNumber, event) {
    if (this.#fd === null) return;
    const { kind, time, socket, id, local, peer, ttl, bytes } = event;
    const isOut = kind === 'send' || kind === 'leave';
    const comment = describe(event);
    const payload = Math.min(bytes.length, PAYLOAD_MAX);
    const size = kind === 'unreachable' ? UNREACHABLE_SIZE : HEADERS + payload;
    const packetEnd = BLOCK_HEADER + padded(size);
    const length = packetEnd + (comment === '' ? 0 : OPTION_HEADER + padded(comment.length)) + REST;
    if (this.#used + length > CAPACITY) this.flush();

    const view = this.#view;
    let at = this.#used;
    view.setUint32(at, BLOCKS.PACKET, true);
    view.setUint32(at + 4, length, true);
    view.setUint32(at + 8, interfaceNumber, true);
    this.#setTime(at + 12, time);
    view.setUint32(at + 20, size, true);
    view.setUint32(at + 24, size + bytes.length - payload, true); // what there was of it
    if (isOut) this.#packets.write(at + BLOCK_HEADER, local, peer, ttl, bytes, payload);
    else if (kind === 'unreachable') this.#packets.writeUnreachable(at + BLOCK_HEADER, peer, local, ttl);
    else this.#packets.write(at + BLOCK_HEADER, peer, local, ttl, bytes, payload);
    at += packetEnd;
    if (comment !== '') at = this.#setComment(at, comment);
    view.setUint32(at, OPTIONS.FLAGS | 4 << 16, true);
    view.setUint32(at + 4, flagsOf(isOut, isOut ? peer.ip : local.ip), true);
    view.setUint32(at + 8, OPTIONS.ID | 8 << 16, true);
    view.setUint32(at + 12, id, true);
    view.setUint32(at + 16, interfaceNumber, true); // no two boards have the same ones
    view.setUint32(at + 20, OPTIONS.QUEUE | 4 << 16, true);
    view.setUint32(at + 24, socket, true);
    view.setUint32(at + 28, OPTIONS.END, true);
    view.setUint32(at + 32, length, true);
    this.#used += length;
    this.#timer ??= setTimeout(() => this.flush(), PATIENCE).unref();
  }

  /**
   * Writes what is in memory.
   *
   * @param {boolean} [isLast] whether the process may be about to end, so that a warning might not be seen
   */
  flush(isLast = false) {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#write(this.#bytes, this.#used, isLast);
    this.#used = 0;
  }

  #write(bytes, length, isLast) {
    if (this.#fd === null) return;
    try {
      for (let at = 0; at < length;) at += writeSync(this.#fd, bytes, at, length - at);
    } catch (error) {
      this.#fail(error, isLast);
    }
  }

  /** The disk is full, nobody reads the pipe: the script goes on without being recorded. */
  #fail(error, isLast) {
    const message = `Nothing more is recorded to ${this.#file}: ${error.message}`;
    try {
      closeSync(this.#fd);
    } catch {
      // What was to be said of it is said below.
    }
    this.#fd = null;
    if (isLast) print(`iotjs-dgram: ${message}\n`);
    else warn(realm, 'IOTJS_DGRAM_NOT_RECORDED', message);
  }

  /** Nanoseconds, as 64 bits in two halves. A Number has 53 bits, so their last nine are added in the end. */
  #setTime(at, time) {
    const seconds = Math.floor(time / 1000);
    const nanoseconds = Math.round((time - seconds * 1000) * 1e6);
    const rounds = seconds * 1953125; // of 512 ns, which a second has as many of
    const low = (rounds % 0x800000) * 512 + nanoseconds;
    const carry = low >= 0x100000000 ? 1 : 0;
    this.#view.setUint32(at, Math.floor(rounds / 0x800000) + carry, true);
    this.#view.setUint32(at + 4, low - carry * 0x100000000, true);
  }

  #setComment(at, comment) {
    const end = at + OPTION_HEADER + padded(comment.length);
    this.#view.setUint32(end - 4, 0, true); // what fills it up
    this.#view.setUint32(at, OPTIONS.COMMENT | comment.length << 16, true);
    this.#bytes.latin1Write(comment, at + OPTION_HEADER, comment.length);
    return end;
  }
}

module.exports = { CaptureWriter };
