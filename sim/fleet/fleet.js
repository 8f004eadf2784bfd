'use strict';

// Starts the copies, counts how they end, and asks them to end.

const { EventEmitter } = require('node:events');

const { labelWidth } = require('./summary');
const { Tally } = require('./tally');

const LONGEST_TIMER = 2 ** 31 - 1; // milliseconds

/**
 * Copies of a script. Emits 'started' when one has, with how many have so far; 'change' when one has started or ended;
 * and 'end' when all have ended.
 */
class Fleet extends EventEmitter {
  #options;
  #width;
  #members = new Set();
  #starting = 0;
  #started = 0;
  #up = 0;
  #since = 0;
  #ended = false;
  #hasBegun = false;
  #timer = null;

  /** How the copies have ended, and what they have counted. */
  tally;
  /** The first signal. */
  interruptedBy = null;
  /** From the start to the end, in milliseconds. */
  duration = 0;

  /**
   * @param {object} options
   * @param {number} options.count
   * @param {number} [options.first] the index of the first copy; default 0
   * @param {?number} [options.ramp] how many copies start in a second at most; null: as many as can
   * @param {object} options.copies what makes the copies: Hosts or Threads
   */
  constructor(options) {
    super();
    const { first = 0, ramp = null, count } = options;
    this.#options = { ...options, first, ramp };
    this.#width = labelWidth(first + count - 1);
    this.tally = new Tally(first, count);
  }

  /** @returns {number} how many copies it is to have */
  get count() {
    return this.#options.count;
  }

  /** @returns {number} how many have started and not ended */
  get running() {
    return this.#members.size;
  }

  /** @returns {number} how many an interrupted fleet never started */
  get unstarted() {
    return this.count - this.#started;
  }

  start() {
    this.#since = performance.now();
    this.#proceed();
  }

  /**
   * Asks all copies to end, as a signal would. No further one starts.
   *
   * @param {string} signal its name
   */
  interrupt(signal) {
    this.interruptedBy = signal;
    for (const member of this.#members) member.interrupt(signal);
    this.#proceed();
  }

  /** Ends all copies at once. */
  terminate() {
    for (const member of this.#members) member.terminate();
  }

  toString() {
    const ended = this.#started - this.running;
    return `fleet: ${this.running} running, ${ended} of ${this.count} ended, ${this.tally.failed} failed`;
  }

  #proceed() {
    const { copies } = this.#options;
    const goesOn = () => this.interruptedBy === null && this.unstarted > 0;
    while (goesOn() && this.#starting < copies.startsAtOnce && this.#isDue()) this.#startNext();
    // Those that wait for the others: they are to hear of a signal, too.
    if (!goesOn() && (this.#starting === 0 || this.interruptedBy !== null) && !this.#hasBegun) {
      this.#hasBegun = true;
      copies.begin();
    }
    const isOver = this.running === 0 && (this.unstarted === 0 || this.interruptedBy !== null);
    if (!isOver || this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.duration = performance.now() - this.#since;
    this.emit('end');
  }

  /** Whether the next copy may start now; otherwise this fleet proceeds when it may. */
  #isDue() {
    const { ramp } = this.#options;
    if (ramp === null) return true;
    const wait = this.#since + this.#started * (1000 / ramp) - performance.now();
    if (wait > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#proceed(), Math.min(wait, LONGEST_TIMER));
    }
    return wait <= 0;
  }

  #startNext() {
    const index = this.#options.first + this.#started++;
    const label = String(index).padStart(this.#width, '0');
    const member = this.#options.copies.make(index, label);
    this.#starting++;
    this.#members.add(member);
    member.once('started', () => {
      this.#starting--;
      this.#up++;
      this.emit('started', this.#up);
      this.emit('change');
      setImmediate(() => this.#proceed());
    });
    member.once('end', (outcome, reason) => {
      this.#members.delete(member);
      this.tally.end(index, outcome, reason);
      this.emit('change');
      setImmediate(() => this.#proceed());
    });
    member.on('counts', (counts, seed) => this.tally.count(index, counts, seed));
    member.start();
  }
}

module.exports = { Fleet };
