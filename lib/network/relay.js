'use strict';

// Sends what comes out of the network when its socket has been closed, from the address that the socket had: a socket
// of its own, which is there for as long as that takes.

const native = require('../native');
const { systemError } = require('../errors');
const sends = require('../sends');

class Relay {
  #options = new Map();
  #number;
  #onEnd;
  #waiting = []; // for the bind; null after it
  #pending = 0; // how many have been taken and not sent

  /**
   * @param {{ip: number, port: number, reuseAddr: boolean, options: Map<number, number>}} local where the socket was
   *   bound, and how it was set
   * @param {function()} onEnd all has been sent
   */
  constructor(local, onEnd) {
    this.ip = local.ip;
    this.port = local.port;
    this.#onEnd = onEnd;
    this.#number = native.open(this);
    this.addOptions(local.options);
    if (this.#number < 0) return;
    const status = native.bind(this.#number, this.ip, this.port, local.reuseAddr);
    if (status !== 0) setImmediate(() => this.bound());
  }

  /** @param {Map<number, number>} options values by udp_option_t */
  addOptions(options) {
    for (const [option, value] of options) {
      this.#options.set(option, value);
      if (this.#waiting === null) native.setOption(this.#number, option, value);
    }
  }

  /** The addon has bound the socket. Or the system has refused, since somebody else has the port now: then it picks
   * another one when the first datagram is sent. */
  bound() {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.addOptions(this.#options);
    for (const [request, datagram] of waiting) this.#handOver(request, datagram);
  }

  /**
   * @param {object} request as for sends.send()
   * @param {{message: Buffer|string, ip: number, port: number}} datagram
   */
  send(request, datagram) {
    this.#pending++;
    if (this.#number < 0) setImmediate(() => this.#end(request, systemError(this.#number, 'socket')));
    else if (this.#waiting === null) this.#handOver(request, datagram);
    else this.#waiting.push([request, datagram]);
  }

  #handOver(request, { message, ip, port }) {
    sends.send(this.#number, { ...request, callback: (error) => this.#end(request, error) }, message, ip, port);
  }

  #end(request, error) {
    request.callback(error);
    if (--this.#pending > 0) return;
    if (this.#number >= 0) native.close(this.#number);
    this.#onEnd();
  }

  /**
   * Closes at once: the script wants the port.
   *
   * @returns {object[]} the requests of what has not been sent
   */
  yield() {
    const dropped = this.#number >= 0 ? sends.drop(native.close(this.#number)) : [];
    const waiting = (this.#waiting ?? []).map(([request]) => request);
    this.#waiting = [];
    this.#onEnd();
    return [...waiting, ...dropped];
  }
}

module.exports = { Relay };
