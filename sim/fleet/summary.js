'use strict';

const { constants } = require('node:os');

const { emptyLine, line } = require('../network/report');
const { format } = require('./percentiles');

/** So many reasons are named, and of each so many runs of copies. */
const NAMED = 10;

function copies(count) {
  return `${count} ${count === 1 ? 'copy' : 'copies'}`;
}

/** How many digits the labels of copies have, up to the largest index. */
function labelWidth(largest) {
  return String(largest).length;
}

/** Indexes that follow each other, in their order, as '003-197'. */
function runsOf(indexes, width) {
  const label = (index) => String(index).padStart(width, '0');
  const runs = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) + 1 === index) last.push(index);
    else runs.push([index]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [{ text: `${label(run[0])}-${label(run.at(-1))}`, size: run.length }]
    : run.map((index) => ({ text: label(index), size: 1 }))));
}

/** The first ones of a list, and how many copies the others are. */
function named(items, separator) {
  const more = items.slice(NAMED).reduce((sum, { size }) => sum + size, 0);
  const texts = items.slice(0, NAMED).map(({ text }) => text);
  return (more > 0 ? [...texts, `and ${more} more`] : texts).join(separator);
}

/** Copies that ended in one way, by reason: those with most copies first. */
function list(failures, width) {
  const reasons = failures.map(({ reason, copies: indexes }) => {
    const count = indexes.length > 1 && failures.length > 1 ? `${copies(indexes.length)}, ` : '';
    const which = count + named(runsOf(indexes, width), ', ');
    return { text: reason === null ? which : `${which}: ${reason}`, size: indexes.length };
  });
  return `(${named(reasons.sort((one, other) => other.size - one.size), '; ')})`;
}

/**
 * @param {object} report of a fleet that has ended, as Tally gives it
 * @returns {string} how it went, in a line
 */
function summarize({ script, count, durationMs, signal, failures, copies: all, ...totals }) {
  const width = labelWidth(all.at(-1).index);
  const listOf = (outcome) => list(failures.filter((failure) => failure.outcome === outcome), width);
  const parts = [`${totals.well} well`];
  if (totals.stopped > 0) parts.push(`${totals.stopped} stopped`);
  if (totals.failed > 0) parts.push(`${totals.failed} failed ${listOf('failed')}`);
  if (totals.terminated > 0) parts.push(`${totals.terminated} terminated ${listOf('terminated')}`);
  if (totals.unstarted > 0) parts.push(`${totals.unstarted} never started`);
  const interrupted = signal === null ? '' : ` after ${signal}`;
  const seconds = (durationMs / 1000).toFixed(1);
  return `fleet: ${copies(count)} of ${script} ended${interrupted} in ${seconds} s: ${parts.join(', ')}\n`;
}

/**
 * @param {object} report as for summarize()
 * @returns {string} what the simulated networks of the copies did, in a line, and what that was for each of them, in a
 *   table; empty when nobody asked
 */
function networkReport({ network, seed, percentiles, copies: all }) {
  if (network !== null) return `${line(network, seed)}\n${format(percentiles)}`;
  return all.some(({ sent }) => sent !== null) ? `${emptyLine('no copy has')}\n` : '';
}

/**
 * @param {object} report as for summarize()
 * @returns {boolean} whether a copy has not ended as it should
 */
function hasFailed({ failed, terminated }) {
  return failed + terminated > 0;
}

/**
 * @param {object} report as for summarize()
 * @returns {number} of the process: 0 when all ended well; 1 when one did not; 128 and the signal's number when there
 *   was one
 */
function exitStatus(report) {
  if (report.signal !== null) return 128 + constants.signals[report.signal];
  return hasFailed(report) ? 1 : 0;
}

module.exports = { exitStatus, hasFailed, labelWidth, networkReport, summarize };
