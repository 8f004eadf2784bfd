'use strict';

/** Milliseconds between two drawings. */
const PERIOD = 200;

const ERASE = '\r\x1b[K';

/** One line that changes, at the bottom of a terminal; nothing where there is none. */
class Status {
  #stream;
  #text;
  #timer = null;
  #isDrawn = false;
  #isClosed = false;

  /**
   * @param {tty.WriteStream} stream
   * @param {function(): string} text what there is to say
   */
  constructor(stream, text) {
    this.#stream = stream;
    this.#text = text;
    this.#isClosed = !stream.isTTY;
  }

  /** Draws it again, soon. */
  change() {
    if (!this.#isClosed) this.#timer ??= setTimeout(() => this.#draw(), PERIOD);
  }

  /** Makes room for other text; the line comes again below. */
  erase() {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#stream.write(ERASE);
    this.change();
  }

  /** Erases it for good. */
  close() {
    clearTimeout(this.#timer);
    this.erase();
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #draw() {
    this.#timer = null;
    this.#isDrawn = true;
    // A line that wraps could not be erased.
    this.#stream.write(ERASE + this.#text().slice(0, this.#stream.columns - 1));
  }
}

module.exports = { Status };
