'use strict';

const { CONDITIONS } = require('./conditions');
const { startingAt, unchangedUntil, valueAt } = require('./spans');

const NAMES = Object.keys(CONDITIONS);

/** The conditions of a network over time. */
class Timeline {
  #conditions;
  #start;
  #held; // what holds until then
  #until = -Infinity;
  /** What holds where nothing changes by itself any more, so that nobody need ask for the time; otherwise null. */
  steady = null;

  /**
   * @param {object} conditions as sim/board/settings.js reads them
   * @param {number} now in milliseconds: where their times count from
   */
  constructor(conditions, now) {
    this.#conditions = conditions;
    this.#start = now;
  }

  /**
   * @param {number} now in milliseconds; it never goes back
   * @returns {object} each condition by name, as it is then
   */
  at(now) {
    if (now >= this.#until) this.#look(now - this.#start);
    return this.#held;
  }

  #look(time) {
    const conditions = this.#conditions;
    this.#held = Object.fromEntries(NAMES.map((name) => [name, valueAt(conditions[name], time)]));
    this.#until = this.#start + Math.min(...NAMES.map((name) => unchangedUntil(conditions[name], time)));
    this.steady = this.#until === Infinity ? this.#held : null;
  }

  /**
   * From now on some conditions are others.
   *
   * @param {object} conditions those that are, by name; their times count from now
   * @param {number} now in milliseconds
   */
  change(conditions, now) {
    const changed = Object.entries(conditions).map(([name, value]) => [name, startingAt(value, now - this.#start)]);
    this.#conditions = { ...this.#conditions, ...Object.fromEntries(changed) };
    this.#until = -Infinity;
    this.steady = null;
  }
}

module.exports = { Timeline };
