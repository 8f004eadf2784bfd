'use strict';

// Puts the page together: what is shown, and what keys and buttons do.

const { Boards } = require('./boards');
const { Chart } = require('./chart');
const { Curves } = require('./curves');
const { Details, element } = require('./details');
const { span } = require('./format');
const { drawLegend } = require('./legend');
const { paletteOf } = require('./palette');
const { Run } = require('./run');

const FEW = 12; // columns; with more, the curves are shown first
const PIECE = { width: 1040, height: 1380 }; // px of a printed page
const PIECES = 30;

const byId = (id) => document.getElementById(id);

const run = new Run(byId('data').textContent);
const everything = Uint32Array.from({ length: run.length }, (_, arrow) => arrow);

let palette = paletteOf(document.documentElement);
let rows = everything;
let party = -1;
let matching = [];
let isChart = true;

const details = new Details(run, { go: (arrow) => chart.select(arrow), close: () => chart.select(-1) });
const chart = new Chart(run, palette, {
  onSelect(arrow) {
    details.show(arrow);
    if (arrow !== -1) say(run.describe(arrow));
  },
  onHover: (arrow) => details.show(arrow === -1 ? chart.selected : arrow),
});
const curves = new Curves(run, palette);
const boards = new Boards(run, (picked) => {
  pick(picked);
  view(true);
  byId('scroller').focus();
});

function say(text) {
  byId('live').textContent = text;
}

/** The counts at the top of the page. */
function summarize() {
  const { original, again } = run.arrows;
  const count = (isWanted) => rows.reduce((sum, arrow) => sum + (isWanted(arrow) ? 1 : 0), 0);
  const facts = [
    { name: 'sent', number: count((arrow) => original[arrow] === -1) },
    { name: 'arrived', number: count((arrow) => run.isGood(arrow)) },
  ];
  const states = new Map();
  for (const arrow of rows) {
    if (run.isGood(arrow)) continue;
    const name = run.stateOf(arrow);
    if (!states.has(name)) states.set(name, { name, number: 0, className: run.isBad(arrow) ? 'lost' : '' });
    states.get(name).number++;
  }
  const repeated = count((arrow) => again[arrow] !== -1);
  facts.push(...states.values(), ...(repeated === 0 ? [] : [{ name: 'sent again', number: repeated }]));
  byId('summary').replaceChildren(
    ...facts.map(({ name, number, className = '' }) =>
      element('div', {}, element('dt', {}, name), element('dd', { className }, number.toLocaleString('en')))),
    element('div', { title: `since ${new Date(run.start).toISOString()}` },
      element('dt', {}, 'in all'), element('dd', {}, span(run.duration))),
  );
}

/** @param {number} picked a party of which to show the datagrams; -1: all */
function pick(picked) {
  party = picked;
  const { from, to } = run.arrows;
  rows = picked === -1 ? everything
    : everything.filter((arrow) => run.partyOf[from[arrow]] === picked || run.partyOf[to[arrow]] === picked);
  const all = byId('all-boards');
  all.hidden = picked === -1;
  all.textContent = picked === -1 ? '' : `Only ${run.parties[picked].name} \u00d7`;
  all.setAttribute('aria-label', picked === -1 ? '' : `Only ${run.parties[picked].name} is shown. Show all boards`);
  chart.selected = -1;
  details.show(-1);
  chart.show(rows);
  curves.show(rows);
  if (run.length > 0) summarize();
  else byId('summary').textContent = 'No datagrams were sent or received.';
  search();
}

/** @param {boolean} isOfChart whether to show the chart, or else the curves */
function view(isOfChart) {
  isChart = isOfChart;
  for (const id of ['chart', 'details', 'skip-label', 'legend', 'chart-keys']) byId(id).hidden = !isChart;
  for (const id of ['curves', 'curves-keys']) byId(id).hidden = isChart;
  byId('show-chart').setAttribute('aria-pressed', String(isChart));
  byId('show-curves').setAttribute('aria-pressed', String(!isChart));
  curves.draw();
  boards.draw();
}

function search() {
  const query = byId('query').value.trim();
  const matches = query === '' ? null : run.matcher(query);
  matching = matches === null ? [] : Array.from(rows.filter(matches));
  byId('found').textContent = matches === null ? '' : `${matching.length.toLocaleString('en')} found`;
  byId('previous').disabled = byId('next').disabled = matching.length === 0;
  chart.matches = matches;
  if (matches === null) {
    boards.filter = null;
  } else {
    const { from, to } = run.arrows;
    const wanted = new Set(matching.flatMap((arrow) => [run.partyOf[from[arrow]], run.partyOf[to[arrow]]]));
    boards.filter = (some) => wanted.has(some);
  }
}

/** Selects the next match, or with -1 the one before. */
function goOn(direction) {
  if (matching.length === 0) return;
  const ahead = direction === 1 ? matching.findIndex((arrow) => arrow > chart.selected)
    : matching.findLastIndex((arrow) => arrow < chart.selected);
  const place = ahead === -1 ? (direction === 1 ? 0 : matching.length - 1) : ahead;
  view(true);
  chart.select(matching[place]);
  byId('found').textContent = `${place + 1} of ${matching.length}`;
}

function zoom(steps) {
  if (isChart) chart.zoom(steps);
  else curves.zoom(steps);
}

/** Sideways: over columns, or on in time. */
function move(direction) {
  if (isChart) byId('scroller').scrollBy({ left: 120 * direction });
  else curves.pan(direction / 4);
}

function clear() {
  if (byId('query').value !== '') {
    byId('query').value = '';
    search();
  } else if (chart.selected !== -1) {
    chart.select(-1);
  } else if (party !== -1) {
    pick(-1);
  }
}

const KEYS = {
  '+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1), 0: () => zoom(0),
  '/': () => byId('query').focus(),
  ArrowLeft: () => move(-1), ArrowRight: () => move(1),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target === byId('query');
  if (event.key === 'Escape') {
    clear();
    if (isTyping) byId('scroller').focus();
  } else if (isTyping) {
    if (event.key === 'Enter' && event.shiftKey) {
      event.preventDefault();
      goOn(-1);
    }
  } else if (KEYS[event.key] !== undefined) {
    event.preventDefault();
    KEYS[event.key]();
  } else if (isChart) {
    chart.onKey(event);
  }
});

byId('show-chart').addEventListener('click', () => view(true));
byId('show-curves').addEventListener('click', () => view(false));
byId('zoom-in').addEventListener('click', () => zoom(1));
byId('zoom-out').addEventListener('click', () => zoom(-1));
byId('zoom-reset').addEventListener('click', () => zoom(0));
byId('skip').addEventListener('change', (event) => {
  chart.isSkipping = event.target.checked;
});
byId('all-boards').addEventListener('click', () => pick(-1));
byId('query').addEventListener('input', search);
byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  goOn(1);
});
byId('previous').addEventListener('click', () => goOn(-1));

/** Light and dark, as the system says; paper is light. */
function paint(from) {
  palette = paletteOf(from);
  chart.palette = palette;
  curves.palette = palette;
  drawLegend(run, palette);
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paint(document.documentElement));
window.addEventListener('beforeprint', () => {
  paint(byId('paper'));
  if (isChart) byId('paper').replaceChildren(...chart.pieces(palette, PIECE, PIECES));
  else boards.drawAll();
});
window.addEventListener('afterprint', () => {
  paint(document.documentElement);
  byId('paper').replaceChildren();
  boards.draw();
});

drawLegend(run, palette);
pick(-1);
view(run.length === 0 || run.columns.length <= FEW);

// For whoever wants to look at the data in the console, and for the tests.
Object.assign(window, { run, chart, curves });
