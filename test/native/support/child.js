'use strict';

// The side of the test: runs a scenario in a process of its own, where a crash can be seen.

const path = require('node:path');

const { SANITIZED, playNode, runNode } = require('../../support/node.js');

const SCENARIOS = path.join(__dirname, '..', 'scenarios');
const TIMEOUT = 120000;

function commandOf(script, args, flags = []) {
  return ['--expose-gc', ...flags, path.join(SCENARIOS, script), ...args];
}

/**
 * Runs a script of test/native/scenarios.
 *
 * @param {string} script its name
 * @param {string[]} args its scenario, and what that takes
 * @param {object} [options]
 * @param {object} [options.env] added to the environment
 * @param {string[]} [options.flags] for Node
 * @param {boolean} [options.namespace] in a network namespace of its own
 * @returns {Promise<object>} as of runNode()
 */
function runChild(script, args, { flags, ...options } = {}) {
  return runNode(commandOf(script, args, flags), { ...options, timeout: TIMEOUT });
}

/**
 * Runs a scenario that must play to its end, without a word on stderr, and leave nothing open.
 *
 * @param {string} script
 * @param {string[]} args
 * @param {object} [options] as for runChild
 * @returns {Promise<string[]>} the lines it printed before its `ok`
 */
async function passes(script, args, { flags, ...options } = {}) {
  const { lines } = await playNode(commandOf(script, args, flags), { ...options, timeout: TIMEOUT });
  return lines;
}

module.exports = { SANITIZED, passes, runChild };
