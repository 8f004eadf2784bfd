'use strict';

// The side of the test: runs a scenario in a process of its own, where a crash can be seen.

const assert = require('node:assert/strict');
const path = require('node:path');

const { runInNamespace } = require('../../helpers/namespace.js');
const { run } = require('../../helpers/run.js');

const CHILDREN = path.join(__dirname, '..', 'children');

/** Fewer of everything where each costs more. */
const SANITIZED = process.env.IOTJS_DGRAM_SANITIZED === '1';
const TIMEOUT = 120000;

/**
 * Runs a script of test/native/children.
 *
 * @param {string} script its name
 * @param {string[]} args its scenario, and what that takes
 * @param {object} [options]
 * @param {object} [options.env] added to the environment
 * @param {string[]} [options.flags] for Node
 * @param {boolean} [options.namespace] in a network namespace of its own
 * @returns {Promise<{code: ?number, signal: ?string, stdout: string, stderr: string, lines: string[]}>}
 */
async function runChild(script, args, { env, flags = [], namespace = false } = {}) {
  const command = ['--expose-gc', ...flags, path.join(CHILDREN, script), ...args];
  const result = await (namespace ? runInNamespace : run)(process.execPath, command, { env, timeout: TIMEOUT });
  return { ...result, lines: result.stdout.split('\n').filter((line) => line !== '') };
}

/**
 * Runs a scenario that must play to its end, without a word on stderr, and leave nothing open.
 *
 * @param {string} script
 * @param {string[]} args
 * @param {object} [options] as for runChild
 * @returns {Promise<string[]>} the lines it printed before its `ok`
 */
async function passes(script, args, options) {
  const { code, signal, stdout, stderr, lines } = await runChild(script, args, options);
  const told = `exit code ${code}, signal ${signal}\n${stderr}${stdout}`;
  assert.ok(code === 0 && signal === null && stderr === '', told);
  assert.equal(lines.pop(), 'ok', told);
  return lines;
}

module.exports = { SANITIZED, passes, runChild };
