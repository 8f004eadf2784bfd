'use strict';

// createSocket and Socket: the state machine, the argument forms, the events. The documentation it implements is that
// of IoT.js's dgram module; the section names in the comments are its headings.

const { EventEmitter } = require('node:events');
const { inherits } = require('node:util');
const { markAsUntransferable } = require('node:worker_threads');

const native = require('./native');
const addresses = require('./addresses');
const { bindPort, host, partOfMessage, segmentation, sendPort, wholeMessage } = require('./arguments');
const { addressError, lookupError, systemError } = require('./errors');
const { Wire } = require('./network/wire');
const sends = require('./sends');
const { simulation } = require('./simulation');
const { Slots } = require('./slots');
const { warnDiscarded, warnNoAddress, warnRefused } = require('./warnings');

const ANY_ADDRESS = '0.0.0.0';
const DEFAULT_DESTINATION = '127.0.0.1';

// udp_option_t of src/udp_socket.h
const BROADCAST = 0;
const TTL = 1;
const MULTICAST_TTL = 2;
const MULTICAST_LOOPBACK = 3;

const UNBOUND = 0;
const BINDING = 1;
const BIND_FAILED = 2; // while the 'error' listeners run: bind() is refused as while binding, close() is not put off
const BOUND = 3;

const NO_NUMBER = 0xffffffff;

const kState = Symbol('state');

/** Who waits for a name. */
const lookups = new Slots();

class State {
  constructor(number, reuseAddr) {
    /** What the addon knows the socket by; NO_NUMBER once it is closed, since another socket may get the number. */
    this.number = number;
    this.closed = false;
    this.bindState = UNBOUND;
    this.reuseAddr = reuseAddr;
    /** The port that bind() was given, as it was given, for the error. */
    this.port = undefined;
    /** Sends that wait for the bind; null when there is none. */
    this.queue = null;
    /** close() was called while sends wait for the bind. */
    this.closeQueued = false;
    /** How many sends wait for a name. */
    this.resolving = 0;
    /** How many messages close() has discarded and the script has not been told of. */
    this.discarded = 0;
    /** Refused sends without a callback that the script has not been told of; null before the first one. */
    this.refused = null;
    /** What is between the socket and a simulated network; null without one. */
    this.wire = simulation.network === null ? null : new Wire(simulation.network, number, reuseAddr);
  }
}

/**
 * A UDP socket over IPv4. Made by createSocket(); `new` is not for users (section "Class: dgram.Socket").
 *
 * @param {string|object} type 'udp4', or the options of createSocket()
 * @param {Function} [listener] for the 'message' event
 * @throws {Error} for any other type
 */
function Socket(type, listener) {
  EventEmitter.call(this);
  let reuseAddr = false;
  if (type !== null && typeof type === 'object') {
    const options = type;
    type = options.type;
    reuseAddr = options.reuseAddr === true;
  }
  // eslint-disable-next-line eqeqeq -- as IoT.js compares it: ['udp4'] will do
  if (type != 'udp4') throw new Error('Bad socket type specified. Valid types are: udp4');

  simulation.begin(Socket);
  const number = native.open(this);
  if (number < 0) throw systemError(number, 'socket');
  this[kState] = new State(number, reuseAddr);
  this.type = type;
  this.fd = null; // on IoT.js -42 while the socket is bound, and here because scripts can see it
  simulation.target?.opened();
  if (typeof listener === 'function') this.on('message', listener);
}
inherits(Socket, EventEmitter);

/**
 * Creates a socket (sections "dgram.createSocket").
 *
 * @param {string|{type: string, reuseAddr?: boolean}} type 'udp4', or an object with it; `reuseAddr` (default false)
 *   lets bind() share an address with other sockets that have it; only `true` counts
 * @param {Function} [listener] for the 'message' event
 * @returns {Socket}
 * @throws {Error} 'Bad socket type specified. Valid types are: udp4'
 */
function createSocket(type, listener) {
  return new Socket(type, listener);
}

function open(socket) {
  const state = socket[kState];
  if (state.closed) throw new Error('Not running');
  return state;
}

function unbound(socket) {
  const state = open(socket);
  if (state.bindState !== UNBOUND) throw new Error('Socket is already bound');
  return state;
}

function lookUp(name, callback) {
  const id = lookups.add(callback);
  const status = native.lookup(name, id);
  if (status === 0) return;
  lookups.take(id);
  setImmediate(callback, status, 0);
}

/**
 * Binds the socket and starts to receive (sections "socket.bind"). 'listening' follows, or 'error'.
 *
 * @param {number|object|Function} [port] 0 (the default) lets the system choose; or `{port, address}`
 * @param {string} [address] default '0.0.0.0'
 * @param {Function} [callback] for 'listening', once
 * @returns {Socket} this
 * @throws {Error} 'Not running' after close(), 'Socket is already bound' when it is or is about to be
 * @throws {RangeError} for a port outside 0 to 65535
 * @throws {TypeError} for an address that is not a string
 */
Socket.prototype.bind = function bind(port, address, callback) {
  unbound(this);
  if (typeof port === 'function') {
    callback = port;
    port = 0;
    address = '';
  } else if (port !== null && typeof port === 'object') {
    callback = address;
    address = port.address;
    port = port.port;
  } else if (typeof address === 'function') {
    callback = address;
    address = '';
  }
  const portNumber = bindPort(port);
  const name = host(address, ANY_ADDRESS);
  // Again: reading the options or the port may have run code that bound or closed the socket.
  const state = unbound(this);

  state.bindState = BINDING;
  if (typeof callback === 'function') this.once('listening', callback);
  state.port = typeof port === 'object' ? portNumber : port;
  const ip = addresses.toNumber(name);
  if (ip >= 0) {
    bindTo(this, state, ip, portNumber);
  } else {
    lookUp(name, (status, resolved) => bindResolved(this, state, status, resolved, portNumber));
  }
  return this;
};

function bindResolved(socket, state, status, ip, portNumber) {
  if (status !== 0) {
    state.bindState = UNBOUND;
    try {
      socket.emit('error', lookupError(status));
    } finally {
      closeIfQueued.call(socket);
    }
  } else if (!state.closed) {
    bindTo(socket, state, ip, portNumber);
  }
}

function bindTo(socket, state, ip, portNumber) {
  state.wire?.bind(portNumber);
  const status = native.bind(state.number, ip, portNumber, state.reuseAddr);
  if (status !== 0) setImmediate(finishBind, socket, status, ip);
}

/** The addon has bound the socket, or the system has refused. */
function finishBind(socket, status, ip) {
  const state = socket[kState];
  if (status !== 0) {
    state.bindState = BIND_FAILED;
    // The descriptor goes, as on the device: options fail again, and a bind after addMembership() can succeed. Where
    // there is no memory for another one the old one stays, and the next bind() says so.
    native.reopen(state.number);
    try {
      socket.emit('error', addressError(status, 'bind', addresses.toText(ip), state.port));
    } finally {
      state.bindState = UNBOUND;
      closeIfQueued.call(socket);
    }
    return;
  }

  state.bindState = BOUND;
  socket.fd = -42;
  sendQueued(socket, state);
  try {
    socket.emit('listening');
  } finally {
    // Where the listener that does it was removed, or one before it threw.
    closeIfQueued.call(socket);
  }
}

/** On IoT.js a queued close() happens among the 'listening' listeners, where the first queued send() put it, and never
 * when the bind fails. */
function closeIfQueued() {
  const state = this[kState];
  if (state.closeQueued && !state.closed) closeNow(this, state);
}

/** Before the 'listening' listeners, so that what they send does not overtake what waited. */
function sendQueued(socket, state) {
  const queue = state.queue;
  state.queue = null;
  if (queue === null) return;
  for (const { message, port, address, callback } of queue) dispatch(socket, state, message, port, address, callback);
}

/**
 * Sends a datagram (section "socket.send"). The bytes are taken now.
 *
 * `send(msg, port[, address][, callback])` or `send(msg, offset, length, port[, address][, callback])`
 *
 * @param {Buffer|string|Array<Buffer|string>} buffer strings go as UTF-8; arrays only without offset and length
 * @param {number} offset bytes; or the port
 * @param {number} length bytes; or the address, default '127.0.0.1'
 * @param {number} port 1 to 65535; or the callback
 * @param {string} [address] a name or an IPv4 literal, default '127.0.0.1'
 * @param {function(?Error, number)} [callback] when the message has left, or why it has not, with its size in bytes
 * @throws {TypeError} for a message or address of another type
 * @throws {RangeError} for a port outside 1 to 65535
 * @throws {Error} 'Not running' after close()
 */
Socket.prototype.send = function send(buffer, offset, length, port, address, callback) {
  let message;
  if (address || (port && typeof port !== 'function')) {
    message = partOfMessage(buffer, offset, length);
  } else {
    message = wholeMessage(buffer);
    callback = port;
    port = offset;
    address = length;
  }
  const portNumber = sendPort(port);
  const state = open(this);
  if (state.closeQueued) throw new Error('Not running');
  if (typeof address === 'function' && typeof callback !== 'function') {
    if (simulation.target !== null) {
      const cause = new Error('send() with a callback takes an address on IoT.js 1.0, whatever its documentation says');
      throw new TypeError('invalid argument: hostname must be a string', { cause });
    }
    callback = address;
    address = undefined;
    warnNoAddress();
  }
  if (typeof callback !== 'function') callback = undefined;
  host(address, DEFAULT_DESTINATION);

  if (state.bindState === UNBOUND) this.bind(0, null);
  if (state.bindState === BOUND) {
    dispatch(this, state, message, portNumber, address, callback);
  } else {
    if (state.queue === null) {
      state.queue = [];
      this.once('listening', closeIfQueued);
    }
    state.queue.push({ message: takeBytes(message), port: portNumber, address, callback });
  }
};

function takeBytes(message) {
  return typeof message === 'string' ? message : Buffer.from(message);
}

function dispatch(socket, state, message, port, address, callback) {
  const name = host(address, DEFAULT_DESTINATION);
  const ip = addresses.toNumber(name);
  if (ip >= 0) {
    transmit(state, message, ip, port, address, callback);
    return;
  }
  const taken = takeBytes(message);
  state.resolving++;
  lookUp(name, (status, resolved) => {
    state.resolving--;
    if (status === 0 && !state.closed) {
      transmit(state, taken, resolved, port, address, callback);
      return;
    }
    // A name that fails is told of, also after close(); one that succeeds then is a message lost.
    if (status === 0) state.discarded++;
    if (state.closed) tellDiscarded(state);
    if (status === 0) return;
    if (callback !== undefined) {
      callback(lookupError(status));
    } else {
      socket.emit('error', lookupError(status));
    }
  });
}

function transmit(state, message, ip, port, address, callback) {
  if (state.wire !== null) {
    // With a callback always: the wire must know when a message has left.
    state.wire.send({ callback: callback ?? refusalCounter(state, ip, port), address, port }, message, ip, port);
    return;
  }
  const request = callback === undefined ? null : { callback, address, port };
  const status = sends.send(state.number, request, message, ip, port);
  if (status !== 0) countRefused(state, 1, status, ip, port);
}

/** Made here: a closure in transmit() would cost every message its context. */
function refusalCounter(state, ip, port) {
  return (error) => {
    if (error !== null) countRefused(state, 1, error.cause.errno, ip, port);
  };
}

function countRefused(state, count, status, ip, port) {
  if (state.refused === null) {
    state.refused = { count: 0, status, to: '' };
    // When this turn has counted its own; what follows is told of when the socket closes.
    setImmediate(tellRefused, state);
  }
  const { refused } = state;
  if (refused.count === 0) {
    refused.status = status;
    refused.to = `${addresses.toText(ip)}:${port}`;
  }
  refused.count += count;
}

function tellRefused({ refused }) {
  if (refused === null || refused.count === 0) return;
  warnRefused(refused.count, refused.status, refused.to);
  refused.count = 0;
}

/**
 * send() with offset and length, for old scripts (section "socket.sendto").
 *
 * @param {Buffer|string} buffer
 * @param {number} offset bytes
 * @param {number} length bytes
 * @param {number} port 1 to 65535
 * @param {string} address IoT.js wants it, although the documentation makes it optional
 * @param {function(?Error, number)} [callback] as for send()
 * @throws {Error} for an offset or length that is no number, or an address that is no string; else as send()
 */
Socket.prototype.sendto = function sendto(buffer, offset, length, port, address, callback) {
  if (typeof offset !== 'number' || typeof length !== 'number') {
    throw new Error('send takes offset and length as args 2 and 3');
  }
  if (typeof address !== 'string') throw new Error(`${this.type} sockets must send to port, address`);
  this.send(buffer, offset, length, port, address, callback);
};

/**
 * Closes the socket (section "socket.close"); 'close' follows. Messages that have not left are discarded, with a
 * warning; where they wait for the bind, so does the close.
 *
 * @param {Function} [callback] for the 'close' event
 * @returns {Socket} this
 * @throws {Error} 'Not running' when it is closed
 */
Socket.prototype.close = function close(callback) {
  if (typeof callback === 'function') this.on('close', callback);
  const state = open(this);
  if (state.queue !== null && state.bindState === BINDING) {
    state.closeQueued = true;
  } else {
    closeNow(this, state);
  }
  return this;
};

function closeNow(socket, state) {
  if (state.wire === null) {
    const dropped = native.close(state.number);
    if (dropped !== undefined) {
      sends.drop(dropped);
      state.discarded = dropped.length;
    }
  } else {
    state.discarded = state.wire.close();
  }
  state.number = NO_NUMBER;
  simulation.target?.closed();
  if (state.queue !== null) state.discarded += state.queue.length;
  state.queue = null;
  state.closed = true;
  socket.fd = null;
  tellRefused(state);
  tellDiscarded(state);
  // Without an argument for the tick, which would cost an array: where many sockets close in one turn, that counts.
  process.nextTick(() => socket.emit('close'));
}

/** Once for each socket: when none of its sends waits for a name any more. */
function tellDiscarded(state) {
  if (state.discarded > 0 && state.resolving === 0) warnDiscarded(state.discarded);
}

/**
 * Where the socket is bound (section "socket.address").
 *
 * @returns {{address: string, family: string, port: number}}
 * @throws {Error} before it is bound ('getsockname error') and after close() ('Not running')
 */
Socket.prototype.address = function address() {
  const result = native.address(open(this).number);
  if (typeof result === 'number') throw systemError(result, 'getsockname');
  return { address: addresses.toText(result[0]), family: 'IPv4', port: result[1] };
};

function setOption(socket, option, value, syscall) {
  const { number, wire } = open(socket);
  const status = native.setOption(number, option, value);
  if (status !== 0) throw systemError(status, syscall);
  wire?.noteOption(option, value);
}

/** What C makes of a number; what no int holds is refused like any other value out of range. */
function toInteger(number) {
  const integer = Math.trunc(number);
  return integer >= 0 && integer <= 255 ? integer : -1;
}

function setTtlOption(socket, option, ttl, syscall) {
  if (typeof ttl !== 'number') throw new TypeError('Argument must be a number');
  setOption(socket, option, toInteger(ttl), syscall);
  return ttl;
}

/**
 * Allows or forbids sending to broadcast addresses (section "socket.setBroadcast"). Default: forbidden.
 *
 * @param {boolean} flag any value: what counts is whether it is truthy
 * @throws {Error} before the socket is bound, and after close()
 */
Socket.prototype.setBroadcast = function setBroadcast(flag) {
  setOption(this, BROADCAST, flag ? 1 : 0, 'setBroadcast');
};

/**
 * Sets how many hops a datagram may travel (section "socket.setTTL"). The system's default is 64 mostly.
 *
 * @param {number} ttl 1 to 255 hops
 * @returns {number} ttl
 * @throws {TypeError} for what is no number
 * @throws {Error} for one out of range, before the socket is bound, and after close()
 */
Socket.prototype.setTTL = function setTTL(ttl) {
  return setTtlOption(this, TTL, ttl, 'setTTL');
};

/**
 * Sets how many hops a multicast datagram may travel (section "socket.setMulticastTTL"). Default: 1 mostly.
 *
 * @param {number} ttl 0 to 255 hops
 * @returns {number} ttl
 * @throws {TypeError} for what is no number
 * @throws {Error} for one out of range, before the socket is bound, and after close()
 */
Socket.prototype.setMulticastTTL = function setMulticastTTL(ttl) {
  return setTtlOption(this, MULTICAST_TTL, ttl, 'setMulticastTTL');
};

/**
 * Says whether multicast datagrams come back to this machine (section "socket.setMulticastLoopback"). Default: yes.
 *
 * @param {boolean} flag any value: what counts is whether it is truthy
 * @returns {*} flag
 * @throws {Error} before the socket is bound, and after close()
 */
Socket.prototype.setMulticastLoopback = function setMulticastLoopback(flag) {
  setOption(this, MULTICAST_LOOPBACK, flag ? 1 : 0, 'setMulticastLoopback');
  return flag;
};

function setMembership(socket, group, interfaceAddress, join, syscall) {
  const { number } = open(socket);
  if (!group) throw new Error('multicast address must be specified');
  if (typeof group !== 'string') {
    throw new Error('Internal error', { cause: new TypeError('The multicast address must be a string') });
  }
  if (interfaceAddress === undefined) interfaceAddress = null;
  // What is no string is no address; the system says so.
  if (interfaceAddress !== null && typeof interfaceAddress !== 'string') interfaceAddress = '';
  const status = native.setMembership(number, group, interfaceAddress, join);
  if (status !== 0) throw systemError(status, syscall);
}

/**
 * Joins a multicast group (section "socket.addMembership"). On an unbound socket the system picks a port, and the
 * socket cannot be bound any more.
 *
 * @param {string} multicastAddress an IPv4 literal
 * @param {string} [multicastInterface] the address of the interface, an IPv4 literal; default: the system's choice
 * @throws {Error} without an address ('multicast address must be specified'), with one that is no string ('Internal
 *   error'), and when the system refuses ('addMembership error')
 */
Socket.prototype.addMembership = function addMembership(multicastAddress, multicastInterface) {
  setMembership(this, multicastAddress, multicastInterface, true, 'addMembership');
};

/**
 * Leaves a multicast group (section "socket.dropMembership").
 *
 * @param {string} multicastAddress as given to addMembership()
 * @param {string} [multicastInterface] as given to addMembership()
 * @throws {Error} as addMembership(); 'dropMembership error' where the socket is no member
 */
Socket.prototype.dropMembership = function dropMembership(multicastAddress, multicastInterface) {
  setMembership(this, multicastAddress, multicastInterface, false, 'dropMembership');
};

// --- what the addon calls, with the ticks run after each; `this` is the Socket where it is about one ---

/** A socket of lib/network/relay.js, which is there to send. It has no state here. */
function isRelay(owner) {
  return owner[kState] === undefined;
}

function onBound(status, ip) {
  if (isRelay(this)) this.bound();
  else finishBind(this, status, ip);
}

let lastSlab = null;

function onMessage(slab, offset, size, ip, port) {
  if (slab !== lastSlab) {
    // Messages share it: transferring one of them must not take the others away.
    markAsUntransferable(slab);
    lastSlab = slab;
  }
  if (simulation.active) {
    receiveSimulated(this, slab, offset, size, ip, port);
  } else {
    emitMessage(this, slab, offset, size, ip, port);
  }
}

function emitMessage(socket, slab, offset, size, ip, port) {
  const message = Buffer.from(slab, offset, size);
  socket.emit('message', message, { address: addresses.toText(ip), family: 'IPv4', port, size });
}

function receiveSimulated(socket, slab, offset, size, ip, port) {
  if (isRelay(socket)) return;
  const state = socket[kState];
  const emit = () => {
    if (state.closed) return;
    const sizeRead = simulation.target?.read(size) ?? size;
    // Of a duplicate, each copy has bytes of its own.
    const [bytes, start] = state.wire === null ? [slab, offset] : [slab.slice(offset, offset + sizeRead), 0];
    emitMessage(socket, bytes, start, sizeRead, ip, port);
  };
  if (state.wire === null) emit();
  else state.wire.receive(size, emit);
}

function onReceiveFailed(status) {
  if (!isRelay(this)) this.emit('error', systemError(status, 'recvmsg'));
}

function onRefused(count, status, ip, port) {
  countRefused(this[kState], count, status, ip, port);
}

function onResolved(id, status, ip) {
  lookups.take(id)(status, ip);
}

module.exports = { createSocket, Socket };

if (native.dgram === undefined) {
  native.start({
    bound: onBound,
    message: onMessage,
    receiveFailed: onReceiveFailed,
    sent: sends.onSent,
    refused: onRefused,
    resolved: onResolved,
  }, segmentation(process.env.IOTJS_DGRAM_SEGMENT));
  Object.defineProperty(native, 'dgram', { value: module.exports });
} else {
  // This file is evaluated again, as where a test runner clears the require cache: the addon knows the first one.
  module.exports = native.dgram;
}
