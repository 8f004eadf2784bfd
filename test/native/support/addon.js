'use strict';

const path = require('node:path');

const native = require('../../../lib/native.js');

const ROOT = path.join(__dirname, '..', '..', '..');

/**
 * Loads the addon once more: an instance beside the one that lib/ uses, as a second copy of the package would be.
 *
 * @param {object} [functions] what it calls, as lib/socket.js gives them; default: functions that do nothing
 * @returns {object}
 */
function anotherInstance(functions = {}) {
  const file = require('node-gyp-build').path(ROOT);
  const other = { exports: {} };
  process.dlopen(other, file);
  const names = ['bound', 'message', 'receiveFailed', 'sent', 'refused', 'resolved'];
  const all = Object.fromEntries(names.map((name) => [name, functions[name] ?? (() => {})]));
  other.exports.start(all, 0);
  return other.exports;
}

const numbers = new WeakMap();

/**
 * @param {object} addon
 * @returns {object} an object that an instance of the addon has made a socket of
 */
function open(addon) {
  const socket = {};
  const number = addon.open(socket);
  if (number < 0) throw new Error(`open() returned ${number}`);
  numbers.set(socket, number);
  return socket;
}

/**
 * @param {object} socket from open()
 * @returns {number} what send() knows it by
 */
function numberOf(socket) {
  return numbers.get(socket);
}

module.exports = { anotherInstance, native, numberOf, open };
