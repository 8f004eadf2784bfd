'use strict';

// Things to do at their time, in the order of their times and then of being added.

// As they are now: a test of the script's that puts clocks of its own in their place does not stop the network.
const { performance } = require('node:perf_hooks');
const { clearTimeout, setTimeout } = require('node:timers');

const { Fifo } = require('./fifo');

/** Node's clock and timers, in milliseconds. A test brings its own. */
const CLOCK = {
  now: () => performance.now(),
  setTimer: (callback, milliseconds) => setTimeout(callback, Math.ceil(milliseconds)),
  clearTimer: (timer) => clearTimeout(timer),
};

/** Something to do at its time. Who has something to do extends this class: so it takes no object besides. */
class Entry {
  /** When to do it, on the clock of the schedule, in milliseconds; NaN: it is in no schedule. */
  time = NaN;
  /** Of those with the same time, the one that was added first comes first. */
  order = 0;
  isCancelled = false;

  /** Does it. Must not throw. */
  run() {}
}

class Schedule {
  #clock;
  #line = new Fifo(); // entries that came in the order of their times, as with a delay that is always the same
  #heap = []; // all others, the earliest first: a binary heap
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
   * @param {Entry} entry that was in no schedule before
   * @param {number} time when to do it, on this clock
   */
  add(entry, time) {
    entry.time = time;
    entry.order = this.#added++;
    if (this.#line.length === 0 || time >= this.#line.last.time) this.#line.push(entry);
    else this.#addToHeap(entry);
    this.#arm();
  }

  /** @returns {Promise<void>} resolved when nothing is left to do; the process does not stay alive for it */
  untilEmpty() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#arm();
    });
  }

  /** Does not do it. No timer waits for what is cancelled; it stays here until it is the first one. */
  cancel(entry) {
    entry.isCancelled = true;
    while (this.#first?.isCancelled) this.#takeFirst();
    this.#arm();
  }

  get #first() {
    const inLine = this.#line.first;
    const inHeap = this.#heap[0];
    return inHeap === undefined || (inLine !== undefined && before(inLine, inHeap)) ? inLine : inHeap;
  }

  #addToHeap(entry) {
    const heap = this.#heap;
    let i = heap.length;
    for (let parent; i > 0 && before(entry, heap[parent = (i - 1) >> 1]); i = parent) heap[i] = heap[parent];
    heap[i] = entry;
  }

  #arm() {
    const at = this.#first?.time ?? Infinity;
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
    for (let entry; (entry = this.#first) !== undefined && (entry.time <= now || entry.isCancelled);) {
      this.#takeFirst();
      if (!entry.isCancelled) entry.run();
    }
    this.#arm();
  }

  #takeFirst() {
    if (this.#first === this.#line.first) {
      this.#line.shift();
      return;
    }
    const heap = this.#heap;
    const entry = heap.pop();
    if (heap.length === 0) return;
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
  }
}

function before(one, other) {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

module.exports = { Entry, Schedule };
