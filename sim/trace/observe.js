'use strict';

const path = require('node:path');
const { performance } = require('node:perf_hooks');
const tty = require('node:tty');

const { print } = require('../blocking');
const { Lines } = require('./lines');
const { Observer } = require('./observer');
const { captureFor, drawRun } = require('./picture');
const { isRecorded } = require('./settings');

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
  const { trace, draw, index, share } = settings;
  const sinks = [];
  if (trace !== false && (trace.copies.length === 0 || trace.copies.includes(index))) {
    sinks.push(new Lines(trace, {
      print: printForBoard ?? print,
      isColoured: printForBoard === null && tty.isatty(STDERR) && process.stderr.hasColors(),
      start: share?.start ?? performance.timeOrigin,
    }));
  }
  const name = path.basename(process.argv[1] ?? 'node');
  if (isRecorded(settings)) {
    const { openCapture, ownFile } = require('./capture/index');
    const file = captureFor(settings);
    const capture = openCapture({ file, board: { index, name, isFleet: share !== null }, first: share?.first });
    sinks.push(capture);
    if (draw !== undefined) sinks.push({ event() {}, end: () => drawRun(settings, capture.file, ownFile(draw), name) });
  }
  return new Observer(() => network.now(), sinks);
}

module.exports = { observe };
