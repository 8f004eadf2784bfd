'use strict';

// What is known of the copies of a fleet: how each ended, and what it has counted.

const { add } = require('../network/report');
const { NO_TRAFFIC } = require('../network/traffic');
const { percentilesOf } = require('./percentiles');

/** How a copy can end, in the order of the summary; `unstarted`: an interrupted fleet never started it. */
const OUTCOMES = ['well', 'stopped', 'failed', 'terminated', 'unstarted'];

/** The counts of a copy that could not say what it has counted. */
const UNKNOWN = Object.fromEntries(Object.keys(NO_TRAFFIC).map((name) => [name, null]));

/** Copies that have not ended as they should, by how and why. */
class Failures {
  #groups = new Map();

  add(outcome, reason, index) {
    const key = `${outcome} ${reason}`;
    if (!this.#groups.has(key)) this.#groups.set(key, { outcome, reason, copies: [] });
    this.#groups.get(key).copies.push(index);
  }

  /** @returns {object[]} `{ outcome, reason, copies }`: the indexes in their order, and so the first ones of each */
  list() {
    const groups = [...this.#groups.values()];
    for (const { copies } of groups) copies.sort((one, other) => one - other);
    return groups.sort((one, other) => one.copies[0] - other.copies[0]);
  }
}

class Tally {
  #first;
  #outcomes; // by index from the first one
  #traffic = new Map(); // by index
  #failures = new Failures();
  #network = null;
  #seeds = new Set();

  /**
   * @param {number} first the index of the first copy
   * @param {number} count how many copies there are to be
   */
  constructor(first, count) {
    this.#first = first;
    this.#outcomes = new Array(count).fill('unstarted');
  }

  /** @returns {number} how many copies have failed so far */
  get failed() {
    return this.#outcomes.filter((outcome) => outcome === 'failed').length;
  }

  /**
   * A copy says what it has counted, as it ends.
   *
   * @param {number} index
   * @param {?object} counts as sim/network/report.js gives them; null where it has made no socket
   * @param {number} [seed] of its network
   */
  count(index, counts, seed) {
    this.#traffic.set(index, counts === null ? NO_TRAFFIC : counts.traffic);
    if (counts === null) return;
    this.#network = add(this.#network, counts.network);
    this.#seeds.add(seed);
  }

  /**
   * A copy has ended.
   *
   * @param {number} index
   * @param {string} outcome
   * @param {string} [reason] why it failed
   */
  end(index, outcome, reason = null) {
    this.#outcomes[index - this.#first] = outcome;
    if (outcome === 'failed' || outcome === 'terminated') this.#failures.add(outcome, reason, index);
  }

  /**
   * @param {object} run
   * @param {string} run.script its name
   * @param {number} run.duration in milliseconds
   * @param {?string} run.signal what ended it
   * @param {object} [run.conditions] of the network, as they are spelled; default: none
   * @returns {object} the report of the fleet, as docs/fleets.md describes it
   */
  report({ script, duration, signal, conditions = {} }) {
    const copies = this.#outcomes.map((outcome, i) => {
      const index = this.#first + i;
      return { index, outcome, ...this.#traffic.get(index) ?? UNKNOWN };
    });
    return reportOf({
      script,
      durationMs: Math.round(duration),
      signal,
      seed: this.#seeds.size === 1 ? [...this.#seeds][0] : null,
      conditions,
      failures: this.#failures.list(),
      network: this.#network,
      copies,
    });
  }
}

/**
 * @param {object} known what does not follow from the copies, and `copies` in any order
 * @returns {object} the report of a fleet
 */
function reportOf({ script, durationMs, signal, seed, conditions, failures, network, copies }) {
  const ordered = copies.toSorted((one, other) => one.index - other.index);
  const totals = Object.fromEntries(OUTCOMES.map((name) => [name, 0]));
  for (const { outcome } of ordered) totals[outcome]++;
  return {
    report: 'fleet',
    script,
    first: ordered[0].index,
    count: ordered.length,
    durationMs,
    signal,
    ...totals,
    failures,
    seed,
    conditions,
    network,
    percentiles: percentilesOf(ordered),
    copies: ordered,
  };
}

module.exports = { Failures, OUTCOMES, Tally, reportOf };
