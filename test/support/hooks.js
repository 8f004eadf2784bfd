'use strict';

// For all tests; .mocharc.json has it.

const { endAll } = require('./run.js');

/** What cannot be tried on a system, from scripts/test-platform.js: patterns for full titles, with the reason. */
const SKIPPED = JSON.parse(process.env.DGRAM_TEST_SKIP ?? '[]')
  .map(([pattern, reason]) => [new RegExp(pattern), reason]);

exports.mochaHooks = {
  beforeEach() {
    const test = this.currentTest;
    const [, reason] = SKIPPED.find(([pattern]) => pattern.test(test.fullTitle())) ?? [];
    if (reason === undefined) return;
    test.title += ` (skipped: ${reason})`;
    this.skip();
  },

  /** Each file in parallel mode, all of them without it: ends the programs that a failed test has left running. */
  afterAll: endAll,
};
