'use strict';

// The sequence chart: a column for each socket and peer, time downwards, an arrow for each datagram.

const { distanceTo, pathOf } = require('./arrow-path');
const { drawChart } = require('./drawing');
const { Layout } = require('./layout');
const { HEADER } = require('./surroundings');

const MOST = 1500; // arrows in one picture
const WIDEST = 4000; // px that are printed
const REACH = 9; // px from an arrow at which the pointer still means it
const STEP = 1.5; // times, of a zoom

class Chart {
  #run;
  #palette;
  #scroller = document.getElementById('scroller');
  #extent = document.getElementById('extent');
  #canvas = document.getElementById('canvas');
  #notice = document.getElementById('notice');
  #onSelect;
  #onHover;
  #isAsked = false;
  #shown = [];
  #matches = null;
  #hovered = -1;
  selected = -1;

  /**
   * @param {Run} run
   * @param {object} palette
   * @param {{onSelect: Function, onHover: Function}} listeners are given an arrow, or -1
   */
  constructor(run, palette, { onSelect, onHover }) {
    this.#run = run;
    this.#palette = palette;
    this.#onSelect = onSelect;
    this.#onHover = onHover;
    const scroller = this.#scroller;
    scroller.addEventListener('scroll', () => this.ask());
    scroller.addEventListener('pointermove', (event) => this.#hover(this.#at(event)));
    scroller.addEventListener('pointerleave', () => this.#hover(-1));
    scroller.addEventListener('click', (event) => this.select(this.#at(event)));
    scroller.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => this.#resize()).observe(scroller);
  }

  /** @param {Uint32Array} rows the arrows to show */
  show(rows) {
    const isSkipping = this.layout?.timeline.isSkipping ?? true;
    this.layout = new Layout(this.#run, rows);
    this.layout.timeline.isSkipping = isSkipping;
    this.layout.timeline.setScale(this.layout.timeline.firstScale);
    this.#scroller.setAttribute('aria-label', `Sequence chart of ${rows.length} datagrams between ` +
      `${this.layout.columns.length} sockets. Arrow keys go from one to the next.`);
    this.#scroller.scrollTo(0, 0);
    this.#resize();
  }

  set palette(palette) {
    this.#palette = palette;
    this.ask();
  }

  set matches(matches) {
    this.#matches = matches;
    this.ask();
  }

  set isSkipping(isSkipping) {
    this.#keepPlace(() => {
      this.layout.timeline.isSkipping = isSkipping;
      this.layout.timeline.setScale(this.layout.timeline.scale);
    });
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#scroller;
    if (width === 0 || this.layout === undefined) return;
    const ratio = devicePixelRatio;
    this.#canvas.width = width * ratio;
    this.#canvas.height = height * ratio;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    this.layout.fit(width);
    this.#extent.style.width = `${this.layout.width}px`;
    this.#extent.style.height = `${this.layout.height}px`;
    this.draw();
  }

  /** Draws before the browser next does. */
  ask() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.#isAsked = false;
    const { clientWidth: width, clientHeight: height, scrollTop: top, scrollLeft: left } = this.#scroller;
    if (width === 0) return;
    this.layout.left = left;
    const context = this.#canvas.getContext('2d');
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.#shown = this.#draw(context, { width, height, top, palette: this.#palette });
  }

  #draw(context, { width, height, top, palette }) {
    const all = this.layout.rowsBetween(top + HEADER, top + height, width);
    const every = Math.ceil(all.length / MOST);
    const rows = every === 1 ? all : all.filter((_, i) => i % every === 0);
    this.#notice.hidden = every <= 1;
    this.#notice.textContent = `One of ${every} datagrams is drawn here. Zoom in to see each.`;
    drawChart({
      context, width, height, top, palette, rows,
      layout: this.layout, selected: this.selected, hovered: this.#hovered, matches: this.#matches,
    });
    return rows;
  }

  /**
   * Draws all of the chart in pieces, for print.
   *
   * @param {object} palette
   * @param {{width: number, height: number}} size of a piece, px
   * @param {number} most pieces
   * @returns {HTMLCanvasElement[]}
   */
  pieces(palette, { width, height }, most) {
    const { left } = this.layout;
    this.layout.left = 0;
    this.layout.fit(width);
    const wide = Math.min(this.layout.width, WIDEST);
    const pieces = [];
    const step = height - this.layout.top;
    for (let top = 0; top < this.layout.height - this.layout.top && pieces.length < most; top += step) {
      const canvas = document.createElement('canvas');
      const used = Math.min(height, this.layout.height - top);
      canvas.width = wide * 2;
      canvas.height = used * 2;
      const context = canvas.getContext('2d');
      context.scale(2, 2);
      this.#draw(context, { width: wide, height: used, top, palette });
      pieces.push(canvas);
    }
    this.layout.left = left;
    this.#resize();
    return pieces;
  }

  /** The arrow that the pointer means, or -1. */
  #at(event) {
    const box = this.#canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    if (y < HEADER) return -1;
    let found = -1;
    let nearest = REACH;
    for (const row of this.#shown) {
      const path = pathOf({ layout: this.layout, top: this.#scroller.scrollTop }, row);
      const distance = distanceTo(path, x, y);
      if (distance < nearest) [found, nearest] = [path.arrow, distance];
    }
    return found;
  }

  #hover(arrow) {
    if (arrow === this.#hovered) return;
    this.#hovered = arrow;
    this.#scroller.style.cursor = arrow === -1 ? '' : 'pointer';
    this.#onHover(arrow);
    this.ask();
  }

  /** @param {number} arrow or -1 */
  select(arrow) {
    this.selected = arrow;
    this.#onSelect(arrow);
    // Now: on a small screen, its details leave less room.
    if (arrow !== -1) this.#reveal(arrow);
    this.ask();
  }

  #reveal(arrow) {
    const { layout } = this;
    const row = this.rowOf(arrow);
    if (row === -1) return;
    const height = this.#scroller.clientHeight;
    const y = layout.top + layout.timeline.beginOf(row);
    const { scrollTop } = this.#scroller;
    if (y < scrollTop + layout.top || y > scrollTop + height - 60) this.#scroller.scrollTop = y - height / 2;
    const x = layout.xOf(this.#run.arrows.from[arrow]);
    if (x < layout.gutter || x > this.#scroller.clientWidth) this.#scroller.scrollLeft += x - layout.gutter - 60;
  }

  /** @returns {{x: number, y: number}} the middle of an arrow in the picture, px */
  placeOf(arrow) {
    const { x0, y0, x1, y1 } = pathOf({ layout: this.layout, top: this.#scroller.scrollTop }, this.rowOf(arrow));
    return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
  }

  rowOf(arrow) {
    return this.layout.rows.indexOf(arrow);
  }

  /** Changes the layout; what is at the place stays there. */
  #keepPlace(change, place = this.#scroller.clientHeight / 2) {
    const { layout } = this;
    const time = layout.timeline.timeAt(this.#scroller.scrollTop + place - layout.top);
    change();
    this.#extent.style.height = `${layout.height}px`;
    this.#scroller.scrollTop = layout.timeline.yOf(time) + layout.top - place;
    this.ask();
  }

  /** @param {number} steps to zoom in, negative to zoom out; 0: as at first */
  zoom(steps, place) {
    const { timeline } = this.layout;
    const scale = steps === 0 ? timeline.firstScale : timeline.scale * STEP ** steps;
    this.#keepPlace(() => timeline.setScale(scale), place);
  }

  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(-event.deltaY / 100, event.clientY - this.#scroller.getBoundingClientRect().top);
  }

  /** Selects another datagram where a key asks for it. */
  onKey(event) {
    const { rows } = this.layout;
    const row = this.selected === -1 ? -1 : this.rowOf(this.selected);
    const first = row === -1 ? this.#shown[0] ?? 0 : row;
    const target = {
      ArrowDown: row === -1 ? first : row + 1, ArrowUp: row === -1 ? first : row - 1, Home: 0, End: rows.length - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (target >= 0 && target < rows.length) this.select(rows[target]);
  }
}

module.exports = { Chart };
