'use strict';

const { Member } = require('../member');

/** A light copy. */
class LightMember extends Member {
  #place;
  #host = null;

  /**
   * @param {number} index
   * @param {string} label the index as it is printed
   * @param {function(LightMember)} place has it enter a host
   */
  constructor(index, label, place) {
    super(index, label);
    this.#place = place;
  }

  start() {
    this.#place(this);
  }

  /**
   * @param {HostProcess} host which will run it
   * @param {boolean} waits whether it waits for the others
   */
  enter(host, waits) {
    this.#host = host;
    host.add(this, waits);
  }

  interrupt(signal) {
    super.interrupt(signal);
    this.#host.interrupt(this, signal);
  }

  terminate() {
    super.terminate();
    this.#host.terminate(this);
  }
}

module.exports = { LightMember };
