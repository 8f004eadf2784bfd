#!/usr/bin/env node
'use strict';

// Runs a script in which require('dgram') means this package, on a board and in a network of one's choice.

const Module = require('node:module');
const path = require('node:path');

const { passOn } = require('../lib/children');
const { UsageError, checkValues, misplaced, parse, variablesOf } = require('./arguments');
const { replaceProcess } = require('./node-options');

const PRELOAD = path.join(__dirname, 'preload.js');
const USAGE_ERROR = 2;

/** Whether `node <script>` would find it: as it is, with .js, .json or .node behind, or as a folder. */
function isThere(script) {
  try {
    require.resolve(script);
    return true;
  } catch {
    return false;
  }
}

/** Runs a script as the main module of this process. */
function runScript(script, scriptArgs) {
  process.argv = [process.execPath, script, ...scriptArgs];
  passOn([...process.execArgv, '-r', PRELOAD], PRELOAD);
  require('./preload');
  Module.runMain();
}

function start({ values, nodeOptions, script, scriptArgs }) {
  checkValues(values);
  if (!script) throw new UsageError('no script was given');
  const file = path.resolve(script);
  if (!isThere(file)) throw new UsageError(`there is no script '${script}' (${file})`);
  const [late] = misplaced(scriptArgs);
  if (late !== undefined) {
    process.stderr.write(`iotjs-dgram: ${late} is given to the script. For the command, write it before the script's ` +
      'name.\n');
  }
  Object.assign(process.env, variablesOf(values));
  if (nodeOptions.length > 0) {
    const fleet = values.fleet === undefined ? ['-r', PRELOAD] : [__filename, '--fleet', values.fleet, '--'];
    replaceProcess([...process.execArgv, ...nodeOptions, ...fleet, file, ...scriptArgs]);
  } else if (values.fleet !== undefined) {
    const { runFleet } = require('../sim/fleet/main');
    runFleet({ count: Number(values.fleet), script: file, scriptArgs, preload: PRELOAD });
  } else {
    runScript(file, scriptArgs);
  }
}

function main(args) {
  const parsed = parse(args);
  const { values, script, scriptArgs, isName } = parsed;
  if (values.help) {
    process.stdout.write(require('./help'));
  } else if (values.version) {
    process.stdout.write(`${require('../package.json').version}\n`);
  } else if (script === 'targets' && !isName) {
    require('./targets')(scriptArgs);
  } else if (script === 'check' && !isName) {
    require('./check')(scriptArgs, values);
  } else {
    start(parsed);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`iotjs-dgram: ${error.message}\nTry: iotjs-dgram --help\n`);
  process.exitCode = USAGE_ERROR;
}
