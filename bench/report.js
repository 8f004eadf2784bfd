'use strict';

// The results as text.

const { REFERENCE } = require('./implementations');
const { summarize } = require('./statistics');

/** A number with as many digits as tell something. */
function format(value) {
  if (value === undefined) return '-';
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 100 ? 0 : 2);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
    .join('  ').trimEnd()).join('\n');
}

/** What the ratio of this package is worth against the row's goal. */
function verdict({ goal, values }) {
  const ours = values['iotjs-dgram']?.ratio?.median;
  if (goal === undefined || ours === undefined) return '';
  return ours <= goal ? 'reached' : 'NOT reached';
}

/**
 * One row of the results, with a line for each implementation.
 *
 * @param {object} row an entry of `rows` in results.json
 * @returns {string}
 */
function formatRow(row) {
  const lines = Object.entries(row.values).map(([name, { median, quartiles, ratio }]) => [
    `  ${name}`, format(median), `${format(quartiles[0])} to ${format(quartiles[1])}`,
    name === REFERENCE || ratio === undefined ? '' : `x ${format(ratio.median)}`,
    name === 'iotjs-dgram' && row.goal !== undefined ? `at most ${row.goal.toFixed(2)}: ${verdict(row)}` : '',
  ]);
  return `${row.title} [${row.unit}]\n${table(lines)}`;
}

function formatTable(title, results, rows, cell) {
  const names = results.implementations.map(({ name }) => name);
  return table([
    [title, ...names, 'goal', ''],
    ...rows.map((row) => [
      `${row.title} [${row.unit}]`, ...names.map((name) => cell(row.values[name])),
      row.goal === undefined ? '' : row.goal.toFixed(2), verdict(row)]),
  ]);
}

/** What this package's samples are to those of another one, turn by turn; undefined where one has none. */
function compareWith(other, row) {
  const ours = row?.values['iotjs-dgram']?.samples;
  const theirs = row?.values[other]?.samples;
  return ours && theirs && summarize(ours.map((value, i) => value / theirs[i]));
}

/** Against the packages of --also: no goals, but quartiles, which tell whether a difference is one. */
function formatOthers({ implementations, rows }) {
  return implementations.filter(({ isAlso }) => isAlso).map(({ name }) => {
    const lines = rows.map((row) => [row, compareWith(name, row)]).filter(([, ratio]) => ratio !== undefined);
    return `\n\n${table([
      [`iotjs-dgram to ${name}`, 'ratio', 'quartiles'],
      ...lines.map(([{ title, unit }, { median, quartiles }]) =>
        [`${title} [${unit}]`, format(median), quartiles.map(format).join(' to ')]),
    ])}`;
  }).join('');
}

/** Besides the goals of each row: against C on the send to one destination, against Bun on every row that has one. */
function formatComparisons({ rows }) {
  const lines = [];
  const compare = (row, other, most) => {
    const ratio = compareWith(other, row)?.median;
    if (ratio === undefined) return;
    lines.push([`${row.title} [${row.unit}], to ${other}`, format(ratio), `at most ${most.toFixed(2)}`,
      ratio <= most ? 'reached' : 'NOT reached']);
  };
  compare(rows.find(({ workload, metric }) => workload === 'send-one' && metric === 'cpu'), 'c-batch', 1);
  for (const row of rows.filter(({ goal }) => goal !== undefined)) {
    compare(row, 'bun', row.workload === 'receive-single' ? 1.3 : 1);
  }
  return lines.length === 0 ? '' : `\n\n${table([['against others', 'ratio', 'goal', ''], ...lines])}`;
}

function formatHeader({ machine, versions, pairs, command, date }) {
  const { processor, cores, memory, kernel, load } = machine;
  return [
    `${processor}, ${cores} cores, ${memory}, ${kernel}, load ${load.toFixed(1)} at the start`,
    Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', '),
    `${command} (${pairs} pairs), ${date}`,
  ].join('\n');
}

/**
 * The whole of the results.
 *
 * @param {object} results as in results.json
 * @returns {string}
 */
function formatResults(results) {
  const costs = results.rows.filter(({ metric }) => metric !== 'rate');
  const rates = results.rows.filter(({ metric }) => metric === 'rate');
  return [
    formatHeader(results),
    formatTable('medians', results, costs, (value) => format(value?.median)),
    formatTable(`ratios to ${REFERENCE}`, results, costs, (value) => format(value?.ratio?.median)),
    ...(rates.length > 0 ? [formatTable('medians', results, rates, (value) => format(value?.median))] : []),
  ].join('\n\n') + formatComparisons(results) + formatOthers(results);
}

module.exports = { format, formatResults, formatRow };
