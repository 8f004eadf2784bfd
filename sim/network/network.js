'use strict';

// The bad network that a board is in: what its sockets send and receive goes through it.

const { randomInt } = require('node:crypto');

const addresses = require('../../lib/addresses');
const { systemReason } = require('../../lib/errors');
const { warn } = require('../../lib/warnings');
const { Groups } = require('./groups');
const { Flow, Link } = require('./link');
const { Messenger } = require('./messenger');
const { Relay } = require('./relay');
const { Schedule } = require('./schedule');
const { Traffic } = require('./traffic');
const { Wire } = require('./wire');

const OUT = 0;
const IN = 1;
const ANY_ADDRESS = 0;

class Network {
  #schedule;
  #sockets = 0;
  #board;
  #messenger;
  #bound = new Groups(); // wires of open sockets that are bound, by port
  #relays = new Groups(); // by port

  /**
   * @param {Board} board that is in it
   * @param {object} settings as sim/board/settings.js reads them; without a seed, one is drawn; `index` says which
   *   board of a fleet this is: each has chances of its own; default 0
   * @param {object} [clock] as for Schedule
   */
  constructor(board, settings, clock) {
    this.#board = board;
    this.#messenger = new Messenger(board);
    this.seed = settings.seed ?? randomInt(2 ** 32);
    /** The conditions that were given, as they are spelled: for a report. */
    this.spelled = settings.spelled;
    this.#schedule = new Schedule(clock);
    const link = (direction) => new Link(settings, [this.seed, settings.index ?? 0, direction], this.#schedule);
    /** What sent datagrams go through, or null where that is left alone. */
    this.out = settings.direction === 'receive' ? null : link(OUT);
    /** What received datagrams go through, or null. */
    this.in = settings.direction === 'send' ? null : link(IN);
    /** How many the system refused after their senders had been told that they left. */
    this.refused = 0;
    /** What the script has sent and received; null where nobody wants to know. */
    this.traffic = settings.report || settings.isInCode ? new Traffic(() => this.now()) : null;
    /** What tells those of what happens who want to know (sim/trace/observer.js); null where nobody does. */
    this.observer = null;
  }

  /**
   * The board's next socket joins the network.
   *
   * @param {State} state of the socket
   * @returns {Wire} what is between the socket and the network
   */
  connect(state) {
    const socket = this.#sockets++;
    return new Wire(this, state, { out: new Flow(socket), in: new Flow(socket) });
  }

  /** @returns {number} milliseconds, on the clock of the network */
  now() {
    return this.#schedule.now();
  }

  /**
   * From now on, some conditions are others.
   *
   * @param {{values: object, spelled: object}} conditions as sim/board/settings.js reads them
   */
  change({ values, spelled }) {
    this.out?.change(values);
    this.in?.change(values);
    this.spelled = { ...this.spelled, ...spelled };
  }

  /** @returns {Promise<void>} resolved when nothing waits for its time to come out, in either direction */
  untilOut() {
    return this.#schedule.untilEmpty();
  }

  /** @returns {number} how many datagrams have come in and wait for their turn to be given to the script */
  get arriving() {
    return this.#messenger.waiting;
  }

  /**
   * Gives a message to the script later, in its turn.
   *
   * @param {Incoming} incoming
   */
  arrive(incoming) {
    this.#messenger.deliver(incoming);
  }

  /** The system has refused a datagram when it came out of the network. */
  refuse(status, ip, port) {
    this.refused++;
    if (this.refused > 1) return; // the report has the count
    const reason = systemReason(status, 'send', null).message;
    const { realm } = this.#board;
    // As a callback of the script's, which may have put something in the place of process.emitWarning().
    realm.setImmediate(() => warn(realm, 'IOTJS_DGRAM_REFUSED', 'The system refused a message to ' +
      `${addresses.toText(ip)}:${port} (${reason}) when it came out of the simulated network. Its sender had been ` +
      'told that it left.'));
  }

  /** A socket is bound. */
  join(wire) {
    this.#bound.add(wire.address.port, wire);
  }

  /** A socket that was bound is closed. */
  leave(wire) {
    this.#bound.remove(wire.address.port, wire);
  }

  /**
   * @param {{ip: number, port: number}} local where a closed socket was bound
   * @returns {number|undefined} what the addon knows an open socket by that is bound there
   */
  numberAt({ ip, port }) {
    const wire = this.#bound.find(port, ({ address }) => address.ip === ip || address.ip === ANY_ADDRESS);
    return wire?.number;
  }

  /**
   * @param {object} local where a closed socket was bound, and how it was set: as for Relay
   * @returns {Relay} for what it has on its way; sockets that were bound there one after the other share it
   */
  relayAt(local) {
    const { ip, port } = local;
    let relay = this.#relays.find(port, (each) => each.ip === ip);
    if (relay === undefined) {
      relay = new Relay(this.#board, local, () => this.#relays.remove(port, relay));
      this.#relays.add(port, relay);
    } else {
      relay.addOptions(local.options);
    }
    return relay;
  }

  /**
   * A socket is about to be bound: relays give its port up.
   *
   * @param {number} port
   */
  makeRoom(port) {
    for (const relay of this.#relays.of(port)) relay.yield();
  }
}

module.exports = { Network };
