'use strict';

function formatTime(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

/** What is being done and how long it will take, on stderr: one line that changes on a terminal, else a line a step. */
class Progress {
  #turns;
  #done = 0;
  #start = performance.now();

  constructor(turns) {
    this.#turns = turns;
  }

  #left() {
    if (this.#done === 0) return '';
    const each = (performance.now() - this.#start) / 1000 / this.#done;
    return `, ${formatTime(each * (this.#turns - this.#done))} left`;
  }

  show(text) {
    const line = `[${this.#done + 1}/${this.#turns}] ${text}${this.#left()}`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  advance() {
    this.#done++;
  }

  /** Text that stays. */
  print(text) {
    this.end();
    process.stderr.write(`${text}\n\n`);
  }

  end() {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}

module.exports = { Progress };
