'use strict';

// The way of a board to the addon, for all that the board's script may wait for. What nobody waits for, such as
// setOption(), is called in native.js.

const { lookups, sends } = require('./environment');
const native = require('./native');

/** Sockets are known by their numbers; what can fail returns libuv's error code, or 0. */
class Addon {
  #realm;

  /** @param {object} realm of the board: see realm.js */
  constructor(realm) {
    this.#realm = realm;
  }

  /**
   * @param {object} owner whose methods the addon calls: see environment.js
   * @returns {number} of the socket, or an error
   */
  open(owner) {
    return native.open(owner);
  }

  bind(number, ip, port, reuseAddr) {
    return native.bind(number, ip, port, reuseAddr);
  }

  /** Gives a socket that is bound, or could not be, another descriptor. */
  reopen(number) {
    return native.reopen(number);
  }

  /** Hands a message over. The request is told how that ended, always later. */
  send(number, request, message, ip, port) {
    const id = this.add(request);
    const status = native.send(number, id, message, 0, message.length, ip, port);
    if (status !== 0) this.#endLater(id, status, Buffer.byteLength(message));
  }

  /** The same for a message of so many bytes that the system does not get: its turn comes, and the request is told. */
  withhold(number, request, size) {
    const id = this.add(request);
    const status = native.withhold(number, id, size);
    if (status !== 0) this.#endLater(id, status, size);
  }

  #endLater(id, status, size) {
    const request = this.take(id);
    this.#realm.setImmediate(() => request.end(status, size));
  }

  /** @returns {number} how many messages of the script's had not left: nobody gets an error for them */
  close(number) {
    const dropped = native.close(number);
    if (dropped === undefined) return 0;
    return dropped.filter((id) => id === 0 || this.take(id).drop()).length;
  }

  /**
   * Looks a name up.
   *
   * @param {string} name
   * @param {function(number, number)} resolved gets 0 or an error, and the address; always later
   */
  lookUp(name, resolved) {
    const id = lookups.add(resolved);
    const status = native.lookup(name, id);
    if (status === 0) return;
    lookups.take(id);
    this.#realm.setImmediate(() => resolved(status, 0));
  }

  /** Reports what the script has thrown where nobody above can catch it. */
  uncaught(error) {
    native.uncaught(error); // node-do-not-add-exception-line: as in stacks.js
  }

  /** @returns {number} what the addon knows a request by until it has ended */
  add(request) {
    return sends.add(request);
  }

  /** @returns {object} the request, which has not been told that it ended */
  take(id) {
    return sends.take(id);
  }
}

module.exports = { Addon };
