'use strict';

// What the arguments of bind() and send() mean. Forms and texts are IoT.js's.

const { availableParallelism } = require('node:os');

const { portError } = require('./errors');
const { SEGMENT_ALL, SEGMENT_LOOPBACK, SEGMENT_OFF } = require('./native').constants;

/**
 * @param {*} port as given to bind(); what is no number counts as 0, "any port", as on the device
 * @returns {number} 0 to 65535
 * @throws {RangeError} for a number outside; IoT.js wraps it to 16 bits
 */
function bindPort(port) {
  const number = Math.trunc(port) || 0;
  if (number < 0 || number > 65535) throw portError('>= 0');
  return number;
}

/**
 * @param {*} port as given to send()
 * @returns {number} 1 to 65535
 * @throws {RangeError}
 */
function sendPort(port) {
  const number = Math.trunc(port);
  if (!(number > 0 && number < 65536)) throw portError('> 0');
  return number;
}

/**
 * @param {*} address as the script gave it
 * @param {string} missing what stands for none: undefined, null, '' and the like
 * @returns {string}
 * @throws {TypeError} for what is neither a string nor missing
 */
function host(address, missing) {
  if (typeof address === 'string') return address === '' ? missing : address;
  if (!address) return missing;
  throw new TypeError('invalid argument: hostname must be a string');
}

/**
 * The message of `send(msg, port, …)`.
 *
 * @param {Buffer|string|Array<Buffer|string>} message
 * @returns {Buffer|string} an array in one piece
 * @throws {TypeError}
 */
function wholeMessage(message) {
  if (typeof message === 'string' || Buffer.isBuffer(message)) return message;
  if (!Array.isArray(message)) throw new TypeError('First argument must be a buffer or a string');
  const parts = [];
  // Not map(): it would leave the holes of a sparse array out.
  for (let i = 0; i < message.length; i++) {
    const part = message[i];
    if (typeof part !== 'string' && !Buffer.isBuffer(part)) {
      throw new TypeError('Buffer list arguments must be buffers or strings');
    }
    parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  }
  return Buffer.concat(parts);
}

/**
 * The message of `send(msg, offset, length, port, …)`: a part of it, cut off at its end.
 *
 * @param {Buffer|string} message offset and length of a string count its UTF-8 bytes
 * @param {*} offset bytes
 * @param {*} length bytes
 * @returns {Buffer} a view of the bytes to send
 * @throws {TypeError}
 */
function partOfMessage(message, offset, length) {
  const isString = typeof message === 'string';
  if (!isString && !Buffer.isBuffer(message)) throw new TypeError('First argument must be a buffer or string');
  const bytes = isString ? Buffer.from(message) : message;
  const start = offset >>> 0;
  // In 32 bits, as on the device: what is negative then counts from the end.
  return bytes.subarray(start | 0, (start + (length >>> 0)) | 0);
}

function badVariable(message) {
  return Object.assign(new RangeError(message), { code: 'IOTJS_DGRAM_BAD_SETTING' });
}

/** Where runs of messages may leave as one segmented send: IOTJS_DGRAM_SEGMENT. By default to loopback only. */
function segmentation(setting) {
  if (!setting) return SEGMENT_LOOPBACK;
  if (setting === 'all') return SEGMENT_ALL;
  if (setting === 'off') return SEGMENT_OFF;
  throw badVariable(`IOTJS_DGRAM_SEGMENT must be 'all', 'off' or not set, and is '${setting}'`);
}

/**
 * How many microseconds the loop polls for the next message after an answer: IOTJS_DGRAM_BUSY_POLL. By default 50: a
 * peer that is awake answers within 10, but with 20 or 30 two that sleep never woke each other. Not on a single core,
 * which the peer may need.
 */
function busyPoll(setting) {
  if (!setting) return availableParallelism() > 1 ? 50 : 0;
  if (setting === 'off') return 0;
  if (/^\d+$/.test(setting) && Number(setting) <= 1000000) return Number(setting);
  throw badVariable(`IOTJS_DGRAM_BUSY_POLL must be 'off', 0 to 1000000 microseconds or not set, and is '${setting}'`);
}

module.exports = { bindPort, busyPoll, host, partOfMessage, segmentation, sendPort, wholeMessage };
