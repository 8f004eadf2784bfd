'use strict';

// Runs a part of a test in a process of its own, in a network namespace where that is asked for.

const assert = require('node:assert/strict');
const { run } = require('../../helpers/run.js');
const { runInNamespace } = require('../../helpers/namespace.js');
const sockets = require('../../helpers/sockets.js');

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
async function runChild(body, { args = [], flags = [], namespace = false, code = 0 } = {}) {
  const source = `'use strict'; require(${JSON.stringify(__filename)}).perform(${body}, ${JSON.stringify(args)});`;
  const start = namespace ? runInNamespace : run;
  const result = await start(process.execPath, [...flags, '-e', source]);
  const ending = result.timedOut ? 'was killed, as it did not end' : `ended with ${result.signal || result.code}`;
  assert.ok(
    result.code === code && !result.timedOut,
    `the process ${ending}; it printed:\n${result.stdout}${result.stderr}`
  );
  const lines = result.stdout.split('\n').filter((line) => line !== '');
  return { values: lines.map((line) => JSON.parse(line)), stderr: result.stderr };
}

/** The same with `namespace: true`. */
function runNamespaceChild(body, options) {
  return runChild(body, { ...options, namespace: true });
}

/** What the child does; see runChild(). */
async function perform(body, args) {
  const log = (value) => console.log(JSON.stringify(value));
  let ended = false;
  process.once('exit', (code) => {
    if (ended || code !== 0) return;
    console.error('The function has not come to its end, and nothing is left to wait for.');
    process.exitCode = 1;
  });
  await body({ dgram: require('../../..'), sockets, assert, log }, ...args);
  ended = true;
}

module.exports = { perform, runChild, runNamespaceChild };
