'use strict';

// Evaluated in the context of each copy: its timers and immediates. They are Node's; the copy knows which are its own,
// and which of them keep it alive.

const node = require('node:timers');
const { promisify } = require('node:util');

/** @param {Copy} copy */
function makeTimers(copy) {
  /** Timers that were asked for their number: clearTimeout() takes that, too. */
  const byNumber = new Map();

  /** What a timer and an immediate have in common. */
  class Pending {
    #isActive = true;
    #hasRef = true;

    /** @param {function()} cancel */
    constructor(cancel) {
      copy.hold();
      copy.pending.add(this);
      this.cancel = cancel;
    }

    get isActive() {
      return this.#isActive;
    }

    activate() {
      if (this.#isActive) return;
      this.#isActive = true;
      copy.pending.add(this);
      if (this.#hasRef) copy.hold();
    }

    deactivate() {
      if (!this.#isActive) return;
      this.#isActive = false;
      copy.pending.delete(this);
      if (this.#hasRef) copy.release();
    }

    setRef(hasRef) {
      if (this.#hasRef === hasRef) return;
      this.#hasRef = hasRef;
      if (this.#isActive && hasRef) copy.hold();
      else if (this.#isActive) copy.release();
    }

    getRef() {
      return this.#hasRef;
    }
  }

  class Timeout {
    #pending = new Pending(() => this.close());
    #timer;
    #number;

    constructor(callback, delay, args, repeats) {
      const run = () => {
        // Before the call, which may arm it again.
        if (!repeats) this.#pending.deactivate();
        copy.call(callback, this, args);
        if (!repeats && !this.#pending.isActive) byNumber.delete(this.#number);
      };
      this.#timer = repeats ? node.setInterval(run, delay) : node.setTimeout(run, delay);
    }

    ref() {
      this.#pending.setRef(true);
      this.#timer.ref();
      return this;
    }

    unref() {
      this.#pending.setRef(false);
      this.#timer.unref();
      return this;
    }

    hasRef() {
      return this.#pending.getRef();
    }

    refresh() {
      this.#pending.activate();
      this.#timer.refresh();
      return this;
    }

    close() {
      node.clearTimeout(this.#timer);
      byNumber.delete(this.#number);
      this.#pending.deactivate();
      return this;
    }

    [Symbol.toPrimitive]() {
      this.#number ??= this.#timer[Symbol.toPrimitive]();
      if (this.#pending.isActive) byNumber.set(this.#number, this);
      return this.#number;
    }
  }

  class Immediate {
    #pending = new Pending(() => this.close());
    #run;

    constructor(callback, args) {
      this.#run = copy.immediates.add(() => {
        this.#pending.deactivate();
        copy.call(callback, this, args);
      });
    }

    ref() {
      this.#pending.setRef(true);
      return this;
    }

    unref() {
      this.#pending.setRef(false);
      return this;
    }

    hasRef() {
      return this.#pending.getRef();
    }

    close() {
      copy.immediates.remove(this.#run);
      this.#pending.deactivate();
    }
  }

  function checkCallback(callback) {
    if (typeof callback === 'function') return;
    const error = new TypeError('The "callback" argument must be of type function.');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error; // node-do-not-add-exception-line: as in lib/stacks.js
  }

  function setTimeout(callback, delay, ...args) {
    checkCallback(callback);
    return new Timeout(callback, delay, args, false);
  }

  function setInterval(callback, delay, ...args) {
    checkCallback(callback);
    return new Timeout(callback, delay, args, true);
  }

  function setImmediate(callback, ...args) {
    checkCallback(callback);
    return new Immediate(callback, args);
  }

  function clearTimeout(timer) {
    if (timer instanceof Timeout) timer.close();
    else byNumber.get(Number(timer))?.close();
  }

  function clearImmediate(immediate) {
    if (immediate instanceof Immediate) immediate.close();
  }

  setTimeout[promisify.custom] = (delay, value) => new Promise((resolve) => setTimeout(resolve, delay, value));
  setImmediate[promisify.custom] = (value) => new Promise((resolve) => setImmediate(resolve, value));

  return { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval: clearTimeout, clearImmediate };
}

module.exports = { makeTimers };
