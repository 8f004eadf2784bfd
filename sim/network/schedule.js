'use strict';

// Things to do at their time, in the order of their times and then of being added.

// As they are now: a test of the script's that puts clocks of its own in their place does not stop the network.
const { performance } = require('node:perf_hooks');
const { clearTimeout, setTimeout } = require('node:timers');

/** Node's clock and timers, in milliseconds. A test brings its own. */
const CLOCK = {
  now: () => performance.now(),
  setTimer: (callback, milliseconds) => setTimeout(callback, Math.ceil(milliseconds)),
  clearTimer: (timer) => clearTimeout(timer),
};

class Schedule {
  #clock;
  #heap = []; // entries, the earliest first: a binary heap
  #added = 0;
  #timer = null;
  #timerAt = Infinity;
  #waiting = []; // resolve functions of untilEmpty()

  /** @param {object} [clock] with now(), setTimer(callback, milliseconds) and clearTimer(timer) */
  constructor(clock = CLOCK) {
    this.#clock = clock;
  }

  now() {
    return this.#clock.now();
  }

  /**
   * @param {number} time when to do it, on this clock
   * @param {function()} action must not throw
   * @returns {object} for cancel()
   */
  add(time, action) {
    const heap = this.#heap;
    const entry = { time, order: this.#added++, action };
    let i = heap.length;
    for (let parent; i > 0 && before(entry, heap[parent = (i - 1) >> 1]); i = parent) heap[i] = heap[parent];
    heap[i] = entry;
    this.#arm();
    return entry;
  }

  /** @returns {Promise<void>} resolved when nothing is left to do; the process does not stay alive for it */
  untilEmpty() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#arm();
    });
  }

  /** Does not do it. No timer waits for what is cancelled; its entry stays until it is the first one. */
  cancel(entry) {
    entry.action = null;
    while (this.#heap.length > 0 && this.#heap[0].action === null) this.#takeFirst();
    this.#arm();
  }

  #arm() {
    const at = this.#heap.length === 0 ? Infinity : this.#heap[0].time;
    if (at === Infinity) this.#tellEmpty();
    if (at === this.#timerAt) return;
    if (this.#timer !== null) this.#clock.clearTimer(this.#timer);
    this.#timerAt = at;
    this.#timer = at === Infinity ? null : this.#clock.setTimer(() => this.#run(), Math.max(0, at - this.#clock.now()));
  }

  #tellEmpty() {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #run() {
    this.#timer = null;
    this.#timerAt = Infinity;
    const now = this.#clock.now();
    while (this.#heap.length > 0 && (this.#heap[0].time <= now || this.#heap[0].action === null)) {
      const { action } = this.#takeFirst();
      if (action !== null) action();
    }
    this.#arm();
  }

  #takeFirst() {
    const heap = this.#heap;
    const first = heap[0];
    const entry = heap.pop();
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], entry)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = entry;
    return first;
  }
}

function before(one, other) {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

module.exports = { Schedule };
