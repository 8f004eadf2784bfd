'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { createPatch } = require('diff');
const { probe } = require('../support/namespace.js');
const { caseNames } = require('./suite.js');

/** A mistake of whoever started the tool. */
class UsageError extends Error {}

/**
 * Runs a command-line tool: exit code 0 when all is well, 1 when it found something, 2 when it could
 * not start.
 *
 * @param {object} tool
 * @param {string} tool.usage printed for --help and with every usage error
 * @param {object} tool.options as `util.parseArgs` takes them, --help aside
 * @param {(values: object, positionals: string[]) => Promise<boolean>} tool.main resolves to whether all is well
 */
async function runTool({ usage, options, main }) {
  try {
    const { values, positionals } = parse(options);
    if (values.help) {
      console.log(usage);
      return;
    }
    process.exitCode = await main(values, positionals) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}

function parse(options) {
  try {
    return parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

/**
 * @param {string|undefined} file as it was given
 * @returns {string} the absolute path of an IoT.js that can be run
 * @throws {UsageError}
 */
function iotjsBinary(file) {
  if (!file) throw new UsageError('Which IoT.js? Give the path of its binary.');
  const binary = path.resolve(file);
  if (!fs.existsSync(binary)) throw new UsageError(`There is no ${file}. Give the path of an IoT.js binary.`);
  try {
    if (!fs.statSync(binary).isFile()) throw new Error('not a file');
    fs.accessSync(binary, fs.constants.X_OK);
  } catch {
    throw new UsageError(`${file} cannot be run. Give the path of an IoT.js binary.`);
  }
  return binary;
}

/**
 * @param {string[]} names as they were given; none means all
 * @returns {string[]} the names of cases
 * @throws {UsageError}
 */
function chosenCases(names) {
  const known = caseNames();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no case called ${unknown.join(', ')}.`);
  return names.length > 0 ? names : known;
}

/**
 * @throws {UsageError} when cases cannot be run on this machine
 */
async function needNamespace() {
  const { reason } = await probe();
  if (reason) throw new UsageError(`Cases run in a network namespace of their own, and here is ${reason}.`);
}

/**
 * Where two transcripts differ.
 *
 * @param {string} before
 * @param {string} after
 * @returns {string} a unified diff without its header
 */
function differences(before, after) {
  const [, , , , ...lines] = createPatch('', before, after, undefined, undefined, { context: 2 }).trimEnd().split('\n');
  return lines.join('\n');
}

module.exports = { UsageError, chosenCases, differences, iotjsBinary, needNamespace, runTool };
