'use strict';

// What Node's dgram has and IoT.js's lacks, each with what to write instead (docs/porting.md, "From node:dgram").

const PEER = 'Give the port and the address with every send(), and compare rinfo.address and rinfo.port in the ' +
  "'message' listener.";
const LESS_AT_ONCE = 'Send less in one go.';
const COUNT_CALLBACKS = 'Count the callbacks of send() that have not come yet.';
const BY_SOURCE = 'Use addMembership() and dropMembership(), and leave out what comes from elsewhere by rinfo.address.';
const OWN_BOOKS = 'Keep account of the listeners in the script.';
const IN_ORDER = 'Add the listeners in the order in which they are to run.';
const SHARE_PORT = "Share the port by createSocket({ type: 'udp4', reuseAddr: true }).";

module.exports = {
  /** Of a socket. */
  methods: new Map(Object.entries({
    addSourceSpecificMembership: BY_SOURCE,
    bindSync: "Use bind() and go on in its 'listening' listener.",
    connect: PEER,
    connectSync: PEER,
    disconnect: PEER,
    dropSourceSpecificMembership: BY_SOURCE,
    getRecvBufferSize: LESS_AT_ONCE,
    getSendBufferSize: LESS_AT_ONCE,
    getSendQueueCount: COUNT_CALLBACKS,
    getSendQueueSize: COUNT_CALLBACKS,
    ref: 'Leave it out: a bound socket keeps the process alive.',
    remoteAddress: PEER,
    setMulticastInterface: "Leave it out: the system's routes decide where multicast leaves. For receiving, use " +
      'addMembership(group, address).',
    setRecvBufferSize: LESS_AT_ONCE,
    setSendBufferSize: LESS_AT_ONCE,
    unref: 'Close the socket when its work is done: in the callback of the last send(), or from a timer.',
    '[Symbol.asyncDispose]': 'Call close().',
    // of Node's EventEmitter; on the desktop the sockets have them
    eventNames: OWN_BOOKS,
    getMaxListeners: 'Leave it out: IoT.js does not count listeners.',
    listenerCount: OWN_BOOKS,
    listeners: OWN_BOOKS,
    off: 'Use removeListener().',
    prependListener: IN_ORDER,
    prependOnceListener: IN_ORDER,
    rawListeners: OWN_BOOKS,
    setMaxListeners: 'Leave it out: IoT.js does not count listeners.',
  })),

  /** Of a socket. */
  events: new Map(Object.entries({
    connect: "Use 'listening'.",
    newListener: OWN_BOOKS,
    removeListener: OWN_BOOKS,
  })),

  /** Of createSocket(), which ignores them. */
  createOptions: new Map(Object.entries({
    ipv6Only: "Leave it out: with 'udp4' there is IPv4 alone.",
    lookup: 'Look the name up first and send to the IPv4 address.',
    receiveBlockList: "Compare rinfo.address in the 'message' listener.",
    recvBufferSize: LESS_AT_ONCE,
    reusePort: SHARE_PORT,
    sendBlockList: 'Look at the address before send().',
    sendBufferSize: LESS_AT_ONCE,
    signal: 'Call close().',
  })),

  /** Of bind(), which ignores them. */
  bindOptions: new Map(Object.entries({
    exclusive: SHARE_PORT,
    fd: 'Give the port and the address.',
  })),
};
