'use strict';

// The Socket class: what a script sees of a socket. The documentation it implements is that of IoT.js's dgram module;
// the section names in the comments are its headings.

const native = require('./native');
const addresses = require('./addresses');
const { bindPort, host, partOfMessage, sendPort, show, wholeMessage } = require('./arguments');
const { systemError } = require('./errors');
const mainRealm = require('./realm');
const { because, raise } = require('./stacks');
const { State, UNBOUND } = require('./state');
const { warnNoAddress } = require('./warnings');

const ANY_ADDRESS = '0.0.0.0';

const { BROADCAST, TTL, MULTICAST_TTL, MULTICAST_LOOPBACK } = native.constants;

const kState = Symbol('state');

/** Makes the Socket class of a board. */
function socketClass(board) {
  const { realm } = board;
  const { EventEmitter } = realm;

  const begin = realm.method(function begin(type, listener) {
    EventEmitter.call(this);
    let reuseAddr = false;
    if (type !== null && typeof type === 'object') {
      const options = type;
      type = options.type;
      reuseAddr = options.reuseAddr === true;
    }
    // eslint-disable-next-line eqeqeq -- as IoT.js compares it: ['udp4'] will do
    if (type != 'udp4') {
      raise(new Error('Bad socket type specified. Valid types are: udp4', because(`the type is ${show(type)}`)));
    }

    board.begin(Socket);
    this[kState] = new State(this, board, reuseAddr);
    this.type = type;
    this.fd = null; // on IoT.js -42 while the socket is bound, and here because scripts can see it
    board.target?.opened();
    if (typeof listener === 'function') this.on('message', listener);
  });

  /**
   * A UDP socket over IPv4. Made by createSocket(); `new` is not for users (section "Class: dgram.Socket").
   *
   * @param {string|object} type 'udp4', or the options of createSocket()
   * @param {Function} [listener] for the 'message' event
   * @throws {Error} for any other type
   */
  function Socket(type, listener) {
    begin.call(this, type, listener);
  }
  // Not by inherits(): to give a prototype another one takes Node.js 20 longer, the more contexts there are.
  const constructor = { value: Socket, writable: true, configurable: true };
  Socket.prototype = Object.create(EventEmitter.prototype, { constructor });
  for (const name of Object.keys(methods)) Socket.prototype[name] = realm.method(methods[name]);
  // IoT.js does not count listeners. Each socket takes this over, which costs less than setMaxListeners() for each.
  Object.defineProperty(Socket.prototype, '_maxListeners', { value: Infinity, writable: true });
  return Socket;
}

function mustBeOpen(state) {
  if (state === undefined) raise(new Error('Not running', because('this is no socket')));
  if (state.closed) raise(new Error('Not running', because('the socket is closed')));
}

function open(socket) {
  const state = socket[kState];
  mustBeOpen(state);
  return state;
}

/** Also of what is no socket: on the device, send() throws for a bad message first. */
function realmOf(state) {
  return state === undefined ? mainRealm : state.board.realm;
}

function unbound(socket) {
  const state = open(socket);
  if (state.bindState !== UNBOUND) {
    raise(new Error('Socket is already bound', because('by an earlier bind(), or by send(), which binds to any port')));
  }
  return state;
}

function setOption(socket, option, value, syscall) {
  const { number, wire } = open(socket);
  const status = native.setOption(number, option, value);
  if (status !== 0) raise(systemError(status, syscall));
  wire?.noteOption(option, value);
}

function setTtlOption(socket, option, ttl, syscall) {
  if (typeof ttl !== 'number') raise(new TypeError('Argument must be a number', because(`the TTL is ${show(ttl)}`)));
  const integer = Math.trunc(ttl); // as C makes it; what no int holds is refused like any other value out of range
  setOption(socket, option, integer >= 0 && integer <= 255 ? integer : -1, syscall);
  return ttl;
}

function setMembership(socket, group, interfaceAddress, join, syscall) {
  const { number } = open(socket);
  if (!group) raise(new Error('multicast address must be specified'));
  if (typeof group !== 'string') {
    raise(new Error('Internal error', because(`the multicast address must be a string and is ${show(group)}`)));
  }
  if (interfaceAddress === undefined) interfaceAddress = null;
  // What is no string is no address; the system says so.
  if (interfaceAddress !== null && typeof interfaceAddress !== 'string') interfaceAddress = '';
  const status = native.setMembership(number, group, interfaceAddress, join);
  if (status !== 0) raise(systemError(status, syscall, '', null, `the group is ${show(group)}`));
}

/** The methods of all boards' sockets. */
const methods = {
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
  bind(port, address, callback) {
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

    state.bind(name, portNumber, typeof port === 'object' ? portNumber : port);
    if (typeof callback === 'function') this.once('listening', callback);
    return this;
  },

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
  send(buffer, offset, length, port, address, callback) {
    const state = this[kState];
    let message;
    if (address || (port && typeof port !== 'function')) {
      message = partOfMessage(buffer, offset, length, realmOf(state));
    } else {
      message = typeof buffer === 'string' ? buffer : wholeMessage(buffer, realmOf(state));
      callback = port;
      port = offset;
      address = length;
    }
    const portNumber = sendPort(port, message);
    mustBeOpen(state);
    if (state.closeQueued) raise(new Error('Not running', because('close() was called')));
    if (typeof address === 'function' && typeof callback !== 'function') {
      if (state.board.target !== null) {
        raise(new TypeError('invalid argument: hostname must be a string', because('send() with a callback takes an ' +
          'address on IoT.js 1.0, whatever its documentation says')));
      }
      callback = address;
      address = undefined;
      warnNoAddress(state.board);
    }
    if (typeof callback !== 'function') callback = undefined;
    host(address, ANY_ADDRESS, message); // here, so that a wrong one throws before anything is bound

    if (state.bindState === UNBOUND) this.bind(0, null);
    state.send(message, portNumber, address, callback);
  },

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
  sendto(buffer, offset, length, port, address, callback) {
    if (typeof offset !== 'number' || typeof length !== 'number') {
      raise(new Error('send takes offset and length as args 2 and 3'));
    }
    if (typeof address !== 'string') raise(new Error(`${this.type} sockets must send to port, address`));
    this.send(buffer, offset, length, port, address, callback);
  },

  /**
   * Closes the socket (section "socket.close"); 'close' follows. Messages that have not left are discarded, with a
   * warning; where they wait for the bind, so does the close.
   *
   * @param {Function} [callback] for the 'close' event
   * @returns {Socket} this
   * @throws {Error} 'Not running' when it is closed
   */
  close(callback) {
    if (typeof callback === 'function') this.on('close', callback);
    open(this).close();
    return this;
  },

  /**
   * Where the socket is bound (section "socket.address").
   *
   * @returns {{address: string, family: string, port: number}}
   * @throws {Error} before it is bound ('getsockname error') and after close() ('Not running')
   */
  address() {
    const result = native.address(open(this).number);
    if (typeof result === 'number') raise(systemError(result, 'getsockname'));
    return { address: addresses.toText(result[0]), family: 'IPv4', port: result[1] };
  },

  /**
   * Allows or forbids sending to broadcast addresses (section "socket.setBroadcast"). Default: forbidden.
   *
   * @param {boolean} flag any value: what counts is whether it is truthy
   * @throws {Error} before the socket is bound, and after close()
   */
  setBroadcast(flag) {
    setOption(this, BROADCAST, flag ? 1 : 0, 'setBroadcast');
  },

  /**
   * Sets how many hops a datagram may travel (section "socket.setTTL"). The system's default is 64 mostly.
   *
   * @param {number} ttl 1 to 255 hops
   * @returns {number} ttl
   * @throws {TypeError} for what is no number
   * @throws {Error} for one out of range, before the socket is bound, and after close()
   */
  setTTL(ttl) {
    return setTtlOption(this, TTL, ttl, 'setTTL');
  },

  /**
   * Sets how many hops a multicast datagram may travel (section "socket.setMulticastTTL"). Default: 1 mostly.
   *
   * @param {number} ttl 0 to 255 hops
   * @returns {number} ttl
   * @throws {TypeError} for what is no number
   * @throws {Error} for one out of range, before the socket is bound, and after close()
   */
  setMulticastTTL(ttl) {
    return setTtlOption(this, MULTICAST_TTL, ttl, 'setMulticastTTL');
  },

  /**
   * Says whether multicast datagrams come back to this machine (section "socket.setMulticastLoopback"). Default: yes.
   *
   * @param {boolean} flag any value: what counts is whether it is truthy
   * @returns {*} flag
   * @throws {Error} before the socket is bound, and after close()
   */
  setMulticastLoopback(flag) {
    setOption(this, MULTICAST_LOOPBACK, flag ? 1 : 0, 'setMulticastLoopback');
    return flag;
  },

  /**
   * Joins a multicast group (section "socket.addMembership"). On an unbound socket the system picks a port, and the
   * socket cannot be bound any more.
   *
   * @param {string} multicastAddress an IPv4 literal
   * @param {string} [multicastInterface] the address of the interface, an IPv4 literal; default: the system's choice
   * @throws {Error} without an address ('multicast address must be specified'), with one that is no string ('Internal
   *   error'), and when the system refuses ('addMembership error')
   */
  addMembership(multicastAddress, multicastInterface) {
    setMembership(this, multicastAddress, multicastInterface, true, 'addMembership');
  },

  /**
   * Leaves a multicast group (section "socket.dropMembership").
   *
   * @param {string} multicastAddress as given to addMembership()
   * @param {string} [multicastInterface] as given to addMembership()
   * @throws {Error} as addMembership(); 'dropMembership error' where the socket is no member
   */
  dropMembership(multicastAddress, multicastInterface) {
    setMembership(this, multicastAddress, multicastInterface, false, 'dropMembership');
  },
};

module.exports = { socketClass };
