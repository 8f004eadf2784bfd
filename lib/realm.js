'use strict';

// The module gives its script Buffers, errors and functions, and uses timers, ticks and warnings of its process. All
// that comes from the realm of the board. This is the realm of a process, where it is at hand. Each of many copies in a
// process has one of its own: see sim/fleet/light/copy-realm.js.

const dns = require('node:dns');
const { EventEmitter } = require('node:events');
const { setImmediate, setTimeout } = require('node:timers'); // no mock of them

const { captureContext } = require('./async-context');

module.exports = {
  EventEmitter,
  Buffer,
  dns,
  setImmediate,
  setTimeout,
  captureContext,

  nextTick(callback) {
    process.nextTick(callback);
  },

  emitWarning(warning) {
    process.emitWarning(warning);
  },

  /** @returns {*} the same error, array or object, as one of the script's */
  given: (value) => value,

  /** @returns {Function} one of the script's that does the same: what it returns and throws is given */
  method: (original) => original,

  /** @returns {Buffer} a view of bytes of an ArrayBuffer */
  bufferOf: (slab, offset, size) => Buffer.from(slab, offset, size),

  /** @returns {object} the second argument of a 'message' listener */
  infoOf: (address, port, size) => ({ address, family: 'IPv4', port, size }),
};
