'use strict';

// The packets of captures, as arrays of numbers: a capture can have a million.

const { parse } = require('../words');
const { Payloads } = require('./payloads');

const PORTS = 65536;

/** Gives what is equal the same number, from 0. */
class Numbers {
  #numbers = new Map();
  list = [];

  of(key, value = key) {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.list.length);
    return this.list.push(value) - 1;
  }
}

/**
 * @typedef {object} Remark what a comment says that the simulated network, or the system, did with the datagram
 * @property {'lost'|'refused'|'discarded'|undefined} end why it went no further
 * @property {string} reason the same in the words of the comment
 * @property {boolean} isDelayed something is to come out of it
 * @property {boolean} isDuplicated two are to come out
 * @property {boolean} isDuplicate this is the second one
 * @property {boolean} isOvertaken
 */

/** @returns {Remark} */
function remarkIn(comment) {
  const said = parse(comment);
  const end = ['lost', 'refused', 'discarded'].find((name) => said[name] !== undefined);
  return {
    end,
    reason: end === undefined ? '' : comment.split(', ').find((words) => parse(words)[end] !== undefined),
    isDelayed: said.delayed !== undefined || said.overtaken === true,
    isDuplicated: said.duplicated === true,
    isDuplicate: said.duplicate === true,
    isOvertaken: said.overtaken === true,
  };
}

/** The packets: each array has an element for each one. */
class Records {
  #remarks = new Map();
  interfaces = new Numbers();
  endpoints = new Numbers();
  payloads = new Payloads();
  time = [];
  interface = [];
  /** 1 outgoing, -1 incoming, 0 unknown */
  direction = [];
  /** the number of the board's socket; null where the capture has none */
  socket = [];
  source = [];
  destination = [];
  payload = [];
  size = [];
  ttl = [];
  /** equal for those that are the same datagram; null where the capture has none */
  id = [];
  /** a Remark, or null */
  remark = [];

  /** What hosts have said of ports at which nobody is: when, and the ends of the datagram. */
  refusals = [];

  /**
   * @param {object} packet from readCapture()
   * @param {string} [file] that it is in: other files have boards and numbers of their own
   */
  add({ time, interface: name, isOut, socket, src, dst, ttl, size, bytes, id, comment }, file = '') {
    this.time.push(time);
    this.interface.push(this.interfaces.of(`${file}\n${name}`, { file, name }));
    this.direction.push(isOut === null ? 0 : isOut ? 1 : -1);
    this.socket.push(socket);
    this.source.push(this.#endpoint(src));
    this.destination.push(this.#endpoint(dst));
    this.payload.push(this.payloads.add(bytes));
    this.size.push(size);
    this.ttl.push(ttl);
    this.id.push(id);
    this.remark.push(comment === null ? null : this.#remark(comment));
  }

  /** @param {object} refusal from readCapture() */
  addRefusal({ time, src, dst }) {
    this.refusals.push({ time, source: this.#endpoint(src), destination: this.#endpoint(dst) });
  }

  /** @returns {string[]} of the interfaces: with the file where another one has the same */
  names() {
    const { list } = this.interfaces;
    const counts = new Map();
    for (const { name } of list) counts.set(name, (counts.get(name) ?? 0) + 1);
    return list.map(({ file, name }) => (counts.get(name) === 1 ? name : `${name} (${file})`));
  }

  /** Comments repeat, since their times are in tenths of milliseconds. */
  #remark(comment) {
    const known = this.#remarks.get(comment);
    if (known !== undefined) return known;
    const remark = remarkIn(comment);
    this.#remarks.set(comment, remark);
    return remark;
  }

  #endpoint({ ip, port }) {
    return this.endpoints.of(ip * PORTS + port, { ip, port });
  }

  /** @returns {Uint32Array} the numbers of the packets, in the order of their times; equal times in that of the file */
  inOrder() {
    const { time } = this;
    return Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b] || a - b);
  }
}

module.exports = { Numbers, Records };
