'use strict';

// Chance without state: a number that looks random and depends on nothing but what it is asked for.

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of `hash`. */
function scramble(hash) {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * @param {...number} key whole numbers from 0 to 4294967295
 * @returns {number} a whole number in the same range, the same for the same key
 */
function hash(...key) {
  let result = 0;
  // Multiplied by an odd number so that small numbers, which keys are made of, differ in many bits.
  for (const part of key) result = scramble(Math.imul(result, 31) + Math.imul(part + 1, 0x9e3779b1));
  return result >>> 0;
}

/**
 * @param {...number} key as for hash()
 * @returns {number} from 0 up to but not including 1, the same for the same key
 */
function chance(...key) {
  return hash(...key) / 2 ** 32;
}

module.exports = { chance, hash };
