'use strict';

// What is known of one datagram, with its bytes.

const { moment, count, hexDump, span, text } = require('./format');

const SHOWN = 4096; // bytes

/** @returns {Element} with children, texts among them; a text is never markup */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

class Details {
  #run;
  #root = document.getElementById('details');
  #go;
  #close;

  /**
   * @param {Run} run
   * @param {{go: Function, close: Function}} listeners `go` is given the arrow that a link leads to
   */
  constructor(run, { go, close }) {
    this.#run = run;
    this.#go = go;
    this.#close = close;
  }

  /** @param {number} arrow or -1 */
  show(arrow) {
    this.#root.classList.toggle('idle', arrow === -1);
    this.#root.replaceChildren(...(arrow === -1 ? this.#idle() : this.#all(arrow)));
  }

  #idle() {
    const hint = this.#run.length === 0 ? 'There is nothing to show.'
      : 'Point at an arrow to see its bytes. Click, or use the arrow keys, to keep it here.';
    return [element('p', {}, hint)];
  }

  #all(arrow) {
    const { arrows } = this.#run;
    const bytes = this.#run.bytesOf(arrow);
    const shown = bytes.subarray(0, SHOWN);
    const size = arrows.size[arrow];
    const isCut = shown.length < size;
    const state = this.#run.isGood(arrow) ? '' : this.#run.isBad(arrow) ? ' bad' : ' open';
    const plain = text(shown);
    const parts = [
      element('button', { type: 'button', id: 'close-details', ariaLabel: 'Close', onclick: this.#close }, '\u00d7'),
      element('h2', {}, `Datagram ${arrow + 1}`),
      element('p', { className: `state${state}` }, this.#run.stateOf(arrow)),
      element('dl', {}, ...this.#facts(arrow).flatMap(([name, value]) =>
        [element('dt', {}, name), element('dd', {}, value)])),
    ];
    if (isCut) parts.push(element('p', {}, `The first ${shown.length.toLocaleString('en')} bytes:`));
    if (shown.length > 0) {
      if (plain !== null) parts.push(element('h3', {}, 'Text'), element('pre', { className: 'text' }, plain));
      parts.push(element('h3', {}, 'Bytes'), element('pre', { className: 'hex' }, hexDump(shown)));
    }
    return parts;
  }

  #facts(arrow) {
    const { arrows } = this.#run;
    const { begin, sent, left, came, arrived, again, answers, original, isDuplicate } = arrows;
    const trip = this.#run.roundTripOf(arrow);
    const has = (time) => !Number.isNaN(time[arrow]);
    const since = (time, before) => `${moment(time[arrow])} (${span(time[arrow] - before[arrow])} later)`;
    return [
      ['From', this.#run.fullNameOf(arrows.from[arrow])],
      ['To', this.#run.fullNameOf(arrows.to[arrow])],
      ['Size', count(arrows.size[arrow], 'byte')],
      has(sent) && ['Sent', moment(sent[arrow])],
      has(left) && left[arrow] !== sent[arrow] && ['Left', since(left, sent)],
      has(came) && came[arrow] !== arrived[arrow] && ['Came', moment(came[arrow])],
      has(arrived) && arrived[arrow] !== begin[arrow] && ['Arrived', since(arrived, begin)],
      answers[arrow] !== -1 && ['Answers', this.#link(answers[arrow], Number.isNaN(trip) ? ''
        : `, ${span(trip)} after it was sent`)],
      again[arrow] !== -1 && ['Sent again', this.#link(again[arrow], ' has the same bytes')],
      original[arrow] !== -1 && [isDuplicate[arrow] === 1 ? 'Duplicate of' : 'Copy of',
        this.#link(original[arrow], '')],
      arrows.isOvertaken[arrow] === 1 && ['Order', 'overtaken by a later one'],
      ['TTL', String(arrows.ttl[arrow])],
    ].filter(Boolean);
  }

  #link(arrow, behind) {
    const onclick = () => this.#go(arrow);
    return element('span', {}, element('button', { type: 'button', onclick }, `number ${arrow + 1}`), behind);
  }
}

module.exports = { Details, element };
