'use strict';

// What the network did, in one line.

const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const { EFFECTS, LOSSES } = require('./conditions');

const STDERR = 2;

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @returns {object} what has happened so far: numbers by name, to be added up over several boards */
function counts(network) {
  const result = { refused: network.refused };
  for (const direction of ['out', 'in']) {
    const link = network[direction];
    if (link === null) continue;
    for (const [name, count] of Object.entries(link.counts)) result[`${direction}.${name}`] = count;
    result[`${direction}.underWay`] = link.underWay + (direction === 'in' ? network.arriving : 0);
  }
  return result;
}

function about(all, direction, verb) {
  const count = (name) => all[`${direction}.${name}`] ?? 0;
  if (all[`${direction}.datagrams`] === undefined) return [];
  const losses = Object.entries(LOSSES).filter(([name]) => count(name) > 0);
  const lost = losses.reduce((sum, [name]) => sum + count(name), 0);
  const reasons = losses.map(([name, words]) => `${count(name)} ${words}`);
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : '';
  const effects = Object.entries(EFFECTS).map(([name, words]) => `, ${count(name)} ${words}`).join('');
  const unfinished = count('underWay') > 0 ? `, ${count('underWay')} still on the way` : '';
  return [`of ${count('datagrams')} ${verb}, ${lost} lost${why}${effects}${unfinished}`];
}

/**
 * @param {object} all from counts(), or a sum of such
 * @param {number} seed with which the run can be repeated
 * @returns {string} the report, without a line end
 */
function line(all, seed) {
  const parts = [...about(all, 'out', 'sent'), ...about(all, 'in', 'received')];
  if (all.refused > 0) parts.push(`${all.refused} refused by the system after their delay`);
  return `iotjs-dgram: network with --seed ${seed}: ${parts.join('; ')}`;
}

/**
 * @param {string} who as in 'no copy has'
 * @returns {string} the report where there was no socket, without a line end
 */
function emptyLine(who) {
  return `iotjs-dgram: network: nothing to report, since ${who} created a socket of this package. ` +
    "require('node:dgram'), ESM imports of 'dgram' and packages under node_modules use Node's own.";
}

/** Whether it is for this thread to say that there was no socket: not for a helper of one that may have had some. */
function isAlone(board) {
  return isMainThread && process.channel === undefined && board.isFirstTime('no socket');
}

/**
 * Prints the report when this environment ends, or gives the counts to the fleet that this board is of.
 *
 * @param {ProcessBoard} board
 */
function reportAtExit(board) {
  function report() {
    const { collect, network, settings } = board;
    if (!settings.report) return; // any more
    const all = network === null ? null : counts(network);
    if (collect !== null) collect(all, network?.seed);
    else if (all !== null) print(`${line(all, network.seed)}\n`);
    else if (isAlone(board)) print(`${emptyLine('nothing in this process has')}\n`);
  }

  process.on('exit', report);
  // A signal that nobody listens for ends a process without 'exit', and is how most gateways end.
  for (const signal of isMainThread ? ENDING : []) {
    const end = () => {
      if (process.listenerCount(signal) > 1) return;
      report();
      process.removeListener(signal, end);
      process.kill(process.pid, signal);
    };
    // Before the script's own listeners: one that was added with once() has gone when its turn has come, and would not
    // be seen by those behind it.
    process.prependListener(signal, end);
  }
}

/** At once: what a worker writes to process.stderr may come too late. */
function print(text) {
  try {
    fs.writeSync(STDERR, text);
  } catch {
    // Nobody can read it, which is no reason for the script to end in another way.
  }
}

module.exports = { counts, emptyLine, line, reportAtExit };
