'use strict';

// The process of a fleet: `node main.js <count> <script> [arguments]`. Started by bin/iotjs-dgram.js.

const { randomInt } = require('node:crypto');
const path = require('node:path');

const { variableOf } = require('../board/settings');
const { CONDITIONS } = require('../network/conditions');
const { Fleet } = require('./fleet');
const { LARGEST_FLEET, isFleetSize, shortagesFor } = require('./limits');
const { Output } = require('./output');
const { requestsOf } = require('./shutdown');
const { Status } = require('./status');
const { exitStatus, networkReport, summarize } = require('./summary');

const USAGE_ERROR = 2;

/** What asks a fleet to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What makes a simulated network in which chance decides, or whose report names the seed. */
const SEEDED = [...Object.keys(CONDITIONS).filter((name) => CONDITIONS[name].drawsLots), 'report'].map(variableOf);

function refuse(exitCode, ...messages) {
  for (const message of messages) process.stderr.write(`iotjs-dgram: ${message}\n`);
  process.exitCode = exitCode;
}

/** What is wrong with the arguments; undefined for nothing. */
function complaint(count, script) {
  if (!isFleetSize(count)) return `a fleet has 1 to ${LARGEST_FLEET} copies, not '${count}'`;
  if (!script) return 'no script was given';
  try {
    require.resolve(path.resolve(script));
  } catch {
    return `there is no script '${script}' (${path.resolve(script)})`;
  }
  return undefined;
}

/** Picks one seed for all copies where they would pick one each: with it, the run can be repeated. */
function pickSeed(env) {
  const variable = variableOf('seed');
  if (!env[variable] && SEEDED.some((name) => env[name])) env[variable] = String(randomInt(2 ** 32));
}

function run(count, script, scriptArgs) {
  pickSeed(process.env);
  const status = new Status(process.stderr, () => fleet.toString());
  // Nobody reads on: what a process gets then.
  const gone = () => request('SIGPIPE');
  const stdout = new Output(process.stdout, status, gone);
  const stderr = new Output(process.stderr, status, gone);

  const fleet = new Fleet({ count, script, scriptArgs, stdout, stderr });
  const request = requestsOf(fleet, (text) => stderr.write(text));
  for (const signal of SIGNALS) process.on(signal, request);
  fleet.on('change', () => status.change());
  fleet.on('end', () => {
    status.close();
    stderr.write(summarize(fleet, path.basename(script)));
    stderr.write(networkReport(fleet));
    process.exitCode = exitStatus(fleet);
  });
  fleet.start();
}

function main([count, script, ...scriptArgs]) {
  const wrong = complaint(count, script);
  if (wrong !== undefined) {
    refuse(USAGE_ERROR, wrong);
    return;
  }
  const shortages = shortagesFor(Number(count));
  if (shortages.length > 0) {
    refuse(1, ...shortages);
    return;
  }
  run(Number(count), path.resolve(script), scriptArgs);
}

main(process.argv.slice(2));
