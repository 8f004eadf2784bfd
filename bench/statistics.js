'use strict';

/** The value below which a share of the sorted values lies, interpolated between neighbours. */
function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

/**
 * @param {number[]} values at least one
 * @returns {{median: number, quartiles: [number, number]}}
 */
function summarize(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)] };
}

module.exports = { summarize };
