'use strict';

const { board } = require('./process-board');
const { raise } = require('./stacks');

/**
 * Has the sockets of this environment (a process, or one of its worker threads) behave as on a board or in a bad
 * network: what the options of the command do, for tests that are written in code. Settings that the command line or
 * environment variables give count before these. Not part of IoT.js: a device has no such thing.
 *
 * @param {object} options each as on the command line, without the dashes; simulate.d.ts has their types, units and
 *   defaults
 * @returns {Control} what changes and counts what the network does while it runs: see sim/network/control.js
 * @throws {TypeError} for options that are no object
 * @throws {RangeError} code IOTJS_DGRAM_BAD_SETTING, for an unknown option or a wrong value
 * @throws {Error} code IOTJS_DGRAM_TOO_LATE, when a socket has been created already
 */
function simulate(options) {
  if (options === null || typeof options !== 'object') {
    raise(new TypeError('simulate() takes an object such as { target: \'nuttx-stm32f4\', loss: \'5%\' }'));
  }
  return board.simulate(options);
}

module.exports = simulate;
