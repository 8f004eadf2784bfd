'use strict';

/** The standard output or error of a fleet. */
class Output {
  #stream;
  #status;
  #isGone = false;
  #waiting = [];

  /**
   * @param {stream.Writable} stream
   * @param {Status} status what stands in the way on a terminal
   * @param {Function} onGone called once when nobody reads any more
   */
  constructor(stream, status, onGone) {
    this.#stream = stream;
    this.#status = status;
    stream.on('error', () => {
      const isFirst = !this.#isGone;
      this.#isGone = true;
      this.#proceed();
      if (isFirst) onGone();
    });
    stream.on('drain', () => this.#proceed());
  }

  /**
   * @param {string} text whole lines
   * @param {Function} [done] called when more is welcome
   */
  write(text, done = () => {}) {
    if (this.#isGone || text === '') {
      done();
      return;
    }
    this.#status.erase();
    if (this.#stream.write(text)) {
      done();
    } else {
      this.#waiting.push(done);
    }
  }

  #proceed() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const done of waiting) done();
  }
}

module.exports = { Output };
