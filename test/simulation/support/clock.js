'use strict';

/** A clock that stands still until it is told to go on, for Schedule. */
class SimulatedClock {
  #now = 0;
  #timers = [];
  #step;

  /** @param {number} [step] how many milliseconds pass while somebody looks at it; default: none */
  constructor(step = 0) {
    this.#step = step;
  }

  now() {
    this.#now += this.#step;
    return this.#now;
  }

  setTimer(callback, milliseconds) {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.push(timer);
    return timer;
  }

  clearTimer(timer) {
    this.#timers = this.#timers.filter((each) => each !== timer);
  }

  /** How many timers wait. */
  get waiting() {
    return this.#timers.length;
  }

  /** Goes on by some milliseconds; what is due then happens at its time. */
  advance(milliseconds) {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.reduce((first, each) => (first === null || each.at < first.at ? each : first), null);
      if (next === null || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.clearTimer(next);
      next.callback();
    }
    this.#now = Math.max(this.#now, end);
  }
}

module.exports = { SimulatedClock };
