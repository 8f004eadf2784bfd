'use strict';

// Writes the results into docs/performance.md.

const { format } = require('./report');

const OURS = 'iotjs-dgram';
const BEGIN = '<!-- Results: written by `npm run bench -- --write`. -->';
const END = '<!-- End of the results. -->';

function toLines(cells) {
  const alignment = cells[0].map((_, column) => (column === 0 ? '---' : '---:'));
  return [cells[0], alignment, ...cells.slice(1)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function toTable(results, rows) {
  const names = results.implementations.map(({ name }) => name);
  return toLines([
    ['workload', ...names, 'ratio'],
    ...rows.map(({ title, unit, values }) => {
      const cells = names.map((name) => (values[name] === undefined ? '' : format(values[name].median)));
      return [`${title}, ${unit}`, ...cells, `**${format(values[OURS]?.ratio?.median)}**`];
    }),
  ]);
}

function describe({ machine, versions, pairs, settings, date }) {
  const runtimes = ['bun', 'deno'].filter((name) => versions[name] !== undefined);
  const others = [`Node.js ${versions.node}`, ...runtimes.map((name) => `${name} ${versions[name]}`)];
  return [
    `Machine: ${machine.processor}, ${machine.cores} cores, ${machine.kernel}, load ${machine.load.toFixed(1)} at ` +
      'the start.',
    `Versions: iotjs-dgram at commit ${versions.commit}, ${others.join(', ')}.`,
    `Date: ${date}.`,
    `Medians of ${pairs} turns, each of ${settings.measure} ms after a warm-up of ${settings.warmup} ms.`,
  ].join('\n');
}

function toText(results) {
  const isRate = ({ metric }) => metric === 'rate';
  return [
    describe(results),
    'Costs; less is better:',
    toTable(results, results.rows.filter((row) => !isRate(row))),
    'Rates; more is better:',
    toTable(results, results.rows.filter(isRate)),
  ].join('\n\n');
}

/**
 * Replaces what stands between the markers.
 *
 * @param {string} page Markdown with both markers
 * @param {object} results as in results.json
 * @returns {string} the page with these results
 * @throws {Error} where a marker is missing
 */
function fill(page, results) {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The page must have "${BEGIN}" and, after it, "${END}".`);
  return `${page.slice(0, begin)}${BEGIN}\n${toText(results)}\n\n${page.slice(end)}`;
}

module.exports = { fill };
