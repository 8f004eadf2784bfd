'use strict';

// Captures that tests make in their own process.

const path = require('node:path');

const { openCapture } = require('../../../sim/trace/capture');
const { readCapture } = require('../../../sim/trace/capture/reader.js');
const { makeDirectory } = require('../../support/project.js');

const BOARD = { index: 0, name: 'app.js', isFleet: false };

/** @returns {string} the name of a file that does not exist */
function newFile() {
  return path.join(makeDirectory({}), 'run.pcapng');
}

/**
 * @param {object[]} events
 * @returns {string} a capture of them
 */
function record(events) {
  const file = newFile();
  const sink = openCapture({ file, board: BOARD });
  for (const event of events) sink.event(event);
  sink.end();
  return file;
}

/** @returns {{packets: object[], skipped: number, isCut: boolean}} all that is in a capture */
function readAll(file) {
  const capture = readCapture(file);
  const packets = [...capture];
  return { packets, skipped: capture.skipped, isCut: capture.isCut };
}

module.exports = { BOARD, newFile, readAll, record };
