'use strict';

/**
 * Pseudo-random numbers, the same each time (xorshift).
 *
 * @param {number} seed not 0
 * @returns {function(number): number} gives a whole number below its argument
 */
function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

module.exports = { randomNumbers };
