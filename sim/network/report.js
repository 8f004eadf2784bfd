'use strict';

// What the network did, in one line of text or of JSON.

const path = require('node:path');
const { isMainThread } = require('node:worker_threads');

const { atEnd } = require('../at-end');
const { print } = require('../blocking');
const { isObserved } = require('../trace/settings');
const { EFFECTS, LOSSES } = require('./conditions');
const { NO_TRAFFIC } = require('./traffic');

/** What is counted of the datagrams of a direction. */
const COUNTED = ['datagrams', ...Object.keys({ ...LOSSES, ...EFFECTS }), 'underWay'];

/** What a direction is called in the counts. */
const DIRECTIONS = ['sent', 'received'];

function lossesOf(direction) {
  return Object.keys(LOSSES).reduce((sum, name) => sum + (direction?.[name] ?? 0), 0);
}

/**
 * @param {Network} network
 * @returns {{network: object, traffic: object}} what has happened so far. `network`: what happened to datagrams, of
 *   each direction (null: left alone) and `refused`, to be added up over several boards; `traffic`: as Traffic.counts()
 */
function counts(network) {
  const of = (link, arriving) => (link === null ? null : { ...link.counts, underWay: link.underWay + arriving });
  const sent = of(network.out, 0);
  const received = of(network.in, network.arriving);
  return {
    network: { sent, received, refused: network.refused },
    traffic: network.traffic.counts(lossesOf(sent) + lossesOf(received)),
  };
}

/**
 * @param {?object} one `network` of counts(), or a sum of such; null is none
 * @param {?object} other the same
 * @returns {?object} their sum
 */
function add(one, other) {
  if (one === null || other === null) return one ?? other;
  const result = { refused: one.refused + other.refused };
  for (const direction of DIRECTIONS) {
    const [left, right] = [one[direction], other[direction]];
    result[direction] = left === null || right === null ? left ?? right
      : Object.fromEntries(COUNTED.map((name) => [name, left[name] + right[name]]));
  }
  return result;
}

function about(direction, verb) {
  if (direction === null) return [];
  const losses = Object.entries(LOSSES).filter(([name]) => direction[name] > 0);
  const reasons = losses.map(([name, words]) => `${direction[name]} ${words}`);
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : '';
  const effects = Object.entries(EFFECTS).map(([name, words]) => `, ${direction[name]} ${words}`).join('');
  const unfinished = direction.underWay > 0 ? `, ${direction.underWay} still on the way` : '';
  return [`of ${direction.datagrams} ${verb}, ${lossesOf(direction)} lost${why}${effects}${unfinished}`];
}

/**
 * @param {object} all `network` of counts(), or a sum of such
 * @param {?number} seed with which the run can be repeated; null: there were several
 * @returns {string} the report, without a line end
 */
function line(all, seed) {
  const parts = DIRECTIONS.flatMap((direction) => about(all[direction], direction));
  if (all.refused > 0) parts.push(`${all.refused} refused by the system after their delay`);
  return `iotjs-dgram: network with ${seed === null ? 'several seeds' : `--seed ${seed}`}: ${parts.join('; ')}`;
}

/**
 * @param {?Network} network null where there is no socket yet
 * @returns {object} what has happened so far, as docs/networks.md describes it
 */
function figures(network) {
  const { network: all, traffic } = network === null ? { network: null, traffic: NO_TRAFFIC } : counts(network);
  return { seed: network?.seed ?? null, conditions: network?.spelled ?? null, network: all, ...traffic };
}

/**
 * @param {?Network} network null where there was no socket
 * @returns {string} the same as JSON, without a line end; docs/networks.md says what is in it
 */
function json(network) {
  const script = process.argv[1] === undefined ? null : path.basename(process.argv[1]);
  return JSON.stringify({ report: 'script', script, ...figures(network) });
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
 * When this environment ends, tells those who observe the board, and prints the report or gives the counts to the fleet
 * that the board is of.
 *
 * @param {ProcessBoard} board
 */
function reportAtExit(board) {
  atEnd(() => {
    const { collect, network, settings } = board;
    network?.observer?.end(); // it may print, and the report comes last
    const { report } = settings;
    const isJson = report === 'json';
    if (network === null) {
      const isMissed = (report || isObserved(settings)) && collect === null && isAlone(board);
      if (isMissed) print(`${isJson ? json(null) : emptyLine('nothing in this process has')}\n`);
      if (report) collect?.(null);
    } else if (report) {
      const all = counts(network);
      if (collect !== null) collect(all, network.seed);
      else print(`${isJson ? json(network) : line(all.network, network.seed)}\n`);
    }
  });
}

module.exports = { COUNTED, add, counts, emptyLine, figures, line, reportAtExit };
