'use strict';

// Output that is written at once, and waits for a reader that is behind, as with any pipe.

const fs = require('node:fs');

const STDERR = 2;

/** How long to wait for a reader before it is tried again, in milliseconds. */
const PAUSE = 1;
const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Writes what there is room for, and waits where there is none. Returns how many bytes it has written. */
function write(descriptor, bytes) {
  try {
    return fs.writeSync(descriptor, bytes);
  } catch (error) {
    // process.stderr and process.stdout do not block where they are pipes, and so nobody does who has the same pipe.
    if (error.code !== 'EAGAIN') throw error;
    Atomics.wait(nothing, 0, 0, PAUSE);
    return 0;
  }
}

/**
 * @param {number} descriptor
 * @param {Buffer} bytes
 * @throws {Error} where nobody reads it
 */
function writeAll(descriptor, bytes) {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(write(descriptor, rest));
}

/**
 * Prints to standard error: what a worker writes to process.stderr may come too late.
 *
 * @param {string} text with its line end
 */
function print(text) {
  try {
    writeAll(STDERR, Buffer.from(text));
  } catch {
    // Nobody can read it, which is no reason for the script to end in another way.
  }
}

module.exports = { print, writeAll };
