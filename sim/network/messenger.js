'use strict';

const { Fifo } = require('./fifo');

/** How many late messages are given to the script in a turn of the loop. */
const ARRIVALS_MAX = 64;

/**
 * Gives messages to the script that arrive late. Ticks and promise jobs run behind each, also behind one that throws,
 * as behind any callback of the addon: the addon tells that a message has left which nobody sent. Timers and immediates
 * do not do that: after one that throws, the next one runs first.
 */
class Messenger {
  #board;
  #number; // of a socket that is never bound; made when it is needed
  #late = new Fifo(); // messages that wait

  /** @param {Board} board whose script gets them */
  constructor(board) {
    this.#board = board;
  }

  /** @returns {number} how many messages wait for their turn */
  get waiting() {
    return this.#late.length;
  }

  /** @param {Incoming} incoming is given to the script later */
  deliver(incoming) {
    this.#late.push(incoming);
    if (this.waiting <= ARRIVALS_MAX) this.#announce();
  }

  #announce() {
    const { addon, realm } = this.#board;
    this.#number ??= addon.open(this);
    if (this.#number >= 0) addon.withhold(this.#number, this, 0);
    else realm.setImmediate(() => this.end());
  }

  /** The turn of one has come: what the addon and lib/addon.js call at the end of a send. */
  end() {
    const incoming = this.#late.shift();
    if (this.waiting >= ARRIVALS_MAX) this.#announce();
    incoming.give();
  }
}

module.exports = { Messenger };
