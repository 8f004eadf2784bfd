'use strict';

// Where on the page a moment is. Time in which nothing begins or ends is shortened, so that both a delay of
// milliseconds and a pause of seconds can be seen.

const LONGEST_GAP = 96; // px; a longer one
const SHORT_GAP = 52; // px; becomes so short
const TYPICAL = 44; // px that a typical way takes at first
const TALLEST = 8e6; // px: browsers do not scroll much further

class Timeline {
  #begins;
  #ends;
  #positions = new Float64Array(0);
  #isShort = new Uint8Array(0);

  /**
   * @param {Float64Array} begins in ms, not descending
   * @param {Float64Array} ends in ms
   */
  constructor(begins, ends) {
    const all = new Float64Array(begins.length + ends.length);
    all.set(begins);
    all.set(ends, begins.length);
    all.sort();
    this.times = all.filter((time, i) => i === 0 || time !== all[i - 1]);
    this.#begins = Uint32Array.from(begins, (time) => this.#indexOf(time));
    this.#ends = Uint32Array.from(ends, (time) => this.#indexOf(time));
    this.isSkipping = true;
    this.firstScale = firstScale(this.times, begins, ends);
    this.setScale(this.firstScale);
  }

  /** @param {number} scale px for each ms; less where the whole would be too tall */
  setScale(scale) {
    const span = this.times.length > 1 ? this.times.at(-1) - this.times[0] : 0;
    this.scale = Math.max(scale, span === 0 ? 1e-9 : 200 / span);
    while (this.#layOut() > TALLEST) this.scale *= 0.8;
  }

  #layOut() {
    const { times, scale } = this;
    this.#positions = new Float64Array(times.length);
    this.#isShort = new Uint8Array(times.length);
    let y = 0;
    for (let i = 1; i < times.length; i++) {
      const gap = (times[i] - times[i - 1]) * scale;
      const isShort = this.isSkipping && gap > LONGEST_GAP;
      this.#isShort[i] = isShort ? 1 : 0;
      y += isShort ? SHORT_GAP : gap;
      this.#positions[i] = y;
    }
    this.height = y;
    return y;
  }

  /** The last index whose time is not after that one. */
  #indexOf(time) {
    return lastNotAfter(this.times, time);
  }

  beginOf(row) {
    return this.#positions[this.#begins[row]];
  }

  endOf(row) {
    return this.#positions[this.#ends[row]];
  }

  yOf(time) {
    const i = Math.max(0, this.#indexOf(time));
    if (i + 1 >= this.times.length) return this.#positions[i] ?? 0;
    const part = (time - this.times[i]) / (this.times[i + 1] - this.times[i]);
    return this.#positions[i] + part * (this.#positions[i + 1] - this.#positions[i]);
  }

  timeAt(y) {
    const i = Math.max(0, lastNotAfter(this.#positions, y));
    if (i + 1 >= this.times.length) return this.times[i] ?? 0;
    const part = (y - this.#positions[i]) / (this.#positions[i + 1] - this.#positions[i]);
    return this.times[i] + part * (this.times[i + 1] - this.times[i]);
  }

  /** What was shortened between two places: `{top, bottom, ms}` of each. */
  * gaps(top, bottom) {
    for (let i = Math.max(1, lastNotAfter(this.#positions, top)); i < this.times.length; i++) {
      if (this.#positions[i - 1] > bottom) return;
      if (this.#isShort[i] === 0) continue;
      yield { top: this.#positions[i - 1], bottom: this.#positions[i], ms: this.times[i] - this.times[i - 1] };
    }
  }
}

/** So that a way of typical length is seen to slant. */
function firstScale(times, begins, ends) {
  const ways = ends.map((end, row) => end - begins[row]).filter((way) => way > 0).sort();
  const gaps = () => times.map((time, i) => (i === 0 ? 0 : time - times[i - 1])).filter((gap) => gap > 0).sort();
  // Of pauses, a short one: an answer is to be seen apart from its question.
  const typical = ways.length > 0 ? ways[ways.length >> 1] : shortOf(gaps());
  return typical === undefined ? 1 : TYPICAL / typical;
}

const shortOf = (sorted) => sorted[sorted.length >> 2];

function lastNotAfter(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

module.exports = { Timeline };
