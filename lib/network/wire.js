'use strict';

// Between one socket and the bad network: what it sends goes out through it, what it receives comes in.
//
// A datagram that nothing delays is sent as any other. One that is lost, delayed or held back is withheld: for the
// script it leaves like any other, and the copies of it that come out of the network are sent then, also after close().

const native = require('../native');
const sends = require('../sends');

const LARGEST = 65507; // bytes; the system refuses more, and so it does here

class Wire {
  #network;
  #number;
  #flows;
  #onWay = 0; // copies in the network that will be sent
  #sending = 0; // copies that the addon was given
  #closed = false;
  #port = 0; // that the socket keeps while it lingers

  /**
   * @param {Network} network
   * @param {number} number of the socket
   */
  constructor(network, number) {
    this.#network = network;
    this.#number = number;
    this.#flows = network.addSocket();
  }

  /** The port of a closed socket that keeps it until the last copy has been sent. */
  get port() {
    return this.#port;
  }

  /**
   * Sends a message, or does what the network does to it.
   *
   * @param {object} request as for sends.send()
   * @param {Buffer|string} message
   * @param {number} ip
   * @param {number} port
   */
  send(request, message, ip, port) {
    const { out } = this.#network;
    const size = Buffer.byteLength(message);
    if (out === null || size > LARGEST) {
      sends.send(this.#number, request, message, ip, port);
      return;
    }

    const datagram = { message, ip, port, copies: 0, dropped: false };
    // When close() drops it before its turn came, its copies do not leave either.
    const original = { ...request, onDrop: () => this.#forget(datagram) };
    let inside = true;
    let left = false;
    let ended = 0;
    const arrive = () => {
      if (!inside) {
        this.#arrive(datagram);
        return;
      }
      ended++;
      if (left) this.#sendCopy(datagram);
      else sends.send(this.#number, original, message, ip, port);
      left = true;
    };
    const lose = () => {
      if (inside) ended++;
      else this.#end(datagram);
    };
    const copies = out.take(this.#flows.out, size, arrive, lose);
    inside = false;
    datagram.copies = copies - ended;
    this.#onWay += datagram.copies;
    // The bytes as they are now.
    if (datagram.copies > 0 && typeof message !== 'string') datagram.message = Buffer.from(message);
    if (!left) sends.withhold(this.#number, original, size);
  }

  #arrive(datagram) {
    if (!datagram.dropped) this.#sendCopy(datagram);
    this.#end(datagram);
  }

  #end(datagram) {
    if (datagram.dropped) return;
    datagram.copies--;
    this.#onWay--;
    this.#closeWhenDone();
  }

  #forget(datagram) {
    datagram.dropped = true;
    this.#onWay -= datagram.copies;
  }

  #sendCopy(datagram) {
    this.#sending++;
    const callback = (error) => {
      this.#sending--;
      if (error !== null) this.#network.refused++;
      this.#closeWhenDone();
    };
    const { message, ip, port } = datagram;
    sends.send(this.#number, { callback, address: '', port, copyOf: datagram }, message, ip, port);
  }

  /**
   * Takes what has arrived.
   *
   * @param {number} size of the message in bytes
   * @param {function()} emit gives it to the script: within this call or later, once for each copy
   */
  receive(size, emit) {
    const network = this.#network;
    if (network.in === null) {
      emit();
      return;
    }
    let inside = true;
    let atOnce = false;
    network.in.take(this.#flows.in, size, () => {
      // One may be given to the script within this call, which its ticks follow; and none before earlier ones.
      if (inside && !atOnce && network.arriving === 0) atOnce = true;
      else network.arrive(emit);
    }, () => {});
    inside = false;
    if (atOnce) emit();
  }

  /**
   * Discards what has not left and closes the socket, once no copy is on its way any more.
   *
   * @returns {number} how many messages are discarded
   */
  close() {
    this.#closed = true;
    const ids = [];
    const count = this.#drop(native.discard(this.#number, ids), ids);
    if (this.#onWay === 0 && this.#sending === 0) return count + this.#closeSocket();
    [, this.#port] = native.address(this.#number);
    this.#network.lingering.add(this);
    return count;
  }

  #closeWhenDone() {
    if (!this.#closed || this.#onWay > 0 || this.#sending > 0 || !this.#network.lingering.delete(this)) return;
    this.#closeSocket();
  }

  #closeSocket() {
    const ids = [];
    return this.#drop(native.close(this.#number, ids), ids);
  }

  /** Looks at what the addon dropped. How many of the `count` were messages of the script. */
  #drop(count, ids) {
    const requests = sends.drop(ids);
    for (const { onDrop } of requests) onDrop?.();
    for (const { copyOf } of requests) {
      if (copyOf === undefined) continue;
      count--;
      this.#sending--;
      if (!copyOf.dropped) this.#sendCopy(copyOf);
    }
    return count;
  }

  /**
   * The script binds another socket to the port of this one, which lingers: what is on its way is sent from that one.
   *
   * @param {Wire} heir
   */
  moveTo(heir) {
    const before = this.#number;
    this.#network.lingering.delete(this);
    this.#number = heir.#number;
    const ids = [];
    this.#drop(native.close(before, ids), ids);
  }
}

module.exports = { Wire };
