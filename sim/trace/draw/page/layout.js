'use strict';

// Where columns and arrows stand in the sequence chart.

const { Timeline } = require('./timeline');

const TOP = 92; // px above the first arrow, with the names of the columns
const BOTTOM = 48;
const WIDEST = 620; // px between two columns
const BLOCK = 256; // rows, of which is known how far down they go

class Layout {
  top = TOP;
  left = 0;

  /**
   * @param {Run} run
   * @param {Uint32Array} rows arrows
   */
  constructor(run, rows) {
    this.run = run;
    this.rows = rows;
    const { begin, end, from, to } = run.arrows;
    const arrowBegins = Float64Array.from(rows, (arrow) => begin[arrow]);
    this.timeline = new Timeline(arrowBegins, Float64Array.from(rows, (arrow) => end[arrow]));
    // In the order in which they are first used.
    this.columns = [...new Set(Array.from(rows, (arrow) => [from[arrow], to[arrow]]).flat())];
    this.slots = new Map(this.columns.map((column, slot) => [column, slot]));
    this.#findDepths();
  }

  /** The last time at which a row of each block ends. */
  #findDepths() {
    const { end } = this.run.arrows;
    this.depths = new Float64Array(Math.ceil(this.rows.length / BLOCK)).fill(-Infinity);
    this.rows.forEach((arrow, row) => {
      const block = Math.floor(row / BLOCK);
      this.depths[block] = Math.max(this.depths[block], end[arrow]);
    });
  }

  /** @param {number} width px that there are */
  fit(width) {
    const isNarrow = width < 560;
    this.gutter = isNarrow ? 82 : 108;
    const margin = isNarrow ? 62 : 100;
    const gaps = Math.max(1, this.columns.length - 1);
    const room = width - this.gutter - 2 * margin;
    this.spacing = Math.min(WIDEST, Math.max(isNarrow ? 130 : 190, room / gaps));
    // A chart that is not as wide stands in the middle.
    this.first = this.gutter + margin + Math.max(0, (room - this.spacing * gaps) / 2);
    if (this.columns.length === 1) this.first = this.gutter + margin + room / 3;
    this.width = Math.max(width, this.first + this.spacing * gaps + margin);
  }

  get height() {
    return TOP + this.timeline.height + BOTTOM;
  }

  xOf(column) {
    return this.first + this.slots.get(column) * this.spacing - this.left;
  }

  visibleColumns(width) {
    return this.columns.filter((column) => {
      const x = this.xOf(column);
      return x > -this.spacing && x < width + this.spacing;
    });
  }

  /** @returns {number[]} the rows that can be seen between two heights of the chart, in a window of that width */
  rowsBetween(top, bottom, width) {
    const { timeline, run: { arrows: { begin, end, from: senders, to: receivers } } } = this;
    const isInSight = (arrow) => {
      const [x0, x1] = [this.xOf(senders[arrow]), this.xOf(receivers[arrow])];
      return Math.max(x0, x1) + 60 > this.gutter && Math.min(x0, x1) < width;
    };
    const from = timeline.timeAt(top - TOP - 20);
    const to = timeline.timeAt(bottom - TOP + 20);
    const found = [];
    for (let block = 0; block < this.depths.length; block++) {
      if (this.depths[block] < from) continue;
      const last = Math.min(this.rows.length, (block + 1) * BLOCK);
      for (let row = block * BLOCK; row < last; row++) {
        const arrow = this.rows[row];
        if (begin[arrow] > to) return found;
        if (end[arrow] >= from && isInSight(arrow)) found.push(row);
      }
    }
    return found;
  }
}

module.exports = { Layout };
