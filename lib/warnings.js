'use strict';

// Process warnings: of what works here and fails on a device, and of messages that are lost. Each has a code.

const native = require('./native');
const { systemReason } = require('./errors');
const { here, setPlace } = require('./stacks');

/** What is said once in a process, its workers included. The addon knows each by its place here. */
const ONCE = [
  'send() without an address', 'truncated', 'no socket',
  // one for each API that a target limits
  'createSocket', 'Socket.addMembership', 'Socket.address', 'Socket.bind', 'Socket.close', 'Socket.dropMembership',
  'Socket.send', 'Socket.setBroadcast', 'Socket.setMulticastLoopback', 'Socket.setMulticastTTL', 'Socket.setTTL',
];

/** Whether one of ONCE is asked for the first time in this process, its workers included. */
function isFirstTime(warning) {
  const number = ONCE.indexOf(warning);
  if (number < 0) throw new RangeError(`There is no once-only warning '${warning}'`);
  return native.firstTime(number);
}

/**
 * Gives a warning. With --trace-warnings, it begins at the script's line.
 *
 * @param {object} realm of the script: see realm.js
 * @param {string} code
 * @param {string} message
 */
function warn(realm, code, message) {
  const warning = Object.assign(new Error(message), { name: 'IotjsDgramWarning', code });
  realm.emitWarning(setPlace(warning, here()));
}

function messages(count) {
  return count === 1 ? '1 message' : `${count} messages`;
}

/** `send(msg, port, callback)`: documented, and refused by IoT.js. Once for each board. */
function warnNoAddress(board) {
  if (!board.isFirstTime('send() without an address')) return;
  warn(board.realm, 'IOTJS_DGRAM_NO_ADDRESS', 'send() with a callback but no address sends to 127.0.0.1 here, and ' +
    'throws a TypeError on IoT.js 1.0. Give the address.');
}

/** `close()` before so many messages had left. */
function warnDiscarded(realm, count) {
  warn(realm, 'IOTJS_DGRAM_DISCARDED', `close() discarded ${messages(count)} that had not been sent yet, and no ` +
    'callback tells of it. Close from the callback of the last send().');
}

/** The system refused so many sends without a callback; the first one for that status, libuv's error code. */
function warnRefused(realm, count, status, destination) {
  warn(realm, 'IOTJS_DGRAM_REFUSED', `The system refused ${messages(count)} sent without a callback, the first one ` +
    `to ${destination} (${systemReason(status, 'send', null).message}). Give send() a callback to be told.`);
}

module.exports = { ONCE, isFirstTime, warn, warnDiscarded, warnNoAddress, warnRefused };
