'use strict';

const dgram = require('../../../lib/index.js');
const { LOOPBACK, bind, close: closed, eventOf } = require('../../support/sockets.js');

/** Waits for an event, for the first argument of its listeners. */
async function event(emitter, name) {
  const [value] = await eventOf(emitter, name);
  return value;
}

/**
 * @param {Function} [listener] for 'message'
 * @returns {Promise<import('../../../lib/index.js').Socket>} a socket that is bound to loopback
 */
function bound(listener) {
  return bind(dgram.createSocket('udp4', listener), 0, LOOPBACK);
}

/** Sends and waits until the message has left. */
function sent(socket, message, port) {
  return new Promise((resolve, reject) => {
    socket.send(message, port, LOOPBACK, (error, size) => (error ? reject(error) : resolve(size)));
  });
}

module.exports = { bound, closed, dgram, event, sent };
