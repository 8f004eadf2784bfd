'use strict';

const fs = require('node:fs');

const STDERR = 2;

/** How long to wait for a reader that is behind before it is tried again, in milliseconds. */
const PAUSE = 5;
const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Writes what there is room for, and waits where there is none. Returns how many bytes it has written. */
function write(bytes) {
  try {
    return fs.writeSync(STDERR, bytes);
  } catch (error) {
    // process.stderr and process.stdout do not block where they are pipes, and so nobody does who has the same pipe.
    if (error.code !== 'EAGAIN') throw error;
    Atomics.wait(nothing, 0, 0, PAUSE);
    return 0;
  }
}

/**
 * Prints to standard error at once: what a worker writes to process.stderr may come too late. It waits for a reader
 * that is behind, as with any pipe.
 *
 * @param {string} text with its line end
 */
function print(text) {
  try {
    for (let rest = Buffer.from(text); rest.length > 0;) rest = rest.subarray(write(rest));
  } catch {
    // Nobody can read it, which is no reason for the script to end in another way.
  }
}

module.exports = { print };
