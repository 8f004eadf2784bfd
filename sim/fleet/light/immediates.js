'use strict';

// The immediates of all copies in a thread, run from one immediate of Node's, which is the only one in its turn of the
// loop. Of its own immediates Node.js forgets those behind one that a watchdog terminates, and waits for them for ever;
// behind one that was not the first, it fails. This queue goes on.

/** So many turns of the loop it waits for one in which Node.js has no other immediates. */
const LONGEST_WAIT = 5;

class Immediates {
  /** What runs in this turn of the loop, and what runs in the next one: functions in the order in which they came. */
  #now = new Set();
  #next = new Set();
  /** Node's, while it is due, and how many turns it has waited. */
  #isArmed = false;
  #immediate;
  #waited = 0;

  /** Whether what runs may be terminated: not where it is an immediate among others of Node's. */
  isTerminable = true;

  /**
   * @param {function()} run is called once, with ticks and promise jobs behind it
   * @returns {function()} the same: what remove() takes
   */
  add(run) {
    this.#next.add(run);
    if (!this.#isArmed) this.#arm();
    return run;
  }

  remove(run) {
    if (!this.#next.delete(run)) this.#now.delete(run);
  }

  /** To be called when something is terminated, which may be one of these. */
  recover() {
    this.isTerminable = true;
    this.#arm();
  }

  #arm() {
    this.#isArmed = true;
    clearImmediate(this.#immediate);
    this.#immediate = setImmediate(() => this.#turn(this.#immediate));
  }

  #turn({ _idlePrev: before, _idleNext: behind }) {
    this.#isArmed = false;
    const isAlone = !before && !behind;
    if (!isAlone && this.#waited++ < LONGEST_WAIT) {
      this.#arm();
      return;
    }
    this.#waited = 0;
    this.isTerminable = isAlone;
    try {
      this.#runAll();
    } finally {
      this.isTerminable = true;
      if (!this.#isArmed && this.#now.size + this.#next.size > 0) this.#arm();
    }
  }

  #runAll() {
    if (this.#now.size === 0) [this.#now, this.#next] = [this.#next, this.#now];
    for (const run of this.#now) {
      this.#now.delete(run);
      run();
      // As Node.js does between immediates; it has no other name for that.
      if (this.#now.size > 0) process._tickCallback();
    }
  }
}

module.exports = { Immediates };
