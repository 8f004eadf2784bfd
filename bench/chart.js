'use strict';

// Draws the results: for each row with a goal, what it costs beside node:dgram.
//
//   node bench/chart.js [RESULTS [CHART]]

const fs = require('node:fs');
const path = require('node:path');

const { REFERENCE } = require('./implementations');

const SHOWN = ['iotjs-dgram', 'bun', 'deno'];
const COLORS = ['#0969da', '#e3a35b', '#a9b1ba'];
const INK = '#24292f';
const FAINT = '#57606a';
const PAPER = '#ffffff';

const LONGEST = 1.5; // longer bars are cut off; their number tells
const BAR_HEIGHT = 17;

function names(results) {
  return SHOWN.filter((name) => results.implementations.some((entry) => entry.name === name));
}

/** One bar for each row and implementation. */
function toBars(results) {
  const bars = [];
  for (const { title, unit, goal, values } of results.rows.filter((row) => row.goal !== undefined)) {
    for (const name of names(results).filter((candidate) => values[candidate]?.ratio !== undefined)) {
      const ratio = values[name].ratio.median;
      const label = ratio > LONGEST ? `${ratio.toFixed(2)} →` : ratio.toFixed(2);
      bars.push({ row: `${title}|${unit}`, name, goal, label, length: Math.min(ratio, LONGEST) });
    }
  }
  return bars;
}

function toTitle({ machine, versions, date }) {
  return {
    text: 'iotjs-dgram beside node:dgram',
    subtitle: [
      `What it costs where ${REFERENCE} of Node.js ${versions.node} costs 1. Less is better; black lines are goals.`,
      `${machine.processor}, ${machine.cores} cores, ${machine.kernel}, ${date}`,
    ],
    anchor: 'start',
    frame: 'group',
    dx: -340,
  };
}

function toLegend({ versions }) {
  const titles = { 'iotjs-dgram': 'iotjs-dgram', bun: `Bun ${versions.bun}`, deno: `Deno ${versions.deno}` };
  return { orient: 'top', labelExpr: `${JSON.stringify(titles)}[datum.value]`, offset: 12 };
}

function toLayers(results) {
  const length = {
    field: 'length',
    type: 'quantitative',
    scale: { domain: [0, LONGEST], nice: false },
    axis: { title: null, values: [0, 0.5, 1, 1.5] },
  };
  const yOffset = { field: 'name', sort: names(results) };
  const color = {
    field: 'name', title: null, scale: { domain: names(results), range: COLORS }, legend: toLegend(results) };
  const text = { x: length, yOffset, text: { field: 'label' } };
  const number = { type: 'text', align: 'left', dx: 5, fontSize: 11 };
  return [
    { mark: { type: 'bar', cornerRadiusEnd: 2 }, encoding: { x: length, yOffset, color } },
    {
      data: { values: [{ ratio: 1 }] },
      mark: { type: 'rule', strokeDash: [4, 3], color: INK },
      encoding: { x: { field: 'ratio', type: 'quantitative' }, y: null },
    },
    {
      mark: { type: 'tick', thickness: 2, color: INK, bandSize: BAR_HEIGHT * names(results).length },
      encoding: { x: { field: 'goal', type: 'quantitative', aggregate: 'min' } },
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
    padding: { left: 356, right: 64, top: 104, bottom: 36 },
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
  const view = new vega.View(vega.parse(compile(toSpec(results)).spec), { renderer: 'none' });
  return `${await view.toSVG()}\n`;
}

module.exports = { draw };

if (require.main === module) {
  const [input = path.join(__dirname, 'results.json'), output = path.join(__dirname, '..', 'docs', 'bench.svg')] =
    process.argv.slice(2);
  draw(JSON.parse(fs.readFileSync(input, 'utf8'))).then((svg) => fs.writeFileSync(output, svg));
}
