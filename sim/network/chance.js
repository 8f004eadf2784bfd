'use strict';

// Chance without state: a number that looks random and depends on nothing but what it is asked for, a key of whole
// numbers from 0 to 4294967295.

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of `hash`. */
function scramble(hash) {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * @param {number} hash of a key
 * @param {number} part one more number of it
 * @returns {number} the hash of the longer key
 */
function extend(hash, part) {
  // Multiplied by an odd number so that small numbers, which keys are made of, differ in many bits.
  return scramble(Math.imul(hash, 31) + Math.imul(part + 1, 0x9e3779b1));
}

/**
 * @param {...number} key
 * @returns {number} a whole number from 0 to 4294967295, the same for the same key
 */
function hash(...key) {
  return key.reduce(extend, 0) >>> 0;
}

/**
 * @param {number} start the hash of a key
 * @param {number} part the last number of it
 * @returns {number} from 0 up to but not including 1, the same for the same key
 */
function chance(start, part) {
  return (extend(start, part) >>> 0) / 2 ** 32;
}

module.exports = { chance, extend, hash };
