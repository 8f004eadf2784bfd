'use strict';

// Runs the scripts of scenarios/targets/ under a target.

const assert = require('node:assert/strict');
const path = require('node:path');
const { runNode } = require('../../support/node.js');

const SCENARIOS = path.join(__dirname, '..', 'scenarios', 'targets');

/**
 * What of the environment chooses a target.
 *
 * @param {string} [target] default: none
 * @param {string[]} [allow] APIs; default: none
 * @returns {object}
 */
function environment(target, allow = []) {
  return { IOTJS_DGRAM_TARGET: target, IOTJS_DGRAM_ALLOW: allow.length > 0 ? allow.join() : undefined };
}

/**
 * Runs a script of scenarios/targets/.
 *
 * @param {string} name of the file
 * @param {object} [options]
 * @param {string[]} [options.args] of the script
 * @param {string[]} [options.flags] of node; default: no warnings are printed
 * @param {string} [options.target]
 * @param {string[]} [options.allow]
 * @param {boolean} [options.namespace] whether to run in a network namespace; default false
 * @returns {Promise<{values: Array, stderr: string}>} the lines of JSON that it printed
 */
async function runScript(name, { args = [], flags = ['--no-warnings'], target, allow, namespace = false } = {}) {
  const { code, lines, stdout, stderr } = await runNode([...flags, path.join(SCENARIOS, name), ...args.map(String)], {
    env: environment(target, allow), namespace,
  });
  assert.equal(code, 0, stdout + stderr);
  return { values: lines.map((line) => JSON.parse(line)), stderr };
}

module.exports = { environment, runScript };
