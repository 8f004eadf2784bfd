'use strict';

// What the copies of a host print: cut into lines, and written at once to the descriptors of the process. A reader that
// is slow makes the process wait. So nobody may use process.stdout and process.stderr beside this, which make the
// descriptors non-blocking.

const { writeAll } = require('../../blocking');
const { Lines } = require('../lines');
const { WRITES } = require('./signs');

/** How many bytes have been written to standard output and standard error. */
const written = [0, 0];

function write(descriptor, text, signs) {
  const bytes = Buffer.from(text);
  signs[WRITES] = 1;
  written[descriptor - 1] += bytes.length;
  try {
    writeAll(descriptor, bytes);
  } catch {
    process.exit(1); // nobody reads it: the command has ended
  }
  signs[WRITES] = 0;
}

/** What one copy prints. */
class Printer {
  #prefix;
  #signs;
  #lines = [];

  /**
   * @param {string} label its index as it is printed
   * @param {Uint32Array} signs of the host, which is not stuck while it waits for a reader
   */
  constructor(label, signs) {
    this.#prefix = `[${label}] `;
    this.#signs = signs;
  }

  /**
   * @param {number} descriptor 1 or 2
   * @param {string} text
   */
  print(descriptor, text) {
    const lines = this.#lines[descriptor] ??= new Lines(this.#prefix);
    const complete = lines.add(text);
    if (complete !== '') write(descriptor, complete, this.#signs);
  }

  /** Prints what has no line end yet. */
  flush(descriptor) {
    write(descriptor, this.#lines[descriptor]?.end() ?? '', this.#signs);
  }

  end() {
    this.flush(1);
    this.flush(2);
  }

  /** @returns {string} a text as lines of this copy */
  format(text) {
    return new Lines(this.#prefix).add(`${text}\n`);
  }
}

module.exports = { Printer, written };
