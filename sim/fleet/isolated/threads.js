'use strict';

const { availableParallelism } = require('node:os');

const { resident } = require('../memory');
const { Thread } = require('./thread');

/** Copies that are worker threads of this process. */
class Threads {
  #options;
  /** Copies wait while there is a 0 in it; null where they do not wait. */
  #gate;

  /** So many start at a time: enough to keep the cores busy, and this thread still passes on what the others print. */
  startsAtOnce = 2 * availableParallelism();

  /**
   * @param {object} options
   * @param {number} options.count
   * @param {boolean} options.together whether copies wait in their first require('dgram') until begin()
   * @param {string} options.script an absolute path
   * @param {string[]} options.scriptArgs
   * @param {string} options.preload the absolute path of what each copy preloads
   * @param {Output} options.stdout
   * @param {Output} options.stderr
   * @param {function(string): boolean} options.isNews whether no copy has failed with this text before
   */
  constructor(options) {
    this.#gate = options.together ? new Int32Array(new SharedArrayBuffer(4)) : null;
    this.#options = { ...options, gate: this.#gate };
    // A worker gets a copy of process.env.
    process.env.IOTJS_DGRAM_FLEET = String(options.count);
  }

  /**
   * @param {number} index
   * @param {string} label the index as it is printed
   * @returns {Member} a copy, to be started
   */
  make(index, label) {
    return new Thread(this.#options, index, label);
  }

  /** @returns {number} bytes that the copies take, and this process */
  get memory() {
    return resident();
  }

  /** All are up. */
  begin() {
    if (this.#gate === null) return;
    Atomics.store(this.#gate, 0, 1);
    Atomics.notify(this.#gate, 0);
  }

  /** All have ended. */
  close() {}
}

module.exports = { Threads };
