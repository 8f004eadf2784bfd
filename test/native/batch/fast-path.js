'use strict';

// Some tests are about the Linux platform files of the addon: batches, segmented sends, runs received in one piece.

const { findBinary } = require('../../../lib/binary.js');
const { undefinedSymbols } = require('../../../scripts/check-symbols.js');

/** Whether the addon under test sends by sendmmsg: its dynamic symbols tell. */
function isFast() {
  return process.platform === 'linux' && undefinedSymbols(findBinary()).includes('sendmmsg');
}

/** A Mocha `before` hook: where the addon is the portable one, the suite's tests are skipped, and say why. */
function requireFastPath() {
  if (isFast()) return;
  this.test.parent.eachTest((test) => {
    test.title += ' (skipped: the addon is built of the portable files)';
  });
  this.skip();
}

module.exports = { isFast, requireFastPath };
