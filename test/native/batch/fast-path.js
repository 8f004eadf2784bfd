'use strict';

// Some tests are about the Linux platform files of the addon: batches, segmented sends, runs received in one piece.

const path = require('node:path');

const { undefinedSymbols } = require('../../../scripts/check-symbols.js');

const ROOT = path.join(__dirname, '..', '..', '..');

/** Whether the addon under test sends by sendmmsg: its dynamic symbols tell. */
function isFast() {
  return process.platform === 'linux' && undefinedSymbols(require('node-gyp-build').path(ROOT)).includes('sendmmsg');
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
