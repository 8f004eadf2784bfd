'use strict';

// Curves over time, drawn by uPlot.

const { binsOf } = require('./bins');
const { element } = require('./details');

const PARTS = 150;
const HEIGHT = 190; // px
const PERCENTILES = [50, 90, 99];
const STEP = 1.5; // times, of a zoom
const COLORS = ['lost', 'duplicate', 'quiet', 'again', 'arrow', 'ink'];
const DASHES = [[], [6, 3], [2, 3]];

class Curves {
  #run;
  #palette;
  #root = document.getElementById('plots');
  #plots = [];
  #rows;
  /** What is shown, in ms since the start. */
  range;

  /**
   * @param {Run} run
   * @param {object} palette
   */
  constructor(run, palette) {
    this.#run = run;
    this.#palette = palette;
    this.range = { from: 0, to: run.duration };
    new ResizeObserver(() => this.#resize()).observe(this.#root);
  }

  /** @param {Uint32Array} rows the arrows to count */
  show(rows) {
    this.#rows = rows;
    this.draw();
  }

  set palette(palette) {
    this.#palette = palette;
    this.draw();
  }

  /** @param {number} steps to zoom in, negative to zoom out; 0: all */
  zoom(steps) {
    const { from, to } = this.range;
    const half = (to - from) / 2 / STEP ** steps;
    const middle = (from + to) / 2;
    this.#show(steps === 0 ? 0 : middle - half, steps === 0 ? this.#run.duration : middle + half);
  }

  /** @param {number} part of the range to go on */
  pan(part) {
    const { from, to } = this.range;
    const by = Math.min(this.#run.duration - to, Math.max(-from, (to - from) * part));
    this.#show(from + by, to + by);
  }

  #show(from, to) {
    this.range = { from: Math.max(0, from), to: Math.min(this.#run.duration, to) };
    this.draw();
  }

  draw() {
    if (this.#rows === undefined || this.#root.clientWidth === 0) return;
    const bins = binsOf(this.#run, this.#rows, { ...this.range, count: PARTS }, PERCENTILES);
    for (const plot of this.#plots) plot.destroy();
    this.#plots = [];
    this.#root.replaceChildren();
    const perSecond = (counts) => counts.map((number) => number / bins.width);
    const lost = [...bins.lost].map(([label, counts], i) =>
      ({ label, values: perSecond(counts), color: COLORS[i % COLORS.length], dash: DASHES[i % DASHES.length] }));
    this.#plot('Sent and arrived, datagrams a second', bins.times, [
      { label: 'sent', values: perSecond(bins.sent), color: 'quiet' },
      { label: 'arrived', values: perSecond(bins.arrived), color: 'arrow' },
    ]);
    this.#plot('Lost, datagrams a second', bins.times, lost, 'Nothing was lost.');
    this.#plot('In flight, datagrams', bins.times, [{ label: 'in flight', values: bins.inFlight, color: 'again' }]);
    const isAnswered = bins.roundTrips[0].some((trip) => trip !== null);
    this.#plot('Round trip, ms', bins.times, !isAnswered ? [] : bins.roundTrips.map((values, i) => ({
      label: i === 0 ? 'median' : `${PERCENTILES[i]} %`, values, color: ['arrow', 'duplicate', 'lost'][i],
      dash: DASHES[i], isSparse: true,
    })), 'No round trip was seen.');
  }

  #plot(title, times, curves, none) {
    const figure = element('figure', {}, element('figcaption', {}, title));
    this.#root.append(figure);
    if (curves.length === 0) {
      figure.append(element('p', { className: 'none' }, none));
      return;
    }
    const palette = this.#palette;
    const axis = {
      stroke: palette.muted, grid: { stroke: palette.rule, width: 1 }, ticks: { stroke: palette.rule, width: 1 },
      font: '12px system-ui, sans-serif',
    };
    const value = (_, number) => (number === null || number === undefined ? '\u2013'
      : number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 2 : 0 }));
    const options = {
      width: figure.clientWidth, height: HEIGHT,
      scales: { x: { time: false }, y: { range: (_, low, high) => [0, high > 0 ? high * 1.08 : 1] } },
      axes: [{ ...axis, values: secondsOf, size: 34 }, { ...axis, size: 62 }],
      cursor: { sync: { key: 'time' }, drag: { setScale: false }, points: { size: 6 } },
      hooks: { setSelect: [(plot) => this.#select(plot)] },
      series: [
        { label: 'time', value: (_, time) => (time === null ? '\u2013' : `${time.toFixed(3)} s`) },
        ...curves.map(({ label, color, dash = [], isSparse = false }) => ({
          label, value, dash, stroke: palette[color], width: 1.8, spanGaps: isSparse,
          points: { show: isSparse ? undefined : false, size: 5 },
        })),
      ],
    };
    const plot = new uPlot(options, [times, ...curves.map(({ values }) => values)], figure);
    plot.root.setAttribute('role', 'img');
    plot.root.setAttribute('aria-label', describe(title, curves));
    this.#plots.push(plot);
  }

  #select({ select: { left, width }, posToVal }) {
    if (width > 3) this.#show(posToVal(left, 'x') * 1000, posToVal(left + width, 'x') * 1000);
  }

  #resize() {
    if (this.#plots.length === 0) this.draw();
    for (const plot of this.#plots) plot.setSize({ width: plot.root.parentElement.clientWidth, height: HEIGHT });
  }
}

const secondsOf = (_, ticks) => ticks.map((tick) => `${Number(tick.toFixed(6))} s`);

function describe(title, curves) {
  const most = curves.map(({ label, values }) => `${label} at most ${Math.max(...values).toFixed(1)}`);
  return `${title}: ${most.join(', ')}`;
}

module.exports = { Curves };
