'use strict';

// Runs the tests: `node scripts/test.js SUITE [arguments of Mocha]`. The suites are listed here and nowhere else.

const os = require('node:os');
const path = require('node:path');

const ROOT = path.dirname(__dirname);
const MOCHA = require.resolve('mocha/bin/mocha.js');

/** The directories of test/ that each suite has. Those with the longest files stand first. */
const SUITES = {
  all: ['simulation', 'light', 'trace', 'entry', 'native', 'compat', 'api', 'eslint', 'bench', 'tools'],
  // After each change.
  quick: ['compat', 'api', 'eslint'],
  // What depends on how the addon was built and on the version of Node.js.
  variant: ['simulation', 'light', 'native', 'compat', 'api'],
  // What depends on the system: each binary on its own.
  system: ['api'],
  // Light copies.
  light: ['light'],
  // Large fleets.
  long: ['long'],
};

// Some tests mostly wait, so one file more than there are cores.
const JOBS = os.availableParallelism() + 1;

/**
 * @param {string} suite a name in SUITES
 * @param {string[]} [args] more arguments
 * @returns {string[]} the arguments of node that run it
 */
function mochaArguments(suite, args = []) {
  if (!Object.hasOwn(SUITES, suite)) {
    throw new Error(`There is no suite '${suite}', only ${Object.keys(SUITES).join(', ')}`);
  }
  const files = SUITES[suite].map((directory) => `test/${directory}/**/*.test.js`);
  return [MOCHA, '--parallel', '--jobs', String(JOBS), ...args, ...files];
}

if (require.main === module) {
  const [suite, ...args] = process.argv.slice(2);
  const [, ...rest] = mochaArguments(suite, args);
  process.chdir(ROOT);
  process.argv = [process.execPath, MOCHA, ...rest];
  // In this process: whoever ends it ends the tests.
  require(MOCHA);
}

module.exports = { SUITES, mochaArguments };
