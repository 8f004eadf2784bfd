'use strict';

// Runs JavaScript for tests in a Node.js process of its own, in a network namespace where that is asked for.

const assert = require('node:assert/strict');

const { runInNamespace } = require('./namespace.js');
const { run } = require('./run.js');

/** Whether the addon has sanitizers in it: they take memory and time. */
const SANITIZED = process.env.DGRAM_TEST_SANITIZED === '1';

/**
 * Runs node.
 *
 * @param {string[]} args flags, a script and its arguments
 * @param {object} [options] as run() takes them
 * @param {boolean} [options.namespace] whether to run in a network namespace; default false
 * @returns {Promise<{code: ?number, signal: ?string, stdout: string, stderr: string, lines: string[],
 *   timedOut: boolean}>} `lines` are those of stdout that are not empty
 */
async function runNode(args, { namespace = false, ...options } = {}) {
  const result = await (namespace ? runInNamespace : run)(process.execPath, args, options);
  return { ...result, lines: result.stdout.split('\n').filter((line) => line !== '') };
}

/** For a message of an assertion: how a program ended, and what it printed. */
function described({ code, signal, timedOut, stdout, stderr }) {
  const ending = timedOut ? 'it was killed, as it did not end' : `it ended with ${signal ?? code}`;
  return `${ending} and printed:\n${stdout}${stderr}`;
}

/**
 * Runs a script that must come to its end: with exit code 0, and `ok` as its last line.
 *
 * @param {string[]} args as of runNode()
 * @param {object} [options] as of runNode()
 * @param {boolean} [options.warns] whether it may write to stderr; default false
 * @returns {Promise<{lines: string[], stderr: string}>} the lines before its `ok`
 */
async function playNode(args, { warns = false, ...options } = {}) {
  const result = await runNode(args, options);
  const { code, stderr, lines } = result;
  assert.equal(code, 0, described(result));
  assert.equal(lines.pop(), 'ok', described(result));
  if (!warns) assert.equal(stderr, '');
  return { lines, stderr };
}

/**
 * Runs a function in a Node.js process of its own.
 *
 * The function goes there as source: it sees what it is given and nothing of the file that it stands in. It is given
 * `{dgram, sockets, assert, log}`, where log() hands a value that JSON knows to this process, and then `args`. What it
 * throws, or rejects with, ends that process with exit code 1.
 *
 * @param {Function} body
 * @param {object} [options]
 * @param {Array} [options.args] more arguments, which JSON knows
 * @param {string[]} [options.flags] of node
 * @param {boolean} [options.namespace] whether to run in a network namespace; default false
 * @param {number} [options.code] the exit code that is expected; default 0
 * @returns {Promise<{values: Array, stderr: string}>} what was logged, in order
 */
async function runFunction(body, { args = [], flags = [], namespace = false, code = 0 } = {}) {
  const source = `'use strict'; require(${JSON.stringify(__filename)}).perform(${body}, ${JSON.stringify(args)});`;
  const result = await runNode([...flags, '-e', source], { namespace });
  assert.equal(result.code, code, described(result));
  return { values: result.lines.map((line) => JSON.parse(line)), stderr: result.stderr };
}

/** The same in a network namespace. */
function runFunctionInNamespace(body, options) {
  return runFunction(body, { ...options, namespace: true });
}

/** What the process of runFunction() does. */
async function perform(body, args) {
  const log = (value) => console.log(JSON.stringify(value));
  let ended = false;
  process.once('exit', (code) => {
    if (ended || code !== 0) return;
    console.error('The function has not come to its end, and nothing is left to wait for.');
    process.exitCode = 1;
  });
  await body({ dgram: require('../..'), sockets: require('./sockets.js'), assert, log }, ...args);
  ended = true;
}

module.exports = { SANITIZED, perform, playNode, runFunction, runFunctionInNamespace, runNode };
