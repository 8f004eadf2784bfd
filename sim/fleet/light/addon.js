'use strict';

// The addon as one copy has it: what the copy has asked for keeps it alive, and ends with it.

const { Addon } = require('../../../lib/addon');
const native = require('../../../lib/native');

/** Who is told how a send ended, where the copy still lives. */
class HeldSend {
  constructor(copy, request) {
    this.copy = copy;
    this.request = request;
  }

  end(status, size) {
    this.copy.release();
    if (!this.copy.hasEnded) this.request.end(status, size);
  }
}

class HeldAddon extends Addon {
  #copy;
  /** The numbers of sockets that are bound or about to be: those keep the copy alive. */
  #bound = new Set();

  /**
   * @param {Copy} copy
   * @param {CopyRealm} realm of the copy
   */
  constructor(copy, realm) {
    super(realm);
    this.#copy = copy;
  }

  open(owner) {
    this.#copy.mustRun();
    return super.open(owner);
  }

  bind(number, ip, port, reuseAddr) {
    this.#copy.hold();
    this.#bound.add(number);
    return super.bind(number, ip, port, reuseAddr);
  }

  reopen(number) {
    this.#letGo(number);
    return super.reopen(number);
  }

  close(number) {
    this.#letGo(number);
    return super.close(number);
  }

  lookUp(name, resolved) {
    const copy = this.#copy;
    copy.hold();
    super.lookUp(name, (status, ip) => {
      copy.release();
      if (!copy.hasEnded) resolved(status, ip);
    });
  }

  uncaught(error) {
    this.#copy.uncaught(error);
  }

  add(request) {
    this.#copy.hold();
    return super.add(new HeldSend(this.#copy, request));
  }

  take(id) {
    this.#copy.release();
    return super.take(id).request;
  }

  #letGo(number) {
    if (this.#bound.delete(number)) this.#copy.release();
  }

  /** Closes all bound sockets of the copy, which has ended. Nobody is told. */
  closeAll() {
    for (const number of this.#bound) {
      for (const id of native.close(number) ?? []) {
        if (id !== 0) super.take(id);
      }
    }
  }
}

module.exports = { HeldAddon };
