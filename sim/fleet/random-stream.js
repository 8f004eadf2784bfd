'use strict';

const { hash } = require('../network/chance');

/**
 * A stream of random numbers for one copy of a fleet: xoshiro128** 1.1 (Blackman and Vigna), two outputs a number.
 *
 * @param {number} seed 0 to 4294967295
 * @param {number} index of the copy, from 0
 * @returns {function(): number} in the place of Math.random: 53 bits, from 0 up to but not including 1
 */
function randomOf(seed, index) {
  let [a, b, c, d] = [1, 2, 3, 4].map((word) => hash(seed, index, word) | 0);

  function next() {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }

  return function random() {
    return ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  };
}

module.exports = { randomOf };
