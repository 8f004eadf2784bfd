#!/usr/bin/env node
'use strict';

// Runs a script in which require('dgram') means this package, on a board and in a network of one's choice.

const Module = require('node:module');
const path = require('node:path');

const { passOn } = require('../lib/children');
const { nearest } = require('../sim/spelling');
const { UsageError, checkValues, fleetArguments, fleetOf, misplaced, parse, variablesOf } = require('./arguments');
const { replaceProcess } = require('./node-options');

const PRELOAD = path.join(__dirname, 'preload.js');
const USAGE_ERROR = 2;

/** Other commands than to run a script. */
const COMMANDS = {
  check: () => require('./check'),
  draw: () => require('./draw'),
  merge: () => require('./merge'),
  targets: () => require('./targets'),
};

/** Codes of errors that say all that there is to say. */
const EXPLAINED = ['BAD_CAPTURE', 'BAD_REPORT', 'BAD_SETTING', 'NO_BINARY', 'NO_ESLINT', 'NO_LIBUV']
  .map((name) => `IOTJS_DGRAM_${name}`);

/** Whether `node <script>` would find it: as it is, with .js, .json or .node behind, or as a folder. */
function isThere(script) {
  try {
    require.resolve(script);
    return true;
  } catch {
    return false;
  }
}

/** Makes a script the main module of this process. */
function prepareScript(script, scriptArgs) {
  process.argv = [process.execPath, script, ...scriptArgs];
  passOn([...process.execArgv, '-r', PRELOAD], PRELOAD);
  require('./preload');
  return () => Module.runMain();
}

/** @returns {Function} what is left to do: in it, errors are the script's */
function prepare({ values, nodeOptions, script, scriptArgs }) {
  checkValues(values);
  if (!script) throw new UsageError('no script was given');
  const file = path.resolve(script);
  if (!isThere(file)) {
    throw new UsageError(`there is no script '${script}' (${file}).${nearest(script, Object.keys(COMMANDS))}`);
  }
  const [late] = misplaced(scriptArgs);
  if (late !== undefined) {
    process.stderr.write(`iotjs-dgram: ${late} is given to the script. For the command, write it before the script's ` +
      'name.\n');
  }
  Object.assign(process.env, variablesOf(values));
  if (nodeOptions.length > 0) {
    const fleet = values.fleet === undefined ? ['-r', PRELOAD] : [__filename, ...fleetArguments(values), '--'];
    return () => replaceProcess([...process.execArgv, ...nodeOptions, ...fleet, file, ...scriptArgs]);
  }
  if (values.fleet !== undefined) {
    const { runFleet } = require('../sim/fleet/main');
    return () => runFleet({ ...fleetOf(values), script: file, scriptArgs, preload: PRELOAD });
  }
  return prepareScript(file, scriptArgs);
}

function main(args) {
  const parsed = parse(args);
  const { values, script, scriptArgs, isName } = parsed;
  if (values.help) return () => process.stdout.write(require('./help'));
  if (values.version) return () => process.stdout.write(`${require('../package.json').version}\n`);
  if (Object.hasOwn(COMMANDS, script) && !isName) return COMMANDS[script]()(scriptArgs, values);
  return prepare(parsed);
}

/** What is wrong with what the user typed or set, or with the installation. */
function isExplained(error) {
  return error instanceof UsageError || EXPLAINED.includes(error.code);
}

let run = () => {};
try {
  run = main(process.argv.slice(2));
} catch (error) {
  if (!isExplained(error)) throw error;
  const hint = error instanceof UsageError ? 'Try: iotjs-dgram --help\n' : '';
  process.stderr.write(`iotjs-dgram: ${error.message}\n${hint}`);
  process.exitCode = USAGE_ERROR;
}
run();
