'use strict';

/**
 * @param {number} patience in milliseconds
 * @param {?string} place where in the script; null where that is not known
 * @returns {string} what is said of a copy that does not give its thread back
 */
function stuckText(patience, place) {
  const duration = patience % 1000 === 0 ? `${patience / 1000} s` : `${patience} ms`;
  return `did not give control back for ${duration}${place === null ? '' : `\n    at ${place}`}`;
}

module.exports = { stuckText };
