#!/usr/bin/env node
'use strict';

// Runs a script in which require('dgram') means this package.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const path = require('node:path');
const tty = require('node:tty');
const { parseArgs } = require('node:util');

const { version } = require('../package.json');

const REGISTER = path.join(__dirname, '..', 'lib', 'register.js');

const HELP = `Usage: iotjs-dgram [options] <script> [arguments]

Runs an IoT.js script on Node.js: require('dgram') in it is the dgram of IoT.js.
What follows the script's name is for the script.

Options:
  -h, --help      print this and exit
  -v, --version   print the version and exit

For options of Node.js itself: node [options] -r iotjs-dgram/register <script>
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
};

const USAGE_ERROR = 2;

const FORWARDED = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGBREAK'];

function fail(message) {
  process.stderr.write(`iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`);
  process.exitCode = USAGE_ERROR;
}

/** Splits at the script's name: our options before it, its arguments behind. */
function split(args) {
  const end = args.findIndex((arg) => arg === '--' || !arg.startsWith('-'));
  if (end === -1) return { options: args, script: undefined, scriptArgs: [] };
  const start = args[end] === '--' ? end + 1 : end;
  return { options: args.slice(0, end), script: args[start], scriptArgs: args.slice(start + 1) };
}

/** Whether `node <script>` would find it: as it is, with .js, .json or .node behind, or as a folder. */
function isThere(script) {
  try {
    require.resolve(script);
    return true;
  } catch {
    return false;
  }
}

/** `new Buffer()` is what devices have: Node's warning about it is noise here. */
function silence() {
  const exact = process.allowedNodeEnvironmentFlags.has('--disable-warning');
  return exact ? '--disable-warning=DEP0005' : '--no-deprecation';
}

function run(script, scriptArgs) {
  // What is typed at a terminal reaches the script by itself; one that cleans up at the first Ctrl-C and gives up at
  // the second must not get it twice.
  const typed = [0, 1, 2].some((fd) => tty.isatty(fd)) ? ['SIGINT', 'SIGQUIT'] : [];
  let child = null;
  for (const signal of FORWARDED) {
    if (signal in constants.signals) process.on(signal, () => typed.includes(signal) || child.kill(signal));
  }
  // After that, so that no signal ends this process alone.
  child = spawn(process.execPath, [silence(), '-r', REGISTER, script, ...scriptArgs], { stdio: 'inherit' });
  child.on('exit', endLike);
}

/** Ends as the script did: with its exit code, or by the same signal. */
function endLike(code, signal) {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.exitCode = 128 + constants.signals[signal]; // for a signal that does not end this process
  process.kill(process.pid, signal);
}

function main(args) {
  const { options, script, scriptArgs } = split(args);
  let values;
  try {
    ({ values } = parseArgs({ args: options, options: OPTIONS }));
  } catch (error) {
    fail(error.message);
    return;
  }
  if (values.help) {
    process.stdout.write(HELP);
  } else if (values.version) {
    process.stdout.write(`${version}\n`);
  } else if (!script) {
    fail('no script was given');
  } else if (!isThere(path.resolve(script))) {
    fail(`there is no script '${script}' (${path.resolve(script)})`);
  } else {
    run(path.resolve(script), scriptArgs);
  }
}

main(process.argv.slice(2));
