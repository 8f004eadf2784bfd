'use strict';

const { findBinary } = require('../../../lib/binary.js');
const native = require('../../../lib/native.js');

/**
 * Loads the addon once more: an instance beside the one that lib/ uses, as a second copy of the package would be.
 *
 * @param {object} [functions] what it calls, as lib/environment.js gives them; default: functions that do nothing
 * @returns {object}
 */
function anotherInstance(functions = {}) {
  const other = { exports: {} };
  process.dlopen(other, findBinary());
  const all = Object.fromEntries(other.exports.callbacks.map((name) => [name, functions[name] ?? (() => {})]));
  other.exports.start(all, 0, 0);
  return other.exports;
}

/** For each instance, the objects that its sockets live as long as, by number. */
const owners = new Map();

/**
 * @param {object} addon
 * @returns {number} a socket that an instance of the addon has opened
 */
function open(addon) {
  const owner = {};
  const number = addon.open(owner);
  if (number < 0) throw new Error(`open() returned ${number}`);
  if (!owners.has(addon)) owners.set(addon, new Map());
  owners.get(addon).set(number, owner);
  return number;
}

/**
 * Closes all that open() has opened on an instance.
 *
 * @param {object} addon
 */
function closeAll(addon) {
  for (const number of owners.get(addon)?.keys() ?? []) addon.close(number);
  owners.delete(addon);
}

module.exports = { anotherInstance, closeAll, native, open };
