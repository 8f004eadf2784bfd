'use strict';

// Between one socket and the bad network: what it sends goes out through it, what it receives comes in.
//
// A datagram that nothing delays is sent as any other. One that is lost, delayed or held back is withheld: for the
// script it leaves like any other, and the copies of it that come out of the network are sent then, also after close().

const native = require('../../lib/native');
const sends = require('../../lib/sends');

const { DATAGRAM_MAX } = native.constants; // bytes; the system refuses more, and so it does here

/** What the script has sent: its request, and what close() does to the rest of it. */
class Original {
  #request;
  #datagram;
  #link;

  constructor(request, datagram, link) {
    this.#request = request;
    this.#datagram = datagram;
    this.#link = link;
    this.passage = null;
  }

  end(status, size) {
    this.#request.end(status, size);
  }

  /** Its turn has not come: its copies do not leave either. */
  drop() {
    this.#datagram.dropped = true;
    this.#link.cancel(this.passage);
    return this.#request.drop();
  }
}

/** What comes out of the network later. The script has been told that it left. */
class Copy {
  #wire;

  constructor(wire, datagram) {
    this.#wire = wire;
    this.datagram = datagram;
  }

  end(status) {
    this.#wire.ended(this, status);
  }

  /** The socket that was to send it is closed: it goes another way, when the binds of this turn are done. */
  drop() {
    setImmediate(() => {
      if (!this.datagram.dropped) this.#wire.sendCopy(this);
    });
    return false;
  }
}

class Wire {
  #network;
  #number;
  #reuseAddr;
  #flows;
  #address; // once it is known
  #options = new Map();
  #arriving = new Set(); // passages
  #local = null; // once it is closed: where it was bound, and how it was set

  /**
   * @param {Network} network
   * @param {number} number of the socket
   * @param {boolean} reuseAddr whether it shares its address
   * @param {{out: Flow, in: Flow}} flows of the socket
   */
  constructor(network, number, reuseAddr, flows) {
    this.#network = network;
    this.#number = number;
    this.#reuseAddr = reuseAddr;
    this.#flows = flows;
  }

  /** An option of the socket has been set. */
  noteOption(option, value) {
    this.#options.set(option, value);
  }

  /**
   * Sends a message, or does what the network does to it.
   *
   * @param {SendRequest} request as for sends.send()
   * @param {Buffer|string} message
   * @param {number} ip
   * @param {number} port
   */
  send(request, message, ip, port) {
    const { out, traffic } = this.#network;
    const size = Buffer.byteLength(message);
    if (size <= DATAGRAM_MAX) traffic?.send(ip, port);
    if (out === null || size > DATAGRAM_MAX) {
      sends.send(this.#number, request, message, ip, port);
      return;
    }

    // The bytes as they are now.
    const bytes = typeof message === 'string' ? message : Buffer.from(message);
    const datagram = { message: bytes, ip, port, dropped: false };
    const original = new Original(request, datagram, out);
    const passage = out.take(this.#flows.out, size, ({ isNew, arrived }) => {
      if (isNew && arrived === 1) sends.send(this.#number, original, datagram.message, ip, port);
      else this.sendCopy(new Copy(this, datagram));
    }, () => {});
    original.passage = passage;
    if (passage.arrived === 0) sends.withhold(this.#number, original, size);
  }

  /** Sends what comes out of the network: from the socket, or once that is closed from where it was bound. */
  sendCopy(copy) {
    const { message, ip, port } = copy.datagram;
    const number = this.#local === null ? this.#number : this.#network.numberAt(this.#local);
    if (number === undefined) this.#network.relayAt(this.#local).send(copy);
    else sends.send(number, copy, message, ip, port);
  }

  /** A copy has left, or the system has refused it. */
  ended({ datagram: { ip, port } }, status) {
    if (status !== 0) this.#network.refuse(status, ip, port);
  }

  /**
   * Takes what has arrived.
   *
   * @param {number} size of the message in bytes
   * @param {function()} give gives it to the script, unless the socket is closed: within this call or later, once for
   *   each copy
   * @param {number} ip of the sender
   * @param {number} port of the sender
   */
  receive(size, give, ip, port) {
    const network = this.#network;
    const { traffic } = network;
    const emit = traffic === null ? give : () => {
      if (this.#local === null) traffic.receive(ip, port);
      give();
    };
    if (network.in === null) {
      emit();
      return;
    }
    let atOnce = false;
    const passage = network.in.take(this.#flows.in, size, (each) => {
      // One may be given to the script within this call, which its ticks follow; and none before earlier ones.
      if (each.isNew && !atOnce && network.arriving === 0) atOnce = true;
      else network.arrive(emit);
      if (each.copies === 0) this.#arriving.delete(each);
    }, (each) => {
      if (each.copies === 0) this.#arriving.delete(each);
    });
    if (passage.copies > 0) this.#arriving.add(passage);
    if (atOnce) emit();
  }

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

  /** The socket is about to be bound. */
  bind(port) {
    if (port !== 0) this.#network.makeRoom(port);
    this.#network.bound.add(this);
  }

  /**
   * Closes the socket. What it has sent and is on its way leaves all the same, when its time has come.
   *
   * @returns {number} how many messages are discarded, since they had not left
   */
  close() {
    this.#network.bound.delete(this);
    for (const passage of this.#arriving) this.#network.in.cancel(passage);
    this.#arriving.clear();
    this.#local = { ...this.address, reuseAddr: this.#reuseAddr, options: this.#options };
    return sends.close(this.#number);
  }
}

module.exports = { Wire };
