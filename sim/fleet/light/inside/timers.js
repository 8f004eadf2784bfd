'use strict';

// Evaluated in the context of each copy: what its script sees of its timers and immediates. The rest is shared: see
// ../timers.js.

const { promisify } = require('node:util');

const shared = require('../timers');

/**
 * @param {Copy} copy
 * @param {function(Function): Function} own makes a function of the main context one of this one
 */
function makeTimers(copy, own) {
  class Timeout {
    ref() {
      this[shared.kPending].setRef(true);
      return this;
    }

    unref() {
      this[shared.kPending].setRef(false);
      return this;
    }

    hasRef() {
      return this[shared.kPending].hasRef;
    }

    refresh() {
      this[shared.kPending].refresh();
      return this;
    }

    close() {
      this[shared.kPending].cancel();
      return this;
    }

    [Symbol.toPrimitive]() {
      return this[shared.kPending].askNumber();
    }
  }

  class Immediate {
    ref() {
      this[shared.kPending].setRef(true);
      return this;
    }

    unref() {
      this[shared.kPending].setRef(false);
      return this;
    }

    hasRef() {
      return this[shared.kPending].hasRef;
    }

    close() {
      this[shared.kPending].cancel();
    }
  }

  function badCallback() {
    const error = new TypeError('The "callback" argument must be of type function.');
    return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
  }

  const starters = shared.startersOf(copy, { Timeout, Immediate, badCallback });
  const [setTimeout, setInterval, setImmediate] = starters.map(own);

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
