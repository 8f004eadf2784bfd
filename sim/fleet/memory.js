'use strict';

// Tells early where the copies of a fleet will not fit into memory: what one takes is measured from the first hundred.

const { freemem } = require('node:os');

/** Copies that start before it is measured: a host loads everything with its first ones. */
const BEFORE = 10;
const MEASURED = 100;

const MIB = 2 ** 20;

function format(bytes) {
  return bytes < 1024 * MIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${(bytes / MIB / 1024).toFixed(1)} GiB`;
}

/** @returns {number} bytes that this process takes; NaN where that cannot be told, as with no descriptor left */
function resident() {
  try {
    return process.memoryUsage.rss();
  } catch {
    return NaN;
  }
}

/** @returns {number} bytes that this process and others may still take */
function available() {
  return process.availableMemory?.() ?? freemem();
}

/**
 * @param {number} count how many copies there are to be
 * @param {function(): number} taken how many bytes the running ones take; NaN where that cannot be told
 * @param {function(string)} say told once where they will not fit, in a line
 * @param {function(): number} [free] how many bytes are left
 * @returns {function(number)} to be called with how many have started, each time
 */
function memoryCheck(count, taken, say, free = available) {
  let before = 0;

  return function check(started) {
    if (started === BEFORE) before = taken();
    if (started !== BEFORE + MEASURED) return;
    const each = (taken() - before) / MEASURED;
    const needed = each * (count - started);
    const left = free();
    if (needed > left) { // not where it is NaN
      say(`fleet: a copy takes ${format(each)}; the other ${count - started} will need ${format(needed)}, and ` +
        `${format(left)} are free\n`);
    }
  };
}

module.exports = { memoryCheck, resident };
