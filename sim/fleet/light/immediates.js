'use strict';

// The immediates of all copies in a thread, run from one immediate of Node's. Node.js forgets the immediates behind one
// that a watchdog has terminated, or fails with each further one; this queue goes on with them.

class Immediates {
  /** What runs in this turn of the loop, and what runs in the next one: functions in the order in which they came. */
  #now = new Set();
  #next = new Set();
  #isArmed = false;
  #immediate;

  /**
   * @param {function()} run is called once, with ticks and promise jobs behind it; does not throw
   * @returns {function()} the same: what remove() takes
   */
  add(run) {
    this.#next.add(run);
    if (!this.#isArmed) this.arm();
    return run;
  }

  remove(run) {
    if (!this.#next.delete(run)) this.#now.delete(run);
  }

  /** Has the queue run in the next turn of the loop, also where one that was to do so never came. */
  arm() {
    this.#isArmed = true;
    clearImmediate(this.#immediate);
    this.#immediate = setImmediate(() => this.#run(this.#immediate));
  }

  /** Node.js loses immediates that it has to run in the same go when one is terminated, and waits for them for ever. So
   * this one runs alone. */
  #run({ _idlePrev: before, _idleNext: behind }) {
    this.#isArmed = false;
    if (before || behind) {
      this.arm();
      return;
    }
    if (this.#now.size === 0) [this.#now, this.#next] = [this.#next, this.#now];
    try {
      for (const run of this.#now) {
        this.#now.delete(run);
        run();
        // As Node.js does between immediates; it has no other name for that.
        if (this.#now.size > 0) process._tickCallback();
      }
    } finally {
      if (!this.#isArmed && this.#now.size + this.#next.size > 0) this.arm();
    }
  }
}

module.exports = { Immediates };
