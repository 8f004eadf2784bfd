'use strict';

// What is behind a Socket: whether it is bound or closed, what waits, and what the addon tells of it.

const addresses = require('./addresses');
const { runInContext } = require('./async-context');
const { addressError, lookupError, systemError } = require('./errors');
const { receive } = require('./receive');
const { SendRequest, send } = require('./sends');
const { here, raise } = require('./stacks');
const { warnDiscarded, warnRefused } = require('./warnings');

const DEFAULT_DESTINATION = '127.0.0.1';
const ANY_ADDRESS = '0.0.0.0'; // what IoT.js looks up for it

const UNBOUND = 0;
const BINDING = 1;
const BIND_FAILED = 2; // while the 'error' listeners run: bind() is refused as while binding, close() is not put off
const BOUND = 3;

class State {
  /** Throws where the system gives no socket. */
  constructor(socket, board, reuseAddr) {
    // What each message needs comes first: of many boards' sockets, few are in the processor's cache.
    /** What the addon knows the socket by; -1 once it is closed. */
    this.number = board.addon.open(this);
    if (this.number < 0) raise(systemError(this.number, 'socket'));
    this.closed = false;
    /** close() was called while sends wait for the bind. */
    this.closeQueued = false;
    this.bindState = UNBOUND;
    this.lookups = board.lookups;
    /** What is between the socket and a simulated network; null without one. */
    this.wire = null;
    this.socket = socket;
    this.board = board;
    /** The async context of who created the socket: 'message' and errors of receiving come in it. */
    this.context = board.realm.captureContext('IotjsDgramSocket');
    this.reuseAddr = reuseAddr;
    /** The async context of bind(), while it is under way: 'listening' and the errors of bind() come in it. */
    this.binding = null;
    /** The port that bind() was given, as it was given, for the error. */
    this.port = undefined;
    /** Where bind() was called, while it is under way; null where next to nothing can be wrong with it. */
    this.place = null;
    /** Sends that wait for the bind; null when there is none. */
    this.queue = null;
    /** How many sends wait for a name. */
    this.resolving = 0;
    /** How many messages close() has discarded and the script has not been told of. */
    this.discarded = 0;
    /** Refused sends without a callback that the script has not been told of; null before the first one. */
    this.refusals = null;
    if (board.network !== null) this.wire = board.network.connect(this);
  }

  // --- binding ---

  /** Binds to a name or an IPv4 literal. What comes of it is emitted; an error has the port as the script gave it. */
  bind(name, port, portAsGiven) {
    const { board: { realm }, lookups } = this;
    const ip = lookups.toNumber(name);
    const place = port === 0 && (ip === 0 || ip >>> 24 === 127) ? null : here();
    if (ip < 0) lookups.lookUp(name, this, (error, resolved) => this.#bindResolved(error, resolved, port, name));
    this.place = place;
    this.bindState = BINDING;
    this.binding = realm.captureContext('IotjsDgramBind');
    this.port = portAsGiven;
    if (ip >= 0) this.#bindTo(ip, port);
  }

  #bindResolved(error, ip, port, name) {
    if (error !== 0) {
      this.bindState = UNBOUND;
      try {
        this.#emitError(asLookupError(error, name, undefined, this.place));
      } finally {
        this.#closeIfQueued();
      }
    } else if (!this.closed) {
      this.#bindTo(ip, port);
    }
  }

  #bindTo(ip, port) {
    this.wire?.bind(port);
    const { addon, realm } = this.board;
    const status = addon.bind(this.number, ip, port, this.reuseAddr);
    if (status !== 0) realm.setImmediate(() => this.bound(status, ip));
  }

  /** The addon has bound the socket, or the system has refused. */
  bound(status, ip) {
    if (this.closed) return;
    const { binding, place } = this;
    this.binding = null;
    this.place = null;
    if (status === 0) this.wire?.bound();
    runInContext(binding, status === 0 ? this.#listening : this.#bindFailed, this, status, ip, place);
  }

  #listening() {
    const { socket } = this;
    this.bindState = BOUND;
    socket.fd = -42; // as on IoT.js, and here because scripts can see it
    try {
      socket.emit('listening');
    } finally {
      // Where the listener that does it was removed, or one before it threw.
      this.#sendQueued();
    }
  }

  #bindFailed(status, ip, place) {
    this.bindState = BIND_FAILED;
    // The descriptor goes, as on the device: options fail again, and a bind after addMembership() can succeed. Where
    // there is no memory for another one the old one stays, and the next bind() says so.
    this.board.addon.reopen(this.number);
    try {
      this.#emitError(addressError(status, 'bind', addresses.toText(ip), this.port, place));
    } finally {
      this.bindState = UNBOUND;
      this.#closeIfQueued();
    }
  }

  // --- sending ---

  /** Sends a message, or has it wait for the bind: Socket.send() with its arguments in order. */
  send(message, port, address, callback) {
    const request = callback === undefined ? null : new SendRequest(this.board.realm, callback, address, port);
    if (this.bindState === BOUND) {
      this.#dispatch(message, port, address, request);
      return;
    }
    if (this.queue === null) {
      this.queue = [];
      // A listener like the script's own, as on the device: what those before it send leaves first.
      this.socket.once('listening', this.board.realm.method(() => this.#sendQueued()));
    }
    const { lookups } = this;
    const place = lookups.toNumber(address || DEFAULT_DESTINATION) < 0 ? lookups.placeOfAsking(address) : null;
    this.queue.push({ message: takeBytes(message), port, address, request, place });
  }

  /** Sends what waited for the bind, and then closes where close() waited for that. */
  #sendQueued() {
    const { queue } = this;
    this.queue = null;
    if (queue !== null) {
      for (const { message, port, address, request, place } of queue) {
        try {
          this.#dispatch(message, port, address, request, place);
        } catch (error) {
          this.board.addon.uncaught(error); // by a replaced dns.lookup: the others leave
        }
      }
    }
    this.#closeIfQueued();
  }

  #dispatch(message, port, address, request, place) {
    const { lookups } = this;
    const ip = lookups.toNumber(address || DEFAULT_DESTINATION);
    if (ip >= 0) {
      this.#transmit(message, ip, port, address, request);
      return;
    }
    const asked = place === undefined ? lookups.placeOfAsking(address) : place;
    this.#transmitResolved(takeBytes(message), port, address, request, asked);
  }

  // Not in #dispatch(), where the closure would cost every message its context.
  #transmitResolved(message, port, address, request, place) {
    const name = address || ANY_ADDRESS;
    this.lookups.lookUp(name, name, (error, resolved) => {
      this.resolving--;
      if (error === 0 && !this.closed) {
        this.#transmit(message, resolved, port, address, request);
        return;
      }
      // A name that fails is reported, also after close(); one that succeeds then is a message lost.
      if (error === 0) this.discarded++;
      if (this.closed) this.#warnDiscarded();
      if (error === 0) return;
      if (request !== null) request.fail(asLookupError(error, name, message, place));
      else this.#emitError(asLookupError(error, name, message, place));
    });
    this.resolving++;
  }

  #transmit(message, ip, port, address, request) {
    const status = this.wire === null ? send(this.board, this.number, request, message, ip, port)
      : this.wire.send(request, message, ip, port);
    if (status !== 0) this.refused(1, status, ip, port);
  }

  /** The system refused sends without a callback. */
  refused(count, status, ip, port) {
    if (this.refusals === null) {
      this.refusals = { count: 0, status, to: '' };
      // When this turn has counted its own; for what follows there is another warning when the socket closes.
      this.board.realm.setImmediate(() => this.#warnRefused());
    }
    const { refusals } = this;
    if (refusals.count === 0) {
      refusals.status = status;
      refusals.to = `${addresses.toText(ip)}:${port}`;
    }
    refusals.count += count;
  }

  #warnRefused() {
    const { refusals } = this;
    if (refusals === null || refusals.count === 0) return;
    warnRefused(this.board.realm, refusals.count, refusals.status, refusals.to);
    refusals.count = 0;
  }

  // --- receiving ---

  /** A datagram has arrived: `size` bytes of an ArrayBuffer, from `offset` on. */
  message(slab, offset, size, ip, port) {
    receive(this, slab, offset, size, ip, port);
  }

  /** The system could not receive. */
  receiveFailed(status) {
    runInContext(this.context, () => this.#emitError(systemError(status, 'recvmsg')));
  }

  /** A datagram did not arrive there: for who watches. A script hears of that nowhere, as on the device. */
  unreachable(status, ip, port) {
    this.wire.unreachable(status, ip, port);
  }

  // --- closing ---

  /** Closes now, or when what waits for the bind has been sent. */
  close() {
    if (this.queue !== null && this.bindState === BINDING) {
      this.closeQueued = true;
    } else {
      this.#closeNow();
    }
  }

  /**
   * On IoT.js a queued close() happens among the 'listening' listeners, where the first queued send() put it, and never
   * when the bind fails.
   */
  #closeIfQueued() {
    if (this.closeQueued && !this.closed) this.#closeNow();
  }

  #closeNow() {
    const { socket, board, queue } = this;
    this.discarded = this.wire === null ? board.addon.close(this.number) : this.wire.close();
    this.number = -1;
    board.target?.closed();
    if (queue !== null) this.discarded += queue.length;
    this.queue = null;
    this.closed = true;
    socket.fd = null;
    this.#warnRefused();
    this.#warnDiscarded();
    // Without an argument for the tick, which would cost an array: where many sockets close in one turn, that counts.
    board.realm.nextTick(() => socket.emit('close'));
  }

  #emitError(error) {
    this.socket.emit('error', this.board.realm.given(error));
  }

  /** Once for each socket: when none of its sends waits for a name any more. */
  #warnDiscarded() {
    if (this.discarded > 0 && this.resolving === 0) warnDiscarded(this.board.realm, this.discarded);
  }
}

/** libuv's error codes are negative; what else a replaced dns.lookup gives is the error, whatever it is. */
function asLookupError(error, name, message, place) {
  return error < 0 ? lookupError(error, name, message, place) : error;
}

function takeBytes(message) {
  return typeof message === 'string' ? message : Buffer.from(message);
}

module.exports = { State, UNBOUND };
