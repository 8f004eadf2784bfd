'use strict';

const { constants } = require('node:os');

const { line } = require('../network/report');

/** So many copies are named, with what happened to them. */
const NAMED = 10;

function list(copies) {
  const sorted = copies.toSorted((one, other) => Number(one.label) - Number(other.label));
  const named = sorted.slice(0, NAMED).map(({ label, reason }) => (reason ? `${label}: ${reason}` : label));
  if (copies.length > NAMED) named.push(`and ${copies.length - NAMED} more`);
  return `(${named.join('; ')})`;
}

function copiesOf(count, script) {
  return `${count} ${count === 1 ? 'copy' : 'copies'} of ${script}`;
}

/**
 * @param {Fleet} fleet one that has ended
 * @param {string} script its name
 * @returns {string} how it went, in a line
 */
function summarize(fleet, script) {
  const { count, interruptedBy, well, stopped, failed, terminated, unstarted } = fleet;
  const parts = [`${well} well`];
  if (stopped > 0) parts.push(`${stopped} stopped`);
  if (failed.length > 0) parts.push(`${failed.length} failed ${list(failed)}`);
  if (terminated.length > 0) parts.push(`${terminated.length} terminated ${list(terminated)}`);
  if (unstarted > 0) parts.push(`${unstarted} never started`);
  const interrupted = interruptedBy === null ? '' : ` after ${interruptedBy}`;
  const seconds = (fleet.duration / 1000).toFixed(1);
  return `fleet: ${copiesOf(count, script)} ended${interrupted} in ${seconds} s: ${parts.join(', ')}\n`;
}

/**
 * @param {Fleet} fleet one that has ended
 * @returns {string} what the simulated networks of its copies did, in a line; empty when there was none
 */
function networkReport({ counts, seeds }) {
  if (counts === null) return '';
  return `${line(counts, seeds.size === 1 ? [...seeds][0] : 'of its own in each copy')}\n`;
}

/**
 * @param {Fleet} fleet one that has ended
 * @returns {number} 0 when all ended well; 1 when one did not; 128 and the signal's number when there was one
 */
function exitStatus({ interruptedBy, failed, terminated }) {
  if (interruptedBy !== null) return 128 + constants.signals[interruptedBy];
  return failed.length + terminated.length > 0 ? 1 : 0;
}

module.exports = { exitStatus, networkReport, summarize };
