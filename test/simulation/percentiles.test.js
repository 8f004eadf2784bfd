'use strict';

const assert = require('node:assert/strict');

const { format, percentiles, percentilesOf } = require('../../sim/fleet/percentiles.js');

/** The numbers from 1 to `count`, in another order: 17 divides no count of these tests. */
const upTo = (count) => Array.from({ length: count }, (_, i) => i * 17 % count + 1);

describe('percentiles', () => {
  for (const [numbers, expected] of [
    [[5], { least: 5, median: 5, p90: 5, p99: 5, most: 5 }],
    [[9, 10], { least: 9, median: 9, p90: 10, p99: 10, most: 10 }],
    [[10, 9, 2.5], { least: 2.5, median: 9, p90: 10, p99: 10, most: 10 }],
    [upTo(10), { least: 1, median: 5, p90: 9, p99: 10, most: 10 }],
    [upTo(16), { least: 1, median: 8, p90: 15, p99: 16, most: 16 }],
    [upTo(100), { least: 1, median: 50, p90: 90, p99: 99, most: 100 }],
    [upTo(1000), { least: 1, median: 500, p90: 900, p99: 990, most: 1000 }],
    [upTo(1001), { least: 1, median: 501, p90: 901, p99: 991, most: 1001 }],
  ]) {
    it(`of ${numbers.length} numbers are those of the nearest rank`, () => {
      const given = [...numbers];
      assert.deepEqual(percentiles(given), expected);
      assert.deepEqual(given, numbers);
    });
  }

  it('of no numbers are none', () => assert.equal(percentiles([]), null));

  const copy = (sent, received, lost, meanMs) => ({ sent, received, lost, meanMs });
  const UNKNOWN = copy(null, null, null, null);

  it('of copies leave out what a copy does not know', () => {
    const { sent, meanMs } = percentilesOf([copy(3, 1, 0, null), UNKNOWN, copy(5, 1, 0, 2.5)]);
    assert.deepEqual([sent.least, sent.most, meanMs.least, meanMs.most], [3, 5, 2.5, 2.5]);
    assert.equal(percentilesOf([copy(3, 0, 0, null)]).meanMs, null);
    assert.equal(percentilesOf([UNKNOWN, UNKNOWN]), null);
  });

  it('are printed as a table, a row for each that there is', () => {
    assert.equal(format(percentilesOf([copy(1000, 2, 0, 1.25), copy(7, 2, 0, null)])), [
      'fleet: messages of a copy  least  median  90 %  99 %  most',
      '  sent                         7       7  1000  1000  1000',
      '  received                     2       2     2     2     2',
      '  lost in the network          0       0     0     0     0',
      '  mean ms to an answer      1.25    1.25  1.25  1.25  1.25',
      '',
    ].join('\n'));
    assert.doesNotMatch(format(percentilesOf([copy(1, 1, 0, null)])), /answer/);
    assert.equal(format(null), '');
  });
});
