'use strict';

// What a script has sent and the network does something to: lost, delayed, held back, duplicated. For the script it
// leaves like any other; the copies of it that come out of the network are sent then, also after close().

const { Passage } = require('./link');

/** What comes out of the network later. The script has been told that it left. */
class Copy {
  #wire;

  constructor(wire, datagram, index) {
    this.#wire = wire;
    /** The Outgoing. */
    this.datagram = datagram;
    /** 0, or 1 for the duplicate. */
    this.index = index;
  }

  end(status) {
    this.#wire.copyEnded(this, status);
  }

  /** The socket that was to send it is closed: it goes another way, when the binds of this turn are done. */
  drop() {
    this.#wire.state.board.realm.setImmediate(() => {
      if (!this.datagram.dropped) this.#wire.sendCopy(this);
    });
    return false;
  }
}

/** A datagram of the script's. As a request (lib/sends.js) it is told when the turn of the original has come. */
class Outgoing extends Passage {
  #wire;
  #request;

  /**
   * @param {Wire} wire of the socket
   * @param {Flow} flow of the socket
   * @param {number} size in bytes
   * @param {?SendRequest} request of the script; null: it gave no callback
   * @param {Buffer|string} message its bytes as they are now
   * @param {number} ip
   * @param {number} port
   */
  constructor(wire, flow, size, request, message, ip, port) {
    super(flow, size);
    this.#wire = wire;
    this.#request = request;
    this.message = message;
    this.ip = ip;
    this.port = port;
    this.dropped = false;
    /** What the observer knows it by, if there is one. */
    this.event = null;
  }

  arrive() {
    if (this.isNew && this.arrived === 1) this.#wire.sendOriginal(this);
    else this.#wire.sendCopy(new Copy(this.#wire, this, this.arrived - 1));
  }

  end(status, size) {
    this.#wire.originalEnded(this, status);
    if (this.#request !== null) this.#request.end(status, size);
    else if (status !== 0) this.#wire.state.refused(1, status, this.ip, this.port);
  }

  /** Its turn has not come: its copies do not leave either. */
  drop() {
    this.dropped = true;
    this.#wire.originalDropped(this);
    return this.#request === null || this.#request.drop();
  }
}

module.exports = { Outgoing };
