'use strict';

// --draw: a run is recorded, to a file of its own unless it is recorded anyway, and drawn from that when it has ended.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { print } = require('../blocking');

/**
 * @param {object} settings as sim/board/settings.js reads them
 * @returns {string} the capture that a run with --draw is drawn from
 */
function captureFor({ record }) {
  return record ?? path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-')), 'run.pcapng');
}

/**
 * Draws a run that has ended. Where that cannot be, standard error says why, and where its capture is.
 *
 * @param {object} settings as sim/board/settings.js reads them
 * @param {string} capture what captureFor() gave
 * @param {string} picture the file that is written
 * @param {string} title
 */
function drawRun({ record }, capture, picture, title) {
  try {
    require('./draw/draw').draw([capture], picture, title);
  } catch (error) {
    print(`iotjs-dgram: --draw ${picture}: ${error.message}. What was recorded is in ${capture}\n`);
    return;
  }
  if (record === undefined) fs.rmSync(path.dirname(capture), { recursive: true, force: true });
}

module.exports = { captureFor, drawRun };
