'use strict';

// Some tests are about the Linux platform files of the addon: batches, segmented sends, runs received in one piece.

const { findBinary } = require('../../../lib/binary.js');
const { undefinedSymbols } = require('../../../scripts/check-symbols.js');
const { skipSuite } = require('../../support/skip.js');

/** Whether the addon under test sends by sendmmsg: its dynamic symbols tell. */
function isFast() {
  return process.platform === 'linux' && undefinedSymbols(findBinary()).includes('sendmmsg');
}

/** A Mocha `before` hook: where the addon is the portable one, the suite's tests are skipped, and say why. */
function requireFastPath() {
  if (!isFast()) skipSuite(this, 'the addon is built of the portable files');
}

module.exports = { isFast, requireFastPath };
