'use strict';

// Draws what each workload costs with this package, node:dgram and other runtimes: the first metric of each.

const { REFERENCE } = require('./implementations');
const { format } = require('./report');

const COLORS = { 'iotjs-dgram': '#0969da', [REFERENCE]: '#57606a', bun: '#e3a35b', deno: '#a9b1ba' };
const INK = '#24292f';
const FAINT = '#57606a';
const PAPER = '#ffffff';

const LONGEST = 1.5; // longer bars are cut off; their label has the ratio
const BAR_HEIGHT = 15;

function names(results) {
  return Object.keys(COLORS).filter((name) => results.implementations.some((entry) => entry.name === name));
}

/** The first row of each workload, which is the one that matters most. */
function mainRows({ rows }) {
  return rows.filter(({ workload }, i) => rows.findIndex((row) => row.workload === workload) === i);
}

/** One bar for each row and implementation. */
function toBars(results) {
  const bars = [];
  for (const { title, unit, values } of mainRows(results)) {
    for (const name of names(results).filter((candidate) => values[candidate]?.ratio !== undefined)) {
      const { median, ratio } = values[name];
      const isCut = ratio.median > LONGEST;
      const label = name === REFERENCE ? format(median) : `${format(median)} (× ${format(ratio.median)})`;
      bars.push({
        row: `${title}|${unit}`, name, label: isCut ? `→ ${label}` : label, length: Math.min(ratio.median, LONGEST),
      });
    }
  }
  return bars;
}

function toTitle({ machine, versions, date }) {
  return {
    text: 'iotjs-dgram beside node:dgram',
    subtitle: [
      `What it costs, and how much that is of the cost of ${REFERENCE} in Node.js ${versions.node}. Less is better.`,
      `${machine.processor}, ${machine.cores} cores, ${machine.kernel}, ${date}`,
    ],
    anchor: 'start',
    frame: 'group',
    dx: -340,
  };
}

function toLegend({ versions }) {
  const titles = {
    'iotjs-dgram': 'iotjs-dgram', [REFERENCE]: REFERENCE, bun: `Bun ${versions.bun}`, deno: `Deno ${versions.deno}`,
  };
  return { orient: 'top', labelExpr: `${JSON.stringify(titles)}[datum.value]`, offset: 12 };
}

function toLayers(results) {
  const length = {
    field: 'length',
    type: 'quantitative',
    scale: { domain: [0, LONGEST], nice: false },
    axis: { title: null, values: [0, 0.5, 1, 1.5] },
  };
  const shown = names(results);
  const yOffset = { field: 'name', sort: shown };
  const color = {
    field: 'name', title: null, legend: toLegend(results),
    scale: { domain: shown, range: shown.map((name) => COLORS[name]) },
  };
  const text = { x: length, yOffset, text: { field: 'label' } };
  const number = { type: 'text', align: 'left', dx: 5, fontSize: 11 };
  return [
    { mark: { type: 'bar', cornerRadiusEnd: 2 }, encoding: { x: length, yOffset, color } },
    {
      data: { values: [{ ratio: 1 }] },
      mark: { type: 'rule', strokeDash: [4, 3], color: INK },
      encoding: { x: { field: 'ratio', type: 'quantitative' }, y: null },
    },
    { mark: { ...number, stroke: PAPER, strokeWidth: 4, strokeJoin: 'round' }, encoding: text },
    { mark: { ...number, color: INK }, encoding: text },
  ];
}

function toSpec(results) {
  const bars = toBars(results);
  const rows = new Set(bars.map(({ row }) => row)).size;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: toTitle(results),
    background: PAPER,
    // Without a canvas the widths of texts are guessed, and much too large.
    autosize: 'none',
    padding: { left: 420, right: 64, top: 104, bottom: 36 },
    width: 440,
    height: rows * (BAR_HEIGHT * names(results).length + 14),
    data: { values: bars },
    encoding: {
      y: { field: 'row', type: 'nominal', sort: null, axis: { title: null, labelExpr: "split(datum.label, '|')" } },
    },
    layer: toLayers(results),
    config: {
      font: 'system-ui, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif',
      view: { stroke: null },
      axis: {
        labelColor: INK, labelFontSize: 12, labelLimit: 0, labelPadding: 8, gridColor: '#eaeef2', domain: false,
        ticks: false,
      },
      legend: { labelColor: INK, labelFontSize: 12 },
      title: { color: INK, fontSize: 16, subtitleColor: FAINT, subtitleFontSize: 12, subtitlePadding: 6 },
    },
  };
}

/**
 * Draws the chart.
 *
 * @param {object} results as in results.json
 * @returns {Promise<string>} SVG with a background of its own, legible on any page
 */
async function draw(results) {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Vega counts its ids through the process: without this the second drawing of the same results is another text.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(toSpec(results)).spec), { renderer: 'none' });
  return `${await view.toSVG()}\n`;
}

module.exports = { draw };
