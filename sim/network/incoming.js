'use strict';

const { deliver } = require('../../lib/receive');
const { Passage } = require('./link');

/** A datagram that has arrived, and that the network does something to before it is given to the script. */
class Incoming extends Passage {
  #wire;
  #slab;
  #offset;
  #given = 0;

  /**
   * @param {Wire} wire of the socket
   * @param {Flow} flow of the socket
   * @param {ArrayBuffer} slab that has its bytes
   * @param {number} offset of the first one
   * @param {number} size how many they are
   * @param {number} ip of the sender
   * @param {number} port of the sender
   */
  constructor(wire, flow, slab, offset, size, ip, port) {
    super(flow, size);
    this.#wire = wire;
    this.#slab = slab;
    this.#offset = offset;
    this.ip = ip;
    this.port = port;
    /** Whether the first copy is to be given to the script at once. */
    this.isDue = false;
    /** What the observer knows it by, if there is one. */
    this.event = null;
  }

  /** @returns {Uint8Array} the payload */
  get bytes() {
    return new Uint8Array(this.#slab, this.#offset, this.size);
  }

  /** It comes out where no link had it. */
  comeOut() {
    this.arrived = 1;
    this.arrive();
  }

  arrive() {
    this.#wire.incomingArrived(this);
  }

  lose() {
    this.#wire.incomingEnded(this);
  }

  /** Gives a copy to the script, unless its socket is closed. */
  give() {
    this.#wire.giving(this, this.#given);
    this.#given++;
    // Of a duplicate, each copy has bytes of its own.
    const isLast = this.copies === 0 && this.#given === this.arrived;
    const slab = isLast ? this.#slab : this.#slab.slice(this.#offset, this.#offset + this.size);
    deliver(this.#wire.state, slab, isLast ? this.#offset : 0, this.size, this.ip, this.port);
  }
}

module.exports = { Incoming };
