'use strict';

// What the arguments of bind() and send() mean, and what the causes of errors say of wrong ones. Forms and texts are
// IoT.js's.

const { availableParallelism } = require('node:os');
const { inspect } = require('node:util');

const addresses = require('./addresses');
const { SEGMENT_ALL, SEGMENT_LOOPBACK, SEGMENT_OFF } = require('./native').constants;
const { because, raise } = require('./stacks');

/** Not that of the message: with the setting `strict`, a received one has none. */
const { subarray } = Uint8Array.prototype;

/** A value in a line, cut off where it is long. */
function show(value) {
  return inspect(value, { depth: 0, breakLength: Infinity, maxArrayLength: 3, maxStringLength: 60 });
}

/** Of which type a value is, and for some what to send instead. */
function ofType(value) {
  const type = Object.prototype.toString.call(value).slice(8, -1);
  const isBinary = /^(\w+Array|(Shared)?ArrayBuffer|DataView)$/.test(type);
  const instead = isBinary ? '; use a Buffer' : type === 'Object' ? '; use JSON.stringify()' : '';
  return `of type ${type}${instead}`;
}

/** Where a message looks like the address that it was to be sent to: what the first argument is. */
function aboutFirstArgument(message) {
  const isAddress = typeof message === 'string' &&
    (addresses.toNumber(message) >= 0 || /^localhost$|^([\w-]+\.)+[a-z]+$/i.test(message));
  return isAddress ? `; the first argument of send() is the message, and it is ${show(message)}` : '';
}

/** The port of bind(). What is no number counts as 0, "any port", as on the device; IoT.js wraps others to 16 bits. */
function bindPort(port) {
  const number = Math.trunc(port) || 0;
  if (number < 0 || number > 65535) raisePortError('>= 0', port);
  return number;
}

/** The port of send(). The message that goes there is for the error. */
function sendPort(port, message) {
  const number = Math.trunc(port);
  if (!(number > 0 && number < 65536)) raisePortError('> 0', port, message);
  return number;
}

function raisePortError(least, port, message) {
  const cause = because(`the port is ${show(port)}${aboutFirstArgument(message)}`);
  raise(new RangeError(`Port should be ${least} and < 65536`, cause));
}

/** An address as the script gave it, or `missing` for none. The message that goes there is for the error. */
function host(address, missing, message) {
  if (typeof address === 'string') return address === '' ? missing : address;
  if (!address) return missing;
  const cause = because(`the address is ${show(address)}${aboutFirstArgument(message)}`);
  raise(new TypeError('invalid argument: hostname must be a string', cause));
}

function raiseMessageError(text, value, what = 'the message, the first argument,') {
  raise(new TypeError(text, because(`${what} is ${ofType(value)}`)));
}

/** The message of `send(msg, port, …)`: a string or a Buffer of the script's realm, which an array becomes. */
function wholeMessage(message, { Buffer: OwnBuffer }) {
  if (typeof message === 'string' || OwnBuffer.isBuffer(message)) return message;
  if (!Array.isArray(message)) raiseMessageError('First argument must be a buffer or a string', message);
  const parts = [];
  // Not map(): it would leave the holes of a sparse array out.
  for (let i = 0; i < message.length; i++) {
    const part = message[i];
    if (typeof part !== 'string' && !OwnBuffer.isBuffer(part)) {
      raiseMessageError('Buffer list arguments must be buffers or strings', part, `message[${i}]`);
    }
    parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  }
  return Buffer.concat(parts);
}

/**
 * The message of `send(msg, offset, length, port, …)`: a view of a part of it, in bytes, cut off at its end. Of a
 * string they are those of UTF-8.
 */
function partOfMessage(message, offset, length, { Buffer: OwnBuffer }) {
  const isString = typeof message === 'string';
  if (!isString && !OwnBuffer.isBuffer(message)) {
    raiseMessageError('First argument must be a buffer or string', message);
  }
  const bytes = isString ? Buffer.from(message) : message;
  const start = offset >>> 0;
  // In 32 bits, as on the device: what is negative then counts from the end.
  return Reflect.apply(subarray, bytes, [start | 0, (start + (length >>> 0)) | 0]);
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

module.exports = {
  aboutFirstArgument, bindPort, busyPoll, host, partOfMessage, segmentation, sendPort, show, wholeMessage,
};
