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
  /** Sockets that have something to do, and whether they are bound or about to be: those keep the copy alive. */
  #sockets = new Map();

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
    this.#copy.mustRun();
    const status = super.bind(number, ip, port, reuseAddr);
    if (status === 0) this.#keep(number);
    return status;
  }

  reopen(number) {
    this.#letGo(number);
    return super.reopen(number);
  }

  withhold(number, request, size) {
    if (!this.#sockets.has(number)) this.#sockets.set(number, false);
    super.withhold(number, request, size);
  }

  close(number) {
    this.#letGo(number);
    this.#sockets.delete(number);
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

  #keep(number) {
    if (this.#sockets.get(number)) return;
    this.#sockets.set(number, true);
    this.#copy.hold();
  }

  #letGo(number) {
    if (!this.#sockets.get(number)) return;
    this.#sockets.set(number, false);
    this.#copy.release();
  }

  /** Closes all sockets of the copy. Nobody is told. */
  closeAll() {
    for (const number of this.#sockets.keys()) {
      for (const id of native.close(number) ?? []) {
        if (id !== 0) super.take(id);
      }
    }
    this.#sockets.clear();
  }
}

module.exports = { HeldAddon };
