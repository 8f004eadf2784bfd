'use strict';

// Sends under way: who is told how each of them ended. A request is `{callback, address, port}`: the callback of the
// script, and where the message was to go as the script gave it, for the error.

const native = require('./native');
const { addressError } = require('./errors');
const { Slots } = require('./slots');

// One table for each environment, also where this file is evaluated again: the addon tells the first one.
if (native.requests === undefined) Object.defineProperty(native, 'requests', { value: new Slots() });
const { requests } = native;

/**
 * Hands a message to the addon.
 *
 * @param {number} number of the socket
 * @param {?object} request who is told, always later; null: nobody
 * @param {Buffer|string} message
 * @param {number} ip
 * @param {number} port
 * @returns {number} 0, or without a request libuv's error code where the addon refuses it on the spot
 */
function send(number, request, message, ip, port) {
  const id = request === null ? 0 : requests.add(request);
  const status = native.send(number, id, message, 0, message.length, ip, port);
  if (status === 0 || request === null) return status;
  setImmediate(tell, requests.take(id), status, Buffer.byteLength(message));
  return 0;
}

/**
 * The same for a message that is not given to the system: its turn comes, and its sender is told that it left.
 *
 * @param {number} number of the socket
 * @param {object} request who is told, later
 * @param {number} size of the message in bytes
 */
function withhold(number, request, size) {
  const id = requests.add(request);
  const status = native.withhold(number, id, size);
  if (status !== 0) setImmediate(tell, requests.take(id), status, size);
}

/** The addon says how a send ended. */
function onSent(id, status, size) {
  tell(requests.take(id), status, size);
}

function tell({ callback, address, port }, status, size) {
  callback(status === 0 ? null : addressError(status, 'send', address, port), size);
}

/**
 * @param {number[]} [ids] of the messages that the addon has dropped; 0: one without a request
 * @returns {object[]} their requests: nobody tells them any more
 */
function drop(ids = []) {
  return ids.filter((id) => id !== 0).map((id) => requests.take(id));
}

module.exports = { drop, onSent, send, withhold };
