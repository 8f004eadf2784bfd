'use strict';

// The bad network that a board is in: what its sockets send and receive goes through it.

const { randomInt } = require('node:crypto');

const native = require('../native');
const sends = require('../sends');
const { Flow, Link } = require('./link');
const { Schedule } = require('./schedule');

const OUT = 0;
const IN = 1;

class Network {
  #schedule;
  #sockets = 0;
  #messenger; // the number of a socket that is never bound; made when it is needed

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
   * Gives a message to the script later, in its turn. Ticks and promise jobs run behind each, also behind one that
   * throws, as behind any callback of the addon: it is told that a message has left which nobody sent. Timers and
   * immediates do not do that: after one that throws, the next one runs first.
   *
   * @param {function()} emit
   */
  arrive(emit) {
    this.#messenger ??= native.open(this);
    this.arriving++;
    const callback = () => {
      this.arriving--;
      emit();
    };
    sends.withhold(this.#messenger, { callback }, 0);
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
