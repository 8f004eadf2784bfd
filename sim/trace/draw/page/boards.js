'use strict';

// A row for each board, or peer that is not recorded, to pick one. Only rows that can be seen are in the document.

const { percentile } = require('./bins');
const { element } = require('./details');
const { span } = require('./format');

const ROW = 30; // px
const MARGIN = 10; // rows beyond what is seen
const PRINTED = 1000; // rows at most

const COLUMNS = [
  { name: 'Board', key: 'name', show: ({ name }) => name },
  { name: 'Sent', key: 'sent' },
  { name: 'Received', key: 'received' },
  { name: 'Lost', key: 'lost' },
  { name: 'Round trip', key: 'roundTrip', show: ({ roundTrip }) => (roundTrip === -1 ? '\u2013' : span(roundTrip)) },
  { name: 'Longest', key: 'longest', show: ({ longest }) => (longest === -1 ? '\u2013' : span(longest)) },
];

/** What each party has sent, received and lost on the way to or from it, and its round trips in ms (-1: none). */
function countParties(run) {
  const parties = run.parties.map(({ name, isRecorded }, party) =>
    ({ party, name, isRecorded, sent: 0, received: 0, lost: 0, trips: [] }));
  const { from, to, original } = run.arrows;
  for (let arrow = 0; arrow < run.length; arrow++) {
    const sender = parties[run.partyOf[from[arrow]]];
    const receiver = parties[run.partyOf[to[arrow]]];
    if (original[arrow] === -1) sender.sent++;
    if (run.isGood(arrow)) {
      receiver.received++;
      const trip = run.roundTripOf(arrow);
      if (!Number.isNaN(trip)) receiver.trips.push(trip);
    }
    if (run.isMissing(arrow)) (run.hasCome(arrow) ? receiver : sender).lost++;
  }
  for (const party of parties) {
    party.trips.sort((a, b) => a - b);
    party.roundTrip = percentile(party.trips, 50) ?? -1;
    party.longest = party.trips.at(-1) ?? -1;
  }
  return parties;
}

class Boards {
  #root = document.getElementById('boards');
  #head = element('div', { className: 'head', role: 'row' });
  #list = element('div', { className: 'rows', role: 'rowgroup' });
  #viewport = document.getElementById('curves');
  #all;
  #shown;
  #order = { key: 'name', sign: 1 };
  #onPick;

  /**
   * @param {Run} run
   * @param {function(number)} onPick is given a party
   */
  constructor(run, onPick) {
    this.#all = countParties(run);
    this.#shown = this.#all;
    this.#onPick = onPick;
    this.#root.setAttribute('role', 'grid');
    this.#root.setAttribute('aria-label', 'Boards and peers');
    this.#root.replaceChildren(this.#head, this.#list);
    this.#viewport.addEventListener('scroll', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.#viewport);
    this.#sort();
  }

  /** @param {?function(number): boolean} isWanted whether a party is shown; null: all */
  set filter(isWanted) {
    this.#shown = isWanted === null ? this.#all : this.#all.filter(({ party }) => isWanted(party));
    this.#sort();
  }

  #sort() {
    const { key, sign } = this.#order;
    const collator = new Intl.Collator('en', { numeric: true });
    const compare = key === 'name' ? (a, b) => collator.compare(a.name, b.name) : (a, b) => a[key] - b[key];
    this.#shown = [...this.#shown].sort((a, b) => sign * compare(a, b));
    this.#head.replaceChildren(...COLUMNS.map((column) => this.#headOf(column)));
    this.#root.setAttribute('aria-rowcount', String(this.#shown.length + 1));
    this.#list.style.height = `${this.#shown.length * ROW}px`;
    this.draw();
  }

  #headOf({ name, key }) {
    const isKey = key === this.#order.key;
    const onclick = () => {
      this.#order = { key, sign: isKey ? -this.#order.sign : key === 'name' ? 1 : -1 };
      this.#sort();
      this.#head.children[COLUMNS.findIndex((column) => column.key === key)].firstChild.focus();
    };
    return element('span', {
      role: 'columnheader', ariaSort: !isKey ? 'none' : this.#order.sign === 1 ? 'ascending' : 'descending',
    }, element('button', { type: 'button', onclick }, name));
  }

  /** Has all rows in the document, for print. */
  drawAll() {
    this.#fill(0, PRINTED);
  }

  draw() {
    if (this.#viewport.clientHeight === 0) return;
    const above = this.#viewport.getBoundingClientRect().top - this.#list.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(above / ROW) - MARGIN);
    const last = Math.ceil((above + this.#viewport.clientHeight) / ROW) + MARGIN;
    this.#fill(first, Math.max(first, last));
  }

  #fill(first, last) {
    const focused = document.activeElement?.dataset.party;
    this.#list.replaceChildren(...this.#shown.slice(first, last).map((party, i) => this.#rowOf(party, first + i)));
    if (focused !== undefined) this.#list.querySelector(`[data-party="${focused}"]`)?.focus({ preventScroll: true });
  }

  #rowOf(party, place) {
    const cells = COLUMNS.map(({ key, show }) => element('span', {
      role: 'gridcell', className: key === 'lost' && party.lost > 0 ? 'some' : '',
    }, show === undefined ? party[key].toLocaleString('en') : show(party)));
    const row = element('button', { type: 'button', role: 'row', onclick: () => this.#onPick(party.party) }, ...cells);
    row.dataset.party = party.party;
    row.setAttribute('aria-rowindex', String(place + 2));
    row.style.top = `${place * ROW}px`;
    return row;
  }
}

module.exports = { Boards, countParties };
