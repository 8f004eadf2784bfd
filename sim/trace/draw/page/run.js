'use strict';

// The data of the page: what draw/model.js made of the captures.

const { ARRIVED, DISCARDED, LEFT, LOST, REFUSED, TEXTS, UNDER_WAY } = require('./fates');
const { address, beginning, text } = require('./format');

const TYPES = { Float64Array, Int32Array, Uint8Array, Uint16Array, Uint32Array };
const LABEL = 60; // bytes

function unpack({ type, base64 }) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new TYPES[type](bytes.buffer);
}

const unpackAll = (packed) => Object.fromEntries(Object.entries(packed).map(([name, array]) => [name, unpack(array)]));

class Run {
  /** @param {string} json */
  constructor(json) {
    const { title, start, boards, columns, reasons, arrows, payloads } = JSON.parse(json);
    Object.assign(this, { title, start, boards, columns, reasons });
    this.arrows = unpackAll(arrows);
    this.payloads = unpackAll(payloads);
    this.length = this.arrows.from.length;
    this.duration = this.arrows.end.reduce((latest, end) => Math.max(latest, end), 0);
    this.hasBoards = columns.some(({ board }) => board !== -1);
    this.labels = new Map();
    this.#findParties();
  }

  /** Whoever takes part: boards, and peers that are not recorded. */
  #findParties() {
    const numbers = new Map();
    this.parties = [];
    this.partyOf = this.columns.map((column) => {
      const name = column.board === -1 ? address(column) : this.boards[column.board];
      if (!numbers.has(name)) {
        numbers.set(name, this.parties.length);
        this.parties.push({ name, isRecorded: column.board !== -1 });
      }
      return numbers.get(name);
    });
  }

  nameOf(column) {
    return this.parties[this.partyOf[column]].name;
  }

  /** `sensor.js 127.0.0.1:5000`, or the address alone */
  fullNameOf(column) {
    const { board } = this.columns[column];
    return board === -1 ? address(this.columns[column]) : `${this.nameOf(column)} ${address(this.columns[column])}`;
  }

  /** What there is of the payload with that number: a long one can have been cut. */
  payload(number) {
    const { bytes, ends } = this.payloads;
    return bytes.subarray(number === 0 ? 0 : ends[number - 1], ends[number]);
  }

  bytesOf(arrow) {
    return this.payload(this.arrows.payload[arrow]);
  }

  /** The beginning of its payload, on one line. */
  labelOf(arrow) {
    const number = this.arrows.payload[arrow];
    if (!this.labels.has(number)) {
      const bytes = this.payload(number);
      this.labels.set(number, this.arrows.size[arrow] === 0 ? '(empty)' : beginning(bytes, LABEL));
    }
    return this.labels.get(number);
  }

  /** How it ended, in words. */
  stateOf(arrow) {
    return this.reasons[this.arrows.reason[arrow]] || TEXTS[this.arrows.fate[arrow]];
  }

  /** Whether it did not get through, and one knows why. */
  isBad(arrow) {
    return [LOST, REFUSED, DISCARDED].includes(this.arrows.fate[arrow]);
  }

  isGood(arrow) {
    const fate = this.arrows.fate[arrow];
    return fate === ARRIVED || fate === LEFT;
  }

  /** Whether it did not get through, and will not. */
  isMissing(arrow) {
    return !this.isGood(arrow) && this.arrows.fate[arrow] !== UNDER_WAY;
  }

  /** Whether it got as far as the network of its receiver. */
  hasCome(arrow) {
    return !Number.isNaN(this.arrows.came[arrow]);
  }

  roundTripOf(arrow) {
    const { answers, arrived, begin } = this.arrows;
    return answers[arrow] === -1 ? NaN : arrived[arrow] - begin[answers[arrow]];
  }

  /** One sentence that says all of it but the bytes. */
  describe(arrow) {
    const { from, to, begin, arrived, size, original, isDuplicate, again } = this.arrows;
    const took = Number.isNaN(arrived[arrow]) ? '' : ` after ${(arrived[arrow] - begin[arrow]).toFixed(1)} ms`;
    const copy = original[arrow] === -1 ? '' : isDuplicate[arrow] ? ', a duplicate' : ', to another receiver';
    const repeated = again[arrow] === -1 ? '' : `, sent again (before: number ${again[arrow] + 1})`;
    return `Number ${arrow + 1}: ${size[arrow]} bytes from ${this.fullNameOf(from[arrow])} to ` +
      `${this.fullNameOf(to[arrow])} at ${(begin[arrow] / 1000).toFixed(3)} s${repeated}${copy}: ` +
      `${this.stateOf(arrow)}${took}. ${this.labelOf(arrow)}`;
  }

  /**
   * @param {string} query text that a payload, a name, an address or a reason has in it; a number is a port, too
   * @returns {function(number): boolean} whether an arrow matches
   */
  matcher(query) {
    const wanted = query.toLowerCase();
    const isIn = (string) => string.toLowerCase().includes(wanted);
    const columns = this.columns.map((column, i) =>
      (/^\d+$/.test(query) ? column.port === Number(query) : isIn(this.fullNameOf(i))));
    const payloads = Array.from(this.payloads.ends, (_, number) => isIn(text(this.payload(number)) ?? ''));
    const { from, to, payload } = this.arrows;
    return (arrow) => columns[from[arrow]] || columns[to[arrow]] || payloads[payload[arrow]] ||
      (this.isBad(arrow) && isIn(this.stateOf(arrow)));
  }
}

module.exports = { Run };
