'use strict';

// The bad network that a board is in: what its sockets send and receive goes through it.

const { randomInt } = require('node:crypto');

const { Flow, Link } = require('./link');
const { Schedule } = require('./schedule');

const OUT = 0;
const IN = 1;

class Network {
  #schedule;
  #sockets = 0;

  /**
   * @param {object} settings as lib/settings.js reads them; without a seed, one is drawn
   * @param {object} [options]
   * @param {number} [options.board] which board of a fleet this is: each has chances of its own; default 0
   * @param {object} [options.clock] as for Schedule
   */
  constructor(settings, { board = 0, clock } = {}) {
    this.seed = settings.seed ?? randomInt(2 ** 32);
    this.#schedule = new Schedule(clock);
    const link = (direction) => new Link(settings, [this.seed, board, direction], this.#schedule);
    /** What sent datagrams go through, or null where that is left alone. */
    this.out = settings.direction === 'receive' ? null : link(OUT);
    /** What received datagrams go through, or null. */
    this.in = settings.direction === 'send' ? null : link(IN);
    /** How many datagrams have come in and wait for their turn to be given to the script. */
    this.arriving = 0;
    /** How many the system refused after their senders had been told that they left. */
    this.refused = 0;
    /** Wires of closed sockets that have something on its way. */
    this.lingering = new Set();
  }

  /** @returns {{out: Flow, in: Flow}} those of the board's next socket */
  addSocket() {
    const number = this.#sockets++;
    return { out: new Flow(number), in: new Flow(number) };
  }

  /**
   * Gives a message to the script in a turn of its own, so that ticks run behind it.
   *
   * @param {function()} emit
   */
  arrive(emit) {
    this.arriving++;
    setImmediate(() => {
      this.arriving--;
      emit();
    });
  }

  /**
   * A socket is about to be bound: closed ones that linger on its port give it up.
   *
   * @param {number} port
   * @param {Wire} heir the socket's
   */
  makeRoom(port, heir) {
    for (const wire of this.lingering) {
      if (wire.port === port) wire.moveTo(heir);
    }
  }
}

module.exports = { Network };
