'use strict';

const fs = require('node:fs');

const STDERR = 2;

/**
 * Prints to standard error at once: what a worker writes to process.stderr may come too late.
 *
 * @param {string} text with its line end
 */
function print(text) {
  try {
    fs.writeSync(STDERR, text);
  } catch {
    // Nobody can read it, which is no reason for the script to end in another way.
  }
}

module.exports = { print };
