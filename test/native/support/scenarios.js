'use strict';

// The side of the child process: a script of scenarios, of which it is started to play one.

const { isMainThread, workerData } = require('node:worker_threads');

const leaks = require('./leaks.js');

/**
 * Plays the scenario that the command line (in a worker: its data) names. Afterwards nothing may be left open; then
 * the process prints `ok` as its last line.
 *
 * @param {Object<string, function(...string): Promise<void>>} scenarios called with the rest of the command line
 * @param {Object<string, function(object): void>} [inWorker] called with the worker's data
 */
function play(scenarios, inWorker = {}) {
  if (!isMainThread) {
    inWorker[workerData.scenario](workerData);
    return;
  }
  const [name, ...args] = process.argv.slice(2);
  playOne(scenarios[name], args);
}

async function playOne(scenario, args) {
  const settled = await leaks.watch();
  await scenario(...args);
  await settled();
  console.log('ok');
}

module.exports = { play };
