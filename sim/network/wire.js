'use strict';

// Between one socket and the network that its board is in: what it sends goes out through it, what it receives comes
// in. What the network does nothing to, and nobody observes, takes the way that it takes without a network.

const native = require('../../lib/native');
const { deliver } = require('../../lib/receive');
const { send } = require('../../lib/sends');
const { Incoming } = require('./incoming');
const { Outgoing } = require('./outgoing');

/** DATAGRAM_MAX is in bytes: the system refuses more, and so it does here. */
const { DATAGRAM_MAX, TELL_UNREACHABLE } = native.constants;

class Wire {
  #network;
  #addon;
  #number;
  #flows;
  #address; // once it is known
  #options = new Map();
  #arriving = new Set(); // Incoming
  #local = null; // once it is closed: where it was bound, and how it was set

  /**
   * @param {Network} network
   * @param {State} state of the socket
   * @param {{out: Flow, in: Flow}} flows of the socket
   */
  constructor(network, state, flows) {
    this.#network = network;
    this.#addon = state.board.addon;
    this.#number = state.number; // also when the state has none any more
    this.state = state;
    this.#flows = flows;
  }

  /** An option of the socket has been set. */
  noteOption(option, value) {
    this.#options.set(option, value);
  }

  // --- out ---

  /**
   * Sends a message, or does what the network does to it.
   *
   * @param {?SendRequest} request as for send() in lib/sends.js
   * @param {Buffer|string} message
   * @param {number} ip
   * @param {number} port
   * @returns {number} as of that
   */
  send(request, message, ip, port) {
    const { out, observer, traffic } = this.#network;
    const size = Buffer.byteLength(message);
    const isPossible = size <= DATAGRAM_MAX;
    if (isPossible) traffic?.send(ip, port);
    const fate = isPossible && out !== null ? out.judge(this.#flows.out, size) : null;
    if (fate === null && observer === null) return send(this.state.board, this.#number, request, message, ip, port);

    const bytes = typeof message === 'string' ? message : Buffer.from(message);
    const outgoing = new Outgoing(this, this.#flows.out, size, request, bytes, ip, port);
    if (fate === null) {
      observer.send(this, outgoing, null, this.#network.now());
      this.sendOriginal(outgoing);
      return 0;
    }
    const since = out.take(outgoing, fate);
    observer?.send(this, outgoing, fate, since);
    if (outgoing.arrived === 0) this.#addon.withhold(this.#number, outgoing, size);
    return 0;
  }

  /** Sends what the script has sent in its turn. */
  sendOriginal(outgoing) {
    this.#addon.send(this.#number, outgoing, outgoing.message, outgoing.ip, outgoing.port);
  }

  /** The turn of what the script has sent has come: it has left, as far as the script is told, or was refused. */
  originalEnded(outgoing, status) {
    this.#network.observer?.sent(outgoing.event, status);
  }

  /** close() has discarded it before. */
  originalDropped(outgoing) {
    this.#network.out?.cancel(outgoing);
    this.#network.observer?.discarded(outgoing.event);
  }

  /** Sends what comes out of the network: from the socket, or once that is closed from where it was bound. */
  sendCopy(copy) {
    const { message, ip, port } = copy.datagram;
    const number = this.#local === null ? this.#number : this.#network.numberAt(this.#local);
    if (number === undefined) this.#network.relayAt(this.#local).send(copy);
    else this.#addon.send(number, copy, message, ip, port);
  }

  /** A copy has left, or the system has refused it. */
  copyEnded({ datagram, index }, status) {
    if (status !== 0) this.#network.refuse(status, datagram.ip, datagram.port);
    this.#network.observer?.left(datagram.event, index, status);
  }

  // --- in ---

  /**
   * Takes what has arrived, and gives it to the script, within this call or later, as often as the network has it.
   *
   * @param {ArrayBuffer} slab that has the bytes
   * @param {number} offset of the first one
   * @param {number} size how many they are
   * @param {number} ip of the sender
   * @param {number} port of the sender
   */
  receive(slab, offset, size, ip, port) {
    const network = this.#network;
    const fate = network.in === null ? null : network.in.judge(this.#flows.in, size);
    // None before earlier ones.
    if (fate === null && network.observer === null && network.arriving === 0) {
      network.traffic?.receive(ip, port);
      deliver(this.state, slab, offset, size, ip, port);
      return;
    }
    const incoming = new Incoming(this, this.#flows.in, slab, offset, size, ip, port);
    if (fate === null) incoming.comeOut();
    const since = fate === null ? network.now() : network.in.take(incoming, fate);
    network.observer?.arrive(this, incoming, fate, since);
    if (incoming.copies > 0) this.#arriving.add(incoming);
    if (incoming.isDue) incoming.give();
  }

  /** A copy comes out of the network. */
  incomingArrived(incoming) {
    const network = this.#network;
    // One may be given to the script within receive(), which its ticks follow; and none before earlier ones.
    if (incoming.isNew && !incoming.isDue && network.arriving === 0) incoming.isDue = true;
    else network.arrive(incoming);
    this.incomingEnded(incoming);
  }

  /** A copy has come out of the network, or is lost in it. */
  incomingEnded(incoming) {
    if (incoming.copies === 0) this.#arriving.delete(incoming);
  }

  /** A copy is given to the script, unless its socket is closed. */
  giving(incoming, index) {
    const { observer, traffic } = this.#network;
    const isClosed = this.#local !== null;
    if (!isClosed) traffic?.receive(incoming.ip, incoming.port);
    if (index > 0 || !incoming.isDue) observer?.deliver(incoming.event, index, isClosed);
  }

  // --- where it is ---

  /** Where the socket is bound, or undefined. */
  get address() {
    if (this.#address !== undefined) return this.#address;
    const result = native.address(this.#number);
    if (typeof result !== 'number') this.#address = { ip: result[0], port: result[1] };
    return this.#address;
  }

  /** What the addon knows the socket by. */
  get number() {
    return this.#number;
  }

  /** Which of the board's sockets it is, from 0. */
  get socket() {
    return this.#flows.out.socket;
  }

  /** What an option of the socket was set to, by native.constants, or undefined. */
  option(name) {
    return this.#options.get(name);
  }

  /** The socket is about to be bound. */
  bind(port) {
    if (port !== 0) this.#network.makeRoom(port);
  }

  /** The socket is bound. */
  bound() {
    this.#network.join(this);
    if (this.#network.observer !== null) native.setOption(this.#number, TELL_UNREACHABLE, 1);
  }

  /** The system has heard that a datagram did not arrive there. */
  unreachable(status, ip, port) {
    this.#network.observer.unreachable(this, status, ip, port);
  }

  /**
   * Closes the socket. What it has sent and is on its way leaves all the same, when its time has come.
   *
   * @returns {number} how many messages are discarded, since they had not left
   */
  close() {
    if (this.address !== undefined) this.#network.leave(this);
    for (const incoming of this.#arriving) {
      const { arrived, copies } = incoming;
      this.#network.in.cancel(incoming);
      for (let i = 0; i < copies; i++) this.#network.observer?.deliver(incoming.event, arrived + i, true);
    }
    this.#arriving.clear();
    this.#local = { ...this.address, reuseAddr: this.state.reuseAddr, options: this.#options };
    return this.#addon.close(this.#number);
  }
}

module.exports = { Wire };
