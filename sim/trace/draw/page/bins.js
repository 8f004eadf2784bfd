'use strict';

// What happened over time, counted in equal parts of it.

const { UNDER_WAY } = require('./fates');

/**
 * @typedef {object} Bins each list has a value for each part of the time
 * @property {number[]} times the middles of the parts, in s
 * @property {number} width of a part, in s
 * @property {number[]} sent
 * @property {number[]} arrived
 * @property {Map<string, number[]>} lost by reason
 * @property {number[]} inFlight how many are under way when a part ends
 * @property {number[][]} roundTrips percentiles in ms, for each of `percentiles`; null where nothing was answered
 */

/**
 * @param {Run} run
 * @param {Uint32Array} rows arrows
 * @param {object} range
 * @param {number} range.from in ms
 * @param {number} range.to in ms
 * @param {number} range.count of parts
 * @param {number[]} percentiles
 * @returns {Bins}
 */
function binsOf(run, rows, { from, to, count }, percentiles) {
  const { begin, end, arrived, original, fate } = run.arrows;
  const width = Math.max((to - from) / count, 1e-6);
  const zeros = () => new Array(count).fill(0);
  const binAt = (time) => Math.floor((time - from) / width);
  const bins = {
    times: Array.from({ length: count }, (_, i) => (from + (i + 0.5) * width) / 1000),
    width: width / 1000, sent: zeros(), arrived: zeros(), lost: new Map(), inFlight: zeros(),
  };
  const trips = Array.from({ length: count }, () => []);
  const change = new Int32Array(count + 1);
  const add = (list, time) => {
    const bin = time === to ? count - 1 : binAt(time);
    if (bin >= 0 && bin < count) list[bin]++;
  };
  for (const arrow of rows) {
    if (original[arrow] === -1) add(bins.sent, begin[arrow]);
    if (run.isGood(arrow)) add(bins.arrived, end[arrow]);
    if (run.isMissing(arrow)) addLost(bins.lost, run.stateOf(arrow), zeros, (list) => add(list, end[arrow]));
    // Under way at the end of each part from that in which it begins to that before it ends.
    const first = Math.max(0, binAt(begin[arrow]));
    const last = fate[arrow] === UNDER_WAY ? count : Math.min(count, Math.max(0, binAt(end[arrow])));
    if (first < last) {
      change[first]++;
      change[last]--;
    }
    const trip = run.roundTripOf(arrow);
    const bin = arrived[arrow] === to ? count - 1 : binAt(arrived[arrow]);
    if (!Number.isNaN(trip)) trips[bin]?.push(trip);
  }
  let under = 0;
  bins.inFlight = bins.inFlight.map((_, i) => (under += change[i]));
  for (const list of trips) list.sort((a, b) => a - b);
  bins.roundTrips = percentiles.map((percent) => trips.map((list) => percentile(list, percent)));
  return bins;
}

function addLost(lost, reason, zeros, add) {
  if (!lost.has(reason)) lost.set(reason, zeros());
  add(lost.get(reason));
}

/** @returns {?number} the smallest of a sorted list that so many percent are not above (nearest rank); null of none */
function percentile(sorted, percent) {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(sorted.length * percent / 100) - 1)];
}

module.exports = { binsOf, percentile };
