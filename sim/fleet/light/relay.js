'use strict';

const LINE_END = 10;

/** Passes on what comes through a pipe, in whole lines. The pipe has to wait where the output is behind. */
class Relay {
  #pipe;
  #output;
  #rest = [];
  #mayWait = true;

  /** How many bytes have come and been passed on. */
  count = 0;

  /**
   * @param {stream.Readable} pipe
   * @param {Output} output
   * @param {function()} changed is called when more has been passed on
   */
  constructor(pipe, output, changed) {
    this.#pipe = pipe;
    this.#output = output;
    pipe.on('data', (bytes) => {
      this.#take(bytes);
      changed();
    });
    pipe.on('end', () => {
      if (this.#rest.length > 0) this.#write(Buffer.concat([...this.#rest, Buffer.from('\n')]));
    });
  }

  /** Nobody writes to the pipe any more: what is in it, which is little, comes without waiting. */
  hurry() {
    this.#mayWait = false;
    this.#pipe.resume();
  }

  #take(bytes) {
    this.count += bytes.length;
    const end = bytes.lastIndexOf(LINE_END) + 1;
    if (end > 0) {
      const lines = bytes.subarray(0, end);
      this.#write(this.#rest.length === 0 ? lines : Buffer.concat([...this.#rest, lines]));
      this.#rest = [];
    }
    if (end < bytes.length) this.#rest.push(bytes.subarray(end));
  }

  #write(bytes) {
    let isDone = false;
    this.#output.write(bytes, () => {
      isDone = true;
      this.#pipe.resume();
    });
    if (!isDone && this.#mayWait) this.#pipe.pause();
  }
}

module.exports = { Relay };
