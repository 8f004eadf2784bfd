'use strict';

// For all tests; .mocharc.json has it.

const { endAll } = require('./run.js');

/** Each file in parallel mode, all of them without it: ends the programs that a failed test has left running. */
exports.mochaHooks = { afterAll: endAll };
