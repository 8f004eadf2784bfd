'use strict';

const { board } = require('./process-board');

/**
 * Has the sockets of this environment (a process, or one of its worker threads) behave as on a board or in a bad
 * network: what the options of the command do, for tests that are written in code. Settings that the command line or
 * environment variables give count before these. Not part of IoT.js: a device has no such thing.
 *
 * @param {object} options each as on the command line, without the dashes
 * @param {string} [options.target] the board: 'nuttx-stm32f4', … (docs/targets.md); default: none
 * @param {string[]|string} [options.allow] APIs that the board has, whatever its table says: ['setTTL'] or
 * 'setTTL,bind'
 * @param {string} [options.loss] how many datagrams are lost: '5%'; default: none
 * @param {string} [options.delay] how much later they are delivered: '40ms', '40ms±10ms', '40ms+-10ms'; default: not
 * @param {string} [options.duplicate] how many are delivered twice: '1%'
 * @param {string} [options.reorder] how many are overtaken by the next one: '2%'
 * @param {string} [options.rate] how much passes: '50kbit/s'; default: everything
 * @param {number} [options.queue] how many datagrams wait for that at most; default 50
 * @param {number} [options.mtu] the largest packet in bytes, its 28 bytes of headers included; default: any
 * @param {number} [options.seed] 0 to 4294967295, to repeat a run; default: another one each time
 * @param {string} [options.direction] 'send', 'receive' or 'both' (the default): what the network does that to
 * @param {boolean} [options.report] prints a line of what happened to how many, on exit; default false
 * @throws {TypeError} for options that are no object
 * @throws {RangeError} code IOTJS_DGRAM_BAD_SETTING, for an unknown option or a wrong value
 * @throws {Error} code IOTJS_DGRAM_TOO_LATE, when a socket has been created already
 */
function simulate(options) {
  if (options === null || typeof options !== 'object') {
    throw new TypeError('simulate() takes an object such as { target: \'nuttx-stm32f4\', loss: \'5%\' }');
  }
  board.simulate(options);
}

module.exports = simulate;
