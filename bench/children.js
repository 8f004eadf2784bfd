'use strict';

// The processes of a workload: started, listened to and always ended.

const { spawn } = require('node:child_process');
const readline = require('node:readline');

const running = new Set();

/** A process that prints lines of JSON. */
class Child {
  #process;
  #lines;
  #errors = '';
  #ended;

  /** @param {string[]} command the program and its arguments */
  constructor(command) {
    const [file, ...parameters] = command;
    this.#process = spawn(file, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#process);
    this.#process.stderr.setEncoding('utf8').on('data', (text) => {
      this.#errors += text;
    });
    this.#lines = readline.createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => {
      this.#process.once('error', (error) => {
        this.#errors += error.message;
      });
      this.#process.once('close', () => {
        running.delete(this.#process);
        resolve();
      });
    });
  }

  /**
   * @returns {Promise<object>} the next line
   * @throws {Error} with what the process wrote to stderr, where it ends without another line
   */
  async next() {
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    await this.#ended;
    throw new Error(this.#errors.trim() || 'A process ended without a result.');
  }

  /** Asks the process to end. */
  stop() {
    this.#process.kill('SIGTERM');
  }

  /** Ends the process and waits until it is gone. */
  async end() {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}

/** Ends all processes on the spot. */
function killAll() {
  for (const child of running) child.kill('SIGKILL');
}

module.exports = { Child, killAll };
