'use strict';

const path = require('node:path');
const { performance } = require('node:perf_hooks');
const tty = require('node:tty');

const { print } = require('../stderr');
const { Lines } = require('./lines');
const { Observer } = require('./observer');

const STDERR = 2;

/**
 * Has the network of a board observed, in the ways that its settings ask for.
 *
 * @param {Network} network
 * @param {object} settings as sim/board/settings.js reads them
 * @param {?function(string)} [printForBoard] prints to the standard error of the board; null: of this process
 * @returns {Observer}
 */
function observe(network, settings, printForBoard = null) {
  const { trace, record, index, share } = settings;
  const sinks = [];
  if (trace !== false && (trace.copies.length === 0 || trace.copies.includes(index))) {
    sinks.push(new Lines(trace, {
      print: printForBoard ?? print,
      isColoured: printForBoard === null && tty.isatty(STDERR) && process.stderr.hasColors(),
      start: share?.start ?? performance.timeOrigin,
    }));
  }
  const name = path.basename(process.argv[1] ?? 'node');
  if (record !== undefined) {
    const { openCapture } = require('./capture');
    sinks.push(openCapture({ file: record, board: { index, name, isFleet: share !== null }, first: share?.first }));
  }
  return new Observer(() => network.now(), sinks);
}

module.exports = { observe };
