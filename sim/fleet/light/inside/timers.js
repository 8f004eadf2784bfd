'use strict';

// Evaluated in the context of each copy: what its script sees of its timers and immediates. The rest is shared: see
// ../timers.js.

const { promisify } = require('node:util');

const shared = require('../timers');

// Symbols and no private fields, which take a class and each of its objects longer where the code is not optimised.
const kTimer = Symbol('timer');
const kImmediate = Symbol('immediate');

/** @param {Copy} copy */
function makeTimers(copy) {
  class Timeout {
    constructor(callback, delay, args, repeats) {
      this[kTimer] = new shared.Timer(copy, callback, this, args, delay, repeats);
    }

    ref() {
      this[kTimer].setRef(true);
      return this;
    }

    unref() {
      this[kTimer].setRef(false);
      return this;
    }

    hasRef() {
      return this[kTimer].hasRef;
    }

    refresh() {
      this[kTimer].refresh();
      return this;
    }

    close() {
      this[kTimer].cancel();
      return this;
    }

    [Symbol.toPrimitive]() {
      return this[kTimer].askNumber();
    }
  }

  class Immediate {
    constructor(callback, args) {
      this[kImmediate] = new shared.Immediate(copy, callback, this, args);
    }

    ref() {
      this[kImmediate].setRef(true);
      return this;
    }

    unref() {
      this[kImmediate].setRef(false);
      return this;
    }

    hasRef() {
      return this[kImmediate].hasRef;
    }

    close() {
      this[kImmediate].cancel();
    }
  }

  function badCallback() {
    const error = new TypeError('The "callback" argument must be of type function.');
    return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
  }

  // In each a line, and no function that throws: of those that a copy calls, each takes some memory that is not in the
  // processor's cache.
  function setTimeout(callback, delay, ...args) {
    if (typeof callback !== 'function') throw badCallback(); // node-do-not-add-exception-line: as in lib/stacks.js
    return new Timeout(callback, delay, args, false);
  }

  function setInterval(callback, delay, ...args) {
    if (typeof callback !== 'function') throw badCallback(); // node-do-not-add-exception-line
    return new Timeout(callback, delay, args, true);
  }

  function setImmediate(callback, ...args) {
    if (typeof callback !== 'function') throw badCallback(); // node-do-not-add-exception-line
    return new Immediate(callback, args);
  }

  function clearTimeout(timer) {
    if (timer instanceof Timeout) timer.close();
    else shared.timerWith(copy, Number(timer))?.cancel();
  }

  function clearImmediate(immediate) {
    if (immediate instanceof Immediate) immediate.close();
  }

  setTimeout[promisify.custom] = (delay, value) => new Promise((resolve) => setTimeout(resolve, delay, value));
  setImmediate[promisify.custom] = (value) => new Promise((resolve) => setImmediate(resolve, value));

  return { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval: clearTimeout, clearImmediate };
}

module.exports = { makeTimers };
