'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { INSIDE, runInNamespace } = require('../support/namespace.js');

const CASES = path.join(__dirname, 'cases');
const TRANSCRIPTS = path.join(__dirname, 'transcripts');
const REGISTER = path.join(__dirname, '..', '..', 'lib', 'register.js');
const CASE_TIMEOUT = 20000;
const SHOWN = 2000;
/** One after the other where all are in one namespace. */
const CONCURRENCY = INSIDE ? 1 : 4;

/** How a case runs here: `[program, arguments]`. Device scripts use `new Buffer()`, hence the flag. */
const HERE = [process.execPath, ['--no-deprecation', '-r', REGISTER]];

/**
 * @returns {string[]} the names of all cases, sorted
 */
function caseNames() {
  return namesIn(CASES, '.js').filter((name) => name !== 'trace');
}

/**
 * @param {'iotjs'|'here'} side what IoT.js prints, or what is printed here where that is meant to differ
 * @returns {string[]} the names of all cases that have a transcript there, sorted
 */
function transcriptNames(side) {
  return namesIn(path.join(TRANSCRIPTS, side), '.txt');
}

function namesIn(directory, extension) {
  return fs.readdirSync(directory)
    .filter((file) => file.endsWith(extension))
    .map((file) => path.basename(file, extension))
    .sort();
}

/**
 * @param {'iotjs'|'here'} side
 * @param {string} name of the case
 * @returns {?string} null where there is none
 */
function readTranscript(side, name) {
  try {
    return fs.readFileSync(path.join(TRANSCRIPTS, side, `${name}.txt`), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * @param {string} name of the case
 * @returns {?string} the transcript that is to be printed here
 */
function expectedTranscript(name) {
  return readTranscript('here', name) ?? readTranscript('iotjs', name);
}

/**
 * Runs a case in a namespace of its own.
 *
 * @param {[string, string[], object]} command what runs scripts: the program, its arguments, and what is added to its
 *   environment
 * @param {string} name of the case
 * @returns {Promise<{transcript: string, stderr: string}>} what it printed, its exit status as the last line
 * @throws {Error} when it does not end by itself
 */
async function runCase([program, args, env], name) {
  const file = path.join(CASES, `${name}.js`);
  const { code, signal, stdout, stderr, timedOut } = await runInNamespace(
    program, [...args, file], { cwd: CASES, env, timeout: CASE_TIMEOUT }
  );
  if (timedOut) {
    const printed = `${stdout}${stderr}`.slice(0, SHOWN);
    throw new Error(`${name} did not end within ${CASE_TIMEOUT / 1000} s; it printed:\n${printed}`);
  }
  // A death by signal N reads 128 + N, as a shell reports it.
  const status = signal ? 128 + os.constants.signals[signal] : code;
  return { transcript: `${stdout}exit ${status}\n`, stderr };
}

/**
 * Runs several cases at a time, each in a namespace of its own.
 *
 * @param {[string, string[]]} command
 * @param {string[]} names
 * @returns {Promise<Map<string, {transcript?: string, stderr?: string, error?: Error}>>} by name, in their order
 */
async function runCases(command, names) {
  const results = new Map(names.map((name) => [name, null]));
  const waiting = names.slice();
  async function work() {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      results.set(name, await runCase(command, name).catch((error) => ({ error })));
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return results;
}

module.exports = {
  HERE,
  TRANSCRIPTS,
  caseNames,
  expectedTranscript,
  readTranscript,
  runCase,
  runCases,
  transcriptNames,
};
