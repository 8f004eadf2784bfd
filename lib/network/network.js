'use strict';

// The bad network that a board is in: what its sockets send and receive goes through it.

const { randomInt } = require('node:crypto');

const addresses = require('../addresses');
const native = require('../native');
const sends = require('../sends');
const { warnRefusedLater } = require('../warnings');
const { Fifo } = require('./fifo');
const { Flow, Link } = require('./link');
const { Relay } = require('./relay');
const { Schedule } = require('./schedule');

const OUT = 0;
const IN = 1;
const ANY_ADDRESS = 0;

/** How many late messages are given to the script in a turn of the loop. */
const ARRIVALS_MAX = 64;

class Network {
  #schedule;
  #sockets = 0;
  #messenger; // the number of a socket that is never bound; made when it is needed
  #late = new Fifo(); // messages that wait, as functions that give them to the script
  #relays = new Set();

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
    /** Wires of open sockets that are bound, or about to be. */
    this.bound = new Set();
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
    this.arriving++;
    this.#late.push(emit);
    if (this.arriving <= ARRIVALS_MAX) this.#announce();
  }

  #announce() {
    const callback = () => {
      const emit = this.#late.shift();
      this.arriving--;
      if (this.arriving >= ARRIVALS_MAX) this.#announce();
      emit();
    };
    this.#messenger ??= native.open(this);
    if (this.#messenger >= 0) sends.withhold(this.#messenger, { callback }, 0);
    else setImmediate(callback);
  }

  /** The system has refused a datagram when it came out of the network. */
  refuse(error, ip, port) {
    this.refused++;
    if (this.refused === 1) warnRefusedLater(`${addresses.toText(ip)}:${port}`, error.cause.errno);
  }

  /**
   * @param {{ip: number, port: number}} local where a closed socket was bound
   * @returns {number|undefined} what the addon knows an open socket by that is bound there
   */
  numberAt({ ip, port }) {
    for (const wire of this.bound) {
      const { address } = wire;
      if (address?.port === port && (address.ip === ip || address.ip === ANY_ADDRESS)) return wire.number;
    }
    return undefined;
  }

  /**
   * @param {object} local where a closed socket was bound, and how it was set: as for Relay
   * @returns {Relay} for what it has on its way; sockets that were bound there one after the other share it
   */
  relayAt(local) {
    let relay = [...this.#relays].find(({ ip, port }) => ip === local.ip && port === local.port);
    if (relay === undefined) {
      relay = new Relay(local, () => this.#relays.delete(relay));
      this.#relays.add(relay);
    } else {
      relay.addOptions(local.options);
    }
    return relay;
  }

  /**
   * A socket is about to be bound: relays give its port up.
   *
   * @param {number} port
   * @returns {object[]} the requests of what they have not sent
   */
  makeRoom(port) {
    return [...this.#relays].filter((relay) => relay.port === port).flatMap((relay) => relay.yield());
  }
}

module.exports = { Network };
