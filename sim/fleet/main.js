'use strict';

// What the process of a fleet does.

const { randomInt } = require('node:crypto');
const path = require('node:path');

const { settingsIn } = require('../../lib/variables');
const { SHARE, readForProcess, variableOf } = require('../board/settings');
const { CONDITIONS } = require('../network/conditions');
const { prepareCapture } = require('../trace/capture');
const { captureFor, drawRun } = require('../trace/picture');
const { isRecorded } = require('../trace/settings');
const { Fleet } = require('./fleet');
const { Threads } = require('./isolated/threads');
const { Hosts } = require('./light/hosts');
const { shortagesFor, warningsFor } = require('./limits');
const { memoryCheck } = require('./memory');
const { Output } = require('./output');
const { requestsOf } = require('./shutdown');
const { Status } = require('./status');
const { exitStatus, networkReport, summarize } = require('./summary');

/** What asks a fleet to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What makes a simulated network in which chance decides, or whose report names the seed. */
const SEEDED = [...Object.keys(CONDITIONS).filter((name) => CONDITIONS[name].drawsLots), 'report'].map(variableOf);

/** Picks one seed for all copies where they would pick one each: with it, the run can be repeated. */
function pickSeed(env) {
  const variable = variableOf('seed');
  if (!env[variable] && SEEDED.some((name) => env[name])) env[variable] = String(randomInt(2 ** 32));
}

/**
 * Makes the capture that copies record to, where they are to be recorded or drawn.
 *
 * @returns {function()} draws what they have recorded, where it is to be drawn
 */
function recordIfAsked(settings, fleet) {
  if (!isRecorded(settings)) return () => {};
  const file = captureFor(settings);
  prepareCapture({ file, ...fleet });
  process.env[variableOf('record')] = file;
  delete process.env[variableOf('draw')];
  return () => {
    if (settings.draw !== undefined) drawRun(settings, file, settings.draw, fleet.name);
  };
}

/** @returns {function(string): boolean} whether it has not been called with this text before */
function newsFinder() {
  const known = new Set();
  return (text) => known.size < known.add(text).size;
}

/**
 * Runs a script in a fleet, and then sets the exit code of this process.
 *
 * @param {object} options
 * @param {number} options.fleet how many copies
 * @param {number} options.first the index of the first one
 * @param {boolean} options.isolate whether each copy is a worker thread; otherwise they are light copies
 * @param {?number} options.ramp how many copies start in a second at most; null: as many as can
 * @param {boolean} options.together whether no copy goes on to use dgram before all are up
 * @param {number} options.patience for how long a light copy may keep its thread, in milliseconds
 * @param {string} options.script an absolute path
 * @param {string[]} options.scriptArgs
 * @param {string} options.preload the absolute path of what each isolated copy preloads
 */
function runFleet({ fleet: count, first, isolate, ramp, together, patience, script, scriptArgs, preload }) {
  const shortages = shortagesFor(count, isolate);
  if (shortages.length > 0) {
    for (const shortage of shortages) process.stderr.write(`iotjs-dgram: ${shortage}\n`);
    process.exitCode = 1;
    return;
  }
  for (const warning of warningsFor(count)) process.stderr.write(`iotjs-dgram: ${warning}\n`);
  const settings = readForProcess(process.env);
  if (settings.strict) require('../board/strict').checkMain(script, settings);
  pickSeed(process.env);
  // Not where nothing is simulated: copies do without settings then.
  if (settingsIn(process.env).length > 0) process.env[SHARE] = JSON.stringify({ first, start: performance.timeOrigin });
  const name = path.basename(script);
  const drawIfAsked = recordIfAsked(settings, { name, first, count });
  const status = new Status(process.stderr, () => fleet.toString());
  // Nobody reads on: what a process gets then.
  const gone = () => request('SIGPIPE');
  const stdout = new Output(process.stdout, status, gone);
  const stderr = new Output(process.stderr, status, gone);

  process.env.IOTJS_DGRAM_BUSY_POLL ||= 'off'; // the other copies need the cores
  const options = { count, together, patience, script, scriptArgs, preload, stdout, stderr, isNews: newsFinder() };
  const copies = isolate ? new Threads(options) : new Hosts(options);
  const fleet = new Fleet({ count, first, ramp, copies });
  const request = requestsOf(fleet, (text) => stderr.write(text));
  for (const signal of SIGNALS) process.on(signal, request);
  fleet.on('started', memoryCheck(count, () => copies.memory, (text) => stderr.write(text)));
  fleet.on('change', () => status.change());
  fleet.on('end', () => {
    copies.close();
    status.close();
    drawIfAsked();
    const report = fleet.tally.report({
      script: name, duration: fleet.duration, signal: fleet.interruptedBy, conditions: settings.spelled,
    });
    stderr.write(summarize(report));
    stderr.write(settings.report === 'json' ? `${JSON.stringify(report)}\n` : networkReport(report));
    process.exitCode = exitStatus(report);
  });
  fleet.start();
}

module.exports = { runFleet };
