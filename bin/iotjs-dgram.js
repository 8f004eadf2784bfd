#!/usr/bin/env node
'use strict';

// Runs a script in which require('dgram') means this package, on a board and in a network of one's choice.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const path = require('node:path');
const tty = require('node:tty');
const { parseArgs } = require('node:util');

const { BOARD_SETTINGS, NETWORK_SETTINGS, SETTINGS, fromEnvironment, read, variableOf } =
  require('../sim/board/settings');
const { formatTable } = require('../sim/board/table');
const { LARGEST_FLEET, isFleetSize } = require('../sim/fleet/limits');
const { version } = require('../package.json');

const REGISTER = path.join(__dirname, '..', 'lib', 'register.js');
const FLEET = path.join(__dirname, '..', 'sim', 'fleet', 'main.js');

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  fleet: { type: 'string' },
  ...Object.fromEntries(Object.entries(SETTINGS).map(([name, { option }]) => [name, {
    type: option === undefined ? 'boolean' : 'string',
    multiple: name === 'allow',
  }])),
};

const HELP_COLUMN = 24;

function helpLine(option, text) {
  return `  ${option}`.padEnd(HELP_COLUMN) + text.replaceAll('\n', `\n${' '.repeat(HELP_COLUMN)}`);
}

function helpOf(names) {
  return names.map((name) => helpLine(`--${name} ${SETTINGS[name].option ?? ''}`, SETTINGS[name].help)).join('\n');
}

const HELP = `Usage: iotjs-dgram [options] <script> [arguments]
       iotjs-dgram targets

Runs an IoT.js script on Node.js: require('dgram') in it is the dgram of IoT.js.
What follows the script's name is for the script.

Options:
${helpLine('-h, --help', 'print this and exit')}
${helpLine('-v, --version', 'print the version and exit')}

A board (docs/targets.md):
${helpOf(BOARD_SETTINGS)}

A bad network (docs/networks.md):
${helpOf(NETWORK_SETTINGS)}

A fleet (docs/fleets.md):
${helpLine('--fleet N', 'run N copies of the script as threads of one process')}

Each but --fleet can also be set in the environment: IOTJS_DGRAM_TARGET=NAME, …
For options of Node.js itself: node [options] -r iotjs-dgram/register <script>
`;

const USAGE_ERROR = 2;

const FORWARDED = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGBREAK'];

function fail(message) {
  process.stderr.write(`iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`);
  process.exitCode = USAGE_ERROR;
}

/** Whether what follows this argument is its value. */
function takesNext(arg) {
  return arg.startsWith('--') && OPTIONS[arg.slice(2)]?.type === 'string';
}

/** Splits at the script's name: our options before it, its arguments behind. */
function split(args) {
  let end = 0;
  while (end < args.length && args[end] !== '--' && args[end].startsWith('-')) end += takesNext(args[end]) ? 2 : 1;
  const start = args[end] === '--' ? end + 1 : end;
  return { options: joinValues(args.slice(0, end)), script: args[start], scriptArgs: args.slice(start + 1) };
}

/** `--loss -5%` as `--loss=-5%`: parseArgs takes no value that looks like an option. */
function joinValues(args) {
  return args.flatMap((arg, i) => {
    if (i > 0 && takesNext(args[i - 1])) return [];
    return takesNext(arg) && i + 1 < args.length ? `${arg}=${args[i + 1]}` : arg;
  });
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

/** The environment of the script: what the options say, as sim/board/settings.js reads it. */
function environment(values) {
  const given = Object.keys(SETTINGS).filter((name) => values[name] !== undefined);
  return { ...process.env, ...Object.fromEntries(given.map((name) => [variableOf(name), String(values[name])])) };
}

/** What is wrong with the values of the options or of the environment, or undefined. */
function mistakeIn({ fleet, ...values }) {
  if (fleet !== undefined && !isFleetSize(fleet)) {
    return `--fleet must be a number of copies from 1 to ${LARGEST_FLEET}; it is '${fleet}'.`;
  }
  const names = Object.keys(values).filter((name) => name in SETTINGS);
  try {
    const given = Object.fromEntries(names.map((name) => [name, values[name]]));
    const nameOf = (name) => (name in given ? `--${name}` : variableOf(name));
    const all = { ...fromEnvironment(process.env), ...given };
    read(all, nameOf);
    const idle = names.find((name) => SETTINGS[name].needs !== undefined && !(SETTINGS[name].needs in all));
    return idle === undefined ? undefined : `--${idle} does nothing without --${SETTINGS[idle].needs}.`;
  } catch (error) {
    return error.message;
  }
}

function run(nodeArgs, env) {
  // What is typed at a terminal reaches the script by itself; one that cleans up at the first Ctrl-C and gives up at
  // the second must not get it twice.
  const typed = [0, 1, 2].some((fd) => tty.isatty(fd)) ? ['SIGINT', 'SIGQUIT'] : [];
  let child = null;
  for (const signal of FORWARDED) {
    if (signal in constants.signals) process.on(signal, () => typed.includes(signal) || child.kill(signal));
  }
  // After that, so that no signal ends this process alone.
  child = spawn(process.execPath, [silence(), ...nodeArgs], { stdio: 'inherit', env });
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
  const mistake = mistakeIn(values);
  if (values.help) {
    process.stdout.write(HELP);
  } else if (values.version) {
    process.stdout.write(`${version}\n`);
  } else if (script === 'targets' && !args.includes('--')) {
    process.stdout.write(`${formatTable()}\n`);
  } else if (mistake !== undefined) {
    fail(mistake);
  } else if (!script) {
    fail('no script was given');
  } else if (!isThere(path.resolve(script))) {
    fail(`there is no script '${script}' (${path.resolve(script)})`);
  } else {
    const command = values.fleet === undefined ? ['-r', REGISTER] : [FLEET, values.fleet];
    run([...command, path.resolve(script), ...scriptArgs], environment(values));
  }
}

main(process.argv.slice(2));
