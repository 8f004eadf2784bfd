'use strict';

const { constants } = require('node:os');

const { emptyLine, line } = require('../network/report');

/** So many reasons are named, and of each so many runs of copies. */
const NAMED = 10;

function copies(count) {
  return `${count} ${count === 1 ? 'copy' : 'copies'}`;
}

/** Labels that follow each other, in the order of their numbers, as '003-197'. */
function runsOf(labels) {
  const runs = [];
  for (const label of labels) {
    const last = runs.at(-1);
    if (last !== undefined && Number(last.at(-1)) + 1 === Number(label)) last.push(label);
    else runs.push([label]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [{ text: `${run[0]}-${run.at(-1)}`, size: run.length }]
    : run.map((text) => ({ text, size: 1 }))));
}

/** The first ones of a list, and how many copies the others are. */
function named(items, separator) {
  const more = items.slice(NAMED).reduce((sum, { size }) => sum + size, 0);
  const texts = items.slice(0, NAMED).map(({ text }) => text);
  return (more > 0 ? [...texts, `and ${more} more`] : texts).join(separator);
}

/** Copies that ended in one way, by reason: those with most copies first. */
function list(ended) {
  const labelsOf = new Map();
  for (const { label, reason } of ended.toSorted((one, other) => Number(one.label) - Number(other.label))) {
    if (!labelsOf.has(reason)) labelsOf.set(reason, []);
    labelsOf.get(reason).push(label);
  }
  const reasons = [...labelsOf].map(([reason, labels]) => {
    const count = labels.length > 1 && labelsOf.size > 1 ? `${copies(labels.length)}, ` : '';
    const which = count + named(runsOf(labels), ', ');
    return { text: reason === undefined ? which : `${which}: ${reason}`, size: labels.length };
  });
  return `(${named(reasons.sort((one, other) => other.size - one.size), '; ')})`;
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
  return `fleet: ${copies(count)} of ${script} ended${interrupted} in ${seconds} s: ${parts.join(', ')}\n`;
}

/**
 * @param {Fleet} fleet one that has ended
 * @returns {string} what the simulated networks of its copies did, in a line; empty when nobody asked
 */
function networkReport({ counts, isEmpty, seeds }) {
  if (counts === null) return isEmpty ? `${emptyLine('no copy has')}\n` : '';
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
