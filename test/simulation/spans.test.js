'use strict';

// Conditions that change with time.

const assert = require('node:assert/strict');
const path = require('node:path');

const { read, SETTINGS } = require('../../sim/board/settings.js');
const { CONDITIONS } = require('../../sim/network/conditions.js');
const { hash } = require('../../sim/network/chance.js');
const { fate } = require('../../sim/network/fate.js');
const { Timeline } = require('../../sim/network/timeline.js');
const { playNode } = require('../support/node.js');
const { KEY, makeLink } = require('./support/link.js');

const CHILD = path.join(__dirname, 'scenarios', 'network.js');

/** Of each condition two values: spelled, and what they mean. */
const VALUES = {
  loss: [['5%', { mean: 0.05, burst: null }], ['50%/burst 8', { mean: 0.5, burst: 8 }]],
  delay: [['40ms±10ms', { mean: 40, jitter: 10 }], ['1s', { mean: 1000, jitter: 0 }]],
  duplicate: [['1%', 0.01], ['100%', 1]],
  reorder: [['2%', 0.02], ['0%', 0]],
  rate: [['50kbit/s', 50000], ['1bit/s', 1]],
  queue: [['20', 20], ['1', 1]],
  mtu: [['576', 576], ['68', 68]],
};

/** What a condition is at some times, in seconds. */
function course(name, spelled, seconds) {
  const timeline = new Timeline(read({ [name]: spelled }), 500);
  return seconds.map((second) => timeline.at(500 + 1000 * second)[name]);
}

describe('a condition that changes', () => {
  it('is tested for each', () => assert.deepEqual(Object.keys(VALUES), Object.keys(CONDITIONS)));

  for (const [name, [[one, first], [other, second]]] of Object.entries(VALUES)) {
    describe(`--${name}`, () => {
      for (const [spelled, seconds, values] of [
        [`${one},${other}@10s-20s`, [0, 9.999, 10, 19.999, 20, 1e6], [first, first, second, second, first, first]],
        [`${other}@10s-`, [0, 9, 10, 1e6], [SETTINGS[name].default, SETTINGS[name].default, second, second]],
        [`${one}@0s-500ms`, [0, 0.499, 0.5], [first, first, SETTINGS[name].default]],
        [`${one}, ${other} @ 10s - 20s every 60s `, [9, 10, 20, 69, 70, 79.999, 80, 6010, 6020],
          [first, second, first, first, second, second, first, second, first]],
      ]) {
        it(spelled, () => assert.deepEqual(course(name, spelled, seconds), values));
      }

      it('with a wrong value for a time says which one and what is expected', () => {
        for (const part of ['none', '']) {
          const spelled = `${one},${part}@10s-20s`;
          assert.throws(() => read({ [name]: spelled }), {
            name: 'RangeError',
            code: 'IOTJS_DGRAM_BAD_SETTING',
            message: `${name} must be ${SETTINGS[name].expected}; it is '${part}' in '${spelled}'.`,
          });
        }
      });
    });
  }

  it('has, where times overlap, the value that is later in the list', () => {
    for (const [spelled, seconds, values] of [
      ['100,200@10s-40s,300@20s-30s,400@25s-', [0, 10, 20, 25, 35], [100, 200, 300, 400, 400]],
      ['400@25s-,200@10s-40s', [24, 26, 39, 41], [200, 200, 200, 400]],
      ['100@0s-1s every 2s,200@0s-1s every 3s', [0, 2, 3, 4, 6], [200, 100, 200, 100, 200]],
    ]) {
      assert.deepEqual(course('mtu', spelled, seconds), values);
    }
  });

  it('can come again without a pause', () => {
    assert.deepEqual(course('mtu', '100@5s-10s every 5s', [4, 5, 10, 12]), [Infinity, 100, 100, 100]);
  });

  it('goes on from time to time, however often it is looked at', () => {
    const timeline = new Timeline(read({ mtu: '100,200@1s-2s every 3s' }), 0);
    let large = 0;
    for (let now = 0; now < 30000; now += 10) if (timeline.at(now).mtu === 200) large++;
    assert.equal(large, 10 * 100);
  });

  const TIMES = 'loss must have times such as 10s-20s, 10s- or 10s-20s every 60s behind';

  for (const times of [
    '10s', '-20s', '10-20', '10s-20', 'now-20s', '10s--20s', '10s-20s every', '10s-20s every now', '10s-20s every 1h',
    '10s- every 60s', '10s-20severy60s', '', '1s-2s@3s-4s', `${'9'.repeat(400)}s-`,
  ]) {
    it(`@${times.slice(0, 40)} is a mistake`, () => {
      const message = `${TIMES} @; it is '${times}' in '5%@${times}'.`;
      assert.throws(() => read({ loss: `5%@${times}` }), { name: 'RangeError', message });
    });
  }

  for (const [spelled, message] of [
    ['5%,100%', `${TIMES} each value but the first: 100%@10s-20s; '100%' in '5%,100%' has none.`],
    ['5%@1s-2s,6%', `${TIMES} each value but the first: 6%@10s-20s; '6%' in '5%@1s-2s,6%' has none.`],
    ['5%,', /it is '' in '5%,'\.$/],
    ['5%,100%@20s-10s', 'loss must have times that end after they begin; it is \'100%@20s-10s\'.'],
    ['5%,100%@20s-20s', 'loss must have times that end after they begin; it is \'100%@20s-20s\'.'],
    ['1%@10s-20s every 9s', 'loss must have times that end before they come again; it is \'1%@10s-20s every 9s\'.'],
  ]) {
    it(`${spelled} is a mistake`, () => {
      assert.throws(() => read({ loss: spelled }), { name: 'RangeError', code: 'IOTJS_DGRAM_BAD_SETTING', message });
    });
  }

  it('makes a network of it', () => assert.equal(read({ loss: '100%@10s-20s' }).isBad, true));
});

describe('a link whose conditions change', () => {
  it('does to a datagram what holds when it is sent, with the draws that it would have otherwise', () => {
    const steady = { '20%': read({ loss: '20%' }), '60%': read({ loss: '60%' }) };
    const { clock, lost, take } = makeLink({ loss: '20%,60%@1s-2s' });
    const expected = [];
    for (let number = 0; number < 300; number++) {
      const conditions = steady[number >= 100 && number < 200 ? '60%' : '20%'];
      if (fate(conditions, hash(...KEY, 0), number, 64).lost) expected.push(number);
      take(number);
      clock.advance(10);
    }
    assert.deepEqual(lost, expected);
  });

  it('loses all for a time', () => {
    const { clock, link, lost, take } = makeLink({ loss: '100%@10s-20s every 60s' });
    for (let second = 0; second < 120; second++) {
      take(second);
      clock.advance(1000);
    }
    assert.deepEqual(lost, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79]);
    assert.equal(link.counts.lost, 20);
  });

  it('delays each by what held when it was sent: a shorter delay overtakes', () => {
    const { arrived, clock, take } = makeLink({ delay: '500ms,100ms@1s-' });
    for (const [name, pause] of [['a', 900], ['b', 100], ['c', 0]]) {
      take(name);
      clock.advance(pause);
    }
    clock.advance(1000);
    assert.deepEqual(arrived, [['a', 500], ['c', 1100], ['b', 1400]]);
  });

  it('leaves those on the line and in the queue their times when the rate changes', () => {
    const { arrived, clock, take } = makeLink({ rate: '8kbit/s,80kbit/s@150ms-' }); // 1,000 and 10,000 bytes a second
    for (const name of ['a', 'b', 'c']) take(name, 72); // 100 bytes each with their headers
    clock.advance(150);
    take('d', 72);
    clock.advance(1000);
    assert.deepEqual(arrived, [['a', 100], ['b', 200], ['c', 300], ['d', 310]]);
  });

  it('has none overtake those on the line when there is no rate any more', () => {
    const { arrived, clock, take } = makeLink({ rate: '8kbit/s@0s-150ms' });
    for (const name of ['a', 'b']) take(name, 72);
    clock.advance(160);
    take('c', 72);
    clock.advance(100);
    take('d', 72);
    assert.deepEqual(arrived, [['a', 100], ['b', 200], ['c', 200], ['d', 260]]);
  });

  it('has the length of the queue that holds when a datagram comes to it', () => {
    const { clock, link, take } = makeLink({ rate: '8kbit/s', queue: '50,1@1ms-' });
    for (let i = 0; i < 10; i++) take(i, 72);
    assert.equal(link.counts.overflowed, 0);
    clock.advance(1);
    take('late', 72);
    assert.equal(link.counts.overflowed, 1);
  });
});

describe('a link whose conditions somebody changes', () => {
  it('has the new ones from then on; their times count from then, those of others go on', () => {
    const { arrived, clock, link, lost, take } = makeLink({ loss: '100%@1s-2s', delay: '10ms@8s-', mtu: 576 });
    for (let second = 0; second < 10; second++) {
      if (second === 5) link.change({ loss: read({ loss: '100%@1s-2s every 3s' }).loss });
      take(second);
      clock.advance(1000);
    }
    assert.deepEqual(lost, [1, 6, 9]);
    assert.deepEqual(arrived.slice(-2), [[7, 7000], [8, 8010]]);
  });
});

describe('a network that changes', () => {
  it('does so in the command\'s environment, counted from the first socket', async () => {
    const env = { IOTJS_DGRAM_LOSS: '100%@0s-3600s', IOTJS_DGRAM_DIRECTION: 'send' };
    await playNode([CHILD, 'lost-in-silence'], { env });
    const { lines } = await playNode([CHILD, 'which', '20'], { env: { ...env, IOTJS_DGRAM_LOSS: '100%@3600s-' } });
    assert.equal(JSON.parse(lines[0]).length, 20);
  });
});
