'use strict';

// Percentiles over the copies of a fleet, by nearest rank: the p-th percentile of n numbers is the one at place
// ceil(p / 100 * n) in their order. So it is always one of them, and the median of an even number is the lower of two.

/** Which percentile each is. */
const RANKS = { least: 0, median: 50, p90: 90, p99: 99, most: 100 };

/** The counts of a copy of which there are percentiles, with the words of the summary. */
const MEASURES = {
  sent: 'sent',
  received: 'received',
  lost: 'lost in the network',
  meanMs: 'mean ms to an answer',
};

/**
 * @param {number[]} numbers in any order
 * @returns {?object} those of RANKS; null where there are no numbers
 */
function percentiles(numbers) {
  if (numbers.length === 0) return null;
  const sorted = Float64Array.from(numbers).sort();
  const at = (rank) => sorted[Math.max(Math.ceil(rank * sorted.length / 100), 1) - 1];
  return Object.fromEntries(Object.entries(RANKS).map(([name, rank]) => [name, at(rank)]));
}

/**
 * @param {object[]} copies with what each has counted; null for a number that it has not
 * @returns {?object} the percentiles of each measure, null where no copy has it; null where none has any
 */
function percentilesOf(copies) {
  const result = Object.fromEntries(Object.keys(MEASURES).map((name) => [
    name, percentiles(copies.map((copy) => copy[name]).filter((number) => number !== null)),
  ]));
  return Object.values(result).every((each) => each === null) ? null : result;
}

/** @returns {string} a table of what percentilesOf() gives, in lines; empty where that is null */
function format(measures) {
  if (measures === null) return '';
  const rows = Object.entries(measures).filter(([, numbers]) => numbers !== null)
    .map(([name, numbers]) => [`  ${MEASURES[name]}`, ...Object.keys(RANKS).map((rank) => String(numbers[rank]))]);
  const heads = Object.keys(RANKS).map((rank) => rank.replace(/^p(\d+)$/, '$1 %'));
  const table = [['fleet: messages of a copy', ...heads], ...rows];
  const widths = table[0].map((_, i) => Math.max(...table.map((cells) => cells[i].length)) + (i === 0 ? 0 : 2));
  const pad = (cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]));
  return table.map((cells) => `${cells.map(pad).join('')}\n`).join('');
}

module.exports = { MEASURES, RANKS, format, percentiles, percentilesOf };
