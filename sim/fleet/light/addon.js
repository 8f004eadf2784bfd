'use strict';

// The addon as one copy sees it: what the copy has asked for is counted, keeps it alive, and ends with it.

const environment = require('../../../lib/environment');
const native = require('../../../lib/native');

/** Who is told how a send ended, where the copy still lives. */
class HeldSend {
  constructor(copy, request) {
    this.copy = copy;
    this.request = request;
  }

  end(status, size) {
    this.copy.release();
    this.copy.call(this.request.end, this.request, [status, size]);
  }
}

/** The entries of one copy in the slots that all share. */
class HeldSends {
  #copy;

  constructor(copy) {
    this.#copy = copy;
  }

  add(request) {
    this.#copy.hold();
    return environment.sends.add(new HeldSend(this.#copy, request));
  }

  take(id) {
    this.#copy.release();
    return environment.sends.take(id).request;
  }
}

const HELD = Symbol('what the addon has in the place of this owner');

/** The owner of a socket, which the addon calls. What the script throws is the copy's error. */
class HeldOwner {
  constructor(copy, owner) {
    this.copy = copy;
    this.owner = owner;
  }

  bound(status, ip) {
    this.copy.call(this.owner.bound, this.owner, [status, ip]);
  }

  // Not by call(): an array for the arguments would cost more than the rest.
  message(slab, offset, size, ip, port) {
    if (this.copy.hasEnded) return;
    this.copy.enter();
    try {
      this.owner.message(slab, offset, size, ip, port);
    } catch (error) {
      this.copy.uncaught(error);
    }
  }

  receiveFailed(status) {
    this.copy.call(this.owner.receiveFailed, this.owner, [status]);
  }

  refused(count, status, ip, port) {
    this.copy.call(this.owner.refused, this.owner, [count, status, ip, port]);
  }

  unreachable(status, ip, port) {
    this.copy.call(this.owner.unreachable, this.owner, [status, ip, port]);
  }
}

class HeldLookups {
  #copy;

  constructor(copy) {
    this.#copy = copy;
  }

  add(resolved) {
    const copy = this.#copy;
    copy.hold();
    return environment.lookups.add((status, ip) => {
      copy.release();
      copy.call(resolved, undefined, [status, ip]);
    });
  }

  take(id) {
    this.#copy.release();
    environment.lookups.take(id);
  }
}

/** The functions of the addon for one copy. Sockets are known by their numbers. */
class Addon {
  #copy;
  /** Sockets that have something to do, and whether they are bound or about to be: those keep the copy alive. */
  #sockets = new Map();

  constructor(copy) {
    this.#copy = copy;
    /** In the place of lib/environment.js. */
    this.environment = { sends: new HeldSends(copy), lookups: new HeldLookups(copy) };
    /** In the place of lib/async-context.js: a script that cannot have async hooks has no contexts. */
    this.asyncContext = {
      captureContext: () => null,
      runInContext(context, callback, receiver, a, b, c, d, e) {
        try {
          callback.call(receiver, a, b, c, d, e);
        } catch (error) {
          copy.uncaught(error);
        }
      },
    };
    /** In the place of lib/native.js. */
    this.native = {
      ...native,
      uncaught: (error) => copy.uncaught(error),
      open: (owner) => {
        copy.mustRun();
        // The addon does not keep it alive: its owner does, and so decides for how long the socket lives.
        owner[HELD] = new HeldOwner(copy, owner);
        return native.open(owner[HELD]);
      },
      bind: (number, ...rest) => {
        copy.mustRun();
        const status = native.bind(number, ...rest);
        if (status === 0) this.#keep(number);
        return status;
      },
      reopen: (number) => {
        this.#letGo(number);
        return native.reopen(number);
      },
      withhold: (number, ...rest) => {
        if (!this.#sockets.has(number)) this.#sockets.set(number, false);
        return native.withhold(number, ...rest);
      },
      close: (number) => {
        this.#letGo(number);
        this.#sockets.delete(number);
        return native.close(number);
      },
    };
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
        if (id !== 0) environment.sends.take(id);
      }
    }
    this.#sockets.clear();
  }
}

module.exports = { Addon };
