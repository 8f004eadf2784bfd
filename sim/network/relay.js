'use strict';

// Sends what comes out of the network when its socket has been closed, from the address that the socket had: a socket
// of its own, which is there for as long as that takes.

const native = require('../../lib/native');

const NO_NUMBER = -1;

class Relay {
  #board;
  #options = new Map();
  #number;
  #error = 0; // why there is no socket
  #onEnd;
  #waiting = []; // for the bind; null after it
  #pending = 0; // how many have been taken and not ended

  /**
   * @param {Board} board
   * @param {{ip: number, port: number, reuseAddr: boolean, options: Map<number, number>}} local where the socket was
   *   bound, and how it was set
   * @param {function()} onEnd the relay is closed
   */
  constructor(board, local, onEnd) {
    this.#board = board;
    this.ip = local.ip;
    this.port = local.port;
    this.#onEnd = onEnd;
    this.#number = board.addon.open(this);
    this.addOptions(local.options);
    if (this.#number < 0) {
      this.#error = this.#number;
      return;
    }
    const status = board.addon.bind(this.#number, this.ip, this.port, local.reuseAddr);
    if (status !== 0) board.realm.setImmediate(() => this.bound());
  }

  /** @param {Map<number, number>} options values by native.constants */
  addOptions(options) {
    for (const [option, value] of options) {
      this.#options.set(option, value);
      if (this.#waiting === null) native.setOption(this.#number, option, value);
    }
  }

  /**
   * @param {Copy} copy what is to be sent: an object as for Addon.send(), with its datagram
   */
  send(copy) {
    this.#pending++;
    if (this.#error !== 0) this.#board.realm.setImmediate(() => this.#end(copy, this.#error));
    else if (this.#waiting === null) this.#handOver(copy);
    else this.#waiting.push(copy);
  }

  #handOver(copy) {
    const { message, ip, port } = copy.datagram;
    const request = {
      end: (status) => this.#end(copy, status),
      drop: () => copy.drop(),
    };
    this.#board.addon.send(this.#number, request, message, ip, port);
  }

  #end(copy, status) {
    copy.end(status);
    this.#pending--;
    if (this.#pending === 0) this.#close();
  }

  #close() {
    if (this.#number >= 0) this.#board.addon.close(this.#number);
    this.#number = NO_NUMBER;
    this.#onEnd();
  }

  /** Closes at once, since the script wants the port. What has not been sent goes another way. */
  yield() {
    const waiting = this.#waiting ?? [];
    this.#waiting = [];
    this.#close();
    for (const copy of waiting) copy.drop();
  }

  // --- what the addon calls ---

  /** The socket is bound. Or the system has refused, since somebody else has the port now: then it picks another one
   * when the first datagram is sent. */
  bound() {
    if (this.#number < 0) return;
    const waiting = this.#waiting;
    this.#waiting = null;
    this.addOptions(this.#options);
    for (const copy of waiting) this.#handOver(copy);
  }

  /** It is there to send. */
  message() {}

  receiveFailed() {}
}

module.exports = { Relay };
