'use strict';

// Draws docs/losses.svg, which datagrams are lost under some values of --loss: node scripts/draw-losses.js

const fs = require('node:fs');
const path = require('node:path');

const { read } = require('../sim/board/settings');
const { hash } = require('../sim/network/chance');
const { fate } = require('../sim/network/fate');
const { Timeline } = require('../sim/network/timeline');

const FILE = path.join(__dirname, '..', 'docs', 'losses.svg');

const SPELLED = ['10%', '10%/burst 5', '10%,100%@8s-10s'];
const COUNT = 200;
const INTERVAL = 0.1; // seconds
const SIZE = 64; // bytes
const KEY = [15, 0, 0, 0]; // seed, board, direction, socket: one with which both first values lose about 20

const LOST = '#cf222e';
const ARRIVED = '#d0d7de';
const INK = '#24292f';

/** Bars of what is sent under a value of --loss: one for all, and before it one for each datagram that is lost. */
function toBars(spelled) {
  const timeline = new Timeline(read({ loss: spelled }), 0);
  const lost = Array.from({ length: COUNT }, (_, number) =>
    fate(timeline.at(1000 * number * INTERVAL), hash(...KEY), number, SIZE).lost !== null);
  const row = `--loss ${spelled}|${lost.filter(Boolean).length} of ${COUNT} lost`;
  const bars = lost.map((isLost, number) => ({
    row, from: number * INTERVAL, to: (number + 0.8) * INTERVAL, fate: isLost ? 'lost' : 'arrived',
  }));
  return [{ row, from: 0, to: COUNT * INTERVAL, fate: 'arrived' }, ...bars.filter(({ fate: each }) => each === 'lost')];
}

function toSpec() {
  const seconds = { type: 'quantitative', scale: { domain: [0, COUNT * INTERVAL], nice: false } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    background: '#ffffff',
    autosize: 'none', // as in bench/chart.js
    padding: { left: 180, right: 20, top: 36, bottom: 48 },
    width: 640,
    height: SPELLED.length * 52,
    data: { values: SPELLED.flatMap(toBars) },
    mark: { type: 'bar', height: { band: 0.7 } },
    encoding: {
      x: { field: 'from', ...seconds, axis: { title: 'seconds from the first socket on', tickCount: 10 } },
      x2: { field: 'to' },
      y: { field: 'row', type: 'nominal', sort: null, axis: { title: null, labelExpr: "split(datum.label, '|')" } },
      color: {
        field: 'fate', title: null, legend: { orient: 'top', offset: 8 },
        scale: { domain: ['arrived', 'lost'], range: [ARRIVED, LOST] },
      },
    },
    config: {
      aria: false, // it would say of each bar where it is
      font: 'system-ui, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif',
      view: { stroke: null },
      axis: {
        labelColor: INK, labelFontSize: 12, labelLimit: 0, labelPadding: 8, titleColor: INK, titleFontWeight: 'normal',
        titleFontSize: 12, grid: false, domain: false, ticks: false,
      },
      legend: { labelColor: INK, labelFontSize: 12 },
    },
  };
}

/** @returns {Promise<string>} SVG with a background of its own, legible on any page */
async function draw() {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  vega.resetSVGDefIds(); // as in bench/chart.js
  const view = new vega.View(vega.parse(compile(toSpec()).spec), { renderer: 'none' });
  return `${await view.toSVG()}\n`;
}

if (require.main === module) draw().then((svg) => fs.writeFileSync(FILE, svg));

module.exports = { FILE, draw };
