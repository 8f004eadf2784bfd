'use strict';

const dgram = require('../../../lib/index.js');

/** Waits for an event. Unlike once() of node:events, it has no opinion of 'error'. */
function event(emitter, name) {
  return new Promise((resolve) => emitter.once(name, resolve));
}

/**
 * @param {Function} [listener] for 'message'
 * @returns {Promise<import('../../../lib/index.js').Socket>} a socket that is bound to loopback
 */
async function bound(listener) {
  const socket = dgram.createSocket('udp4', listener);
  socket.bind(0, '127.0.0.1');
  await event(socket, 'listening');
  return socket;
}

/** Closes sockets and waits for it. */
async function closed(...sockets) {
  await Promise.all(sockets.map(async (socket) => {
    const close = event(socket, 'close');
    socket.close();
    await close;
  }));
}

/** Sends and waits until the message has left. */
function sent(socket, message, port) {
  return new Promise((resolve, reject) => {
    socket.send(message, port, '127.0.0.1', (error, size) => (error ? reject(error) : resolve(size)));
  });
}

module.exports = { bound, closed, dgram, event, sent };
