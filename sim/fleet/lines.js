'use strict';

/** A longer line is cut, in characters: what a script prints without ever ending a line must not be kept in memory. */
const LONGEST = 2 ** 20;

/** Cuts a stream into lines with a prefix. */
class Lines {
  #prefix;
  #rest = [];
  #restLength = 0;

  /** @param {string} prefix */
  constructor(prefix) {
    this.#prefix = prefix;
  }

  /**
   * @param {string} text
   * @returns {string} the lines that it completes, each with its prefix
   */
  add(text) {
    const last = text.lastIndexOf('\n');
    let lines = '';
    if (last !== -1) {
      const complete = this.#takeRest() + text.slice(0, last);
      lines = `${this.#prefix}${complete.replaceAll('\n', `\n${this.#prefix}`)}\n`;
    }
    this.#keep(text.slice(last + 1));
    return this.#restLength > LONGEST ? lines + this.end() : lines;
  }

  /** @returns {string} what has no end yet, as a line; empty when there is nothing */
  end() {
    return this.#restLength > 0 ? `${this.#prefix}${this.#takeRest()}\n` : '';
  }

  // In pieces: they are put together once, when the line is complete.
  #keep(text) {
    if (text === '') return;
    this.#rest.push(text);
    this.#restLength += text.length;
  }

  #takeRest() {
    const rest = this.#rest.join('');
    this.#rest = [];
    this.#restLength = 0;
    return rest;
  }
}

module.exports = { Lines };
