'use strict';

// Losses in bursts: --loss 5%/burst 4

const assert = require('node:assert/strict');

const { read } = require('../../sim/board/settings.js');
const { chance, hash } = require('../../sim/network/chance.js');
const { fate } = require('../../sim/network/fate.js');

const COUNT = 200000;
const KEY = [7, 0, 0, 0]; // seed, board, direction, socket
const LOSS = 0; // which draw of a datagram decides

function losses(loss, key = KEY, count = COUNT) {
  const conditions = read({ loss });
  return Array.from({ length: count }, (_, number) => fate(conditions, hash(...key), number, 64).lost === 'lost');
}

/** How many are lost in a row, each time. */
function burstsIn(lost) {
  const bursts = [];
  lost.forEach((isLost, i) => {
    if (isLost && lost[i - 1]) bursts[bursts.length - 1]++;
    else if (isLost) bursts.push(1);
  });
  return bursts;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function assertNear(value, asked, share) {
  assert.ok(Math.abs(value - asked) <= asked * share, `${value} for ${asked}`);
}

describe(`losses in bursts, of ${COUNT} datagrams`, () => {
  for (const seed of [7, 8, 9]) {
    for (const [percent, burst] of [[5, 4], [20, 2], [50, 10], [1, 3], [90, 20]]) {
      it(`${percent}%/burst ${burst}, seed ${seed}: as many as asked for, in bursts of that length on average`, () => {
        const bursts = burstsIn(losses(`${percent}%/burst ${burst}`, KEY.with(0, seed)));
        assertNear(sum(bursts) / COUNT, percent / 100, 0.1);
        assertNear(sum(bursts) / bursts.length, burst, 0.1);
      });
    }
  }

  it('are those of the chain of two states that the Gilbert model is, from the first datagram on', () => {
    for (let seed = 0; seed < 50; seed++) {
      const key = KEY.with(0, seed);
      let state = chance(hash(...key, 0), LOSS) < 0.2;
      losses('20%/burst 5', key, 1000).forEach((isLost, number) => {
        // Of 5 in a row, one is the last; and 0.05 = 0.2 * 0.2 / 0.8 are the first of such a row.
        if (number > 0) state = chance(hash(...key, number), LOSS) < (state ? 0.8 : 0.05);
        assert.equal(isLost, state, `seed ${seed}, number ${number}`);
      });
    }
  });

  it('are the same with the same seed, and do not depend on the others having been looked at', () => {
    const lost = losses('5%/burst 4', KEY, 5000);
    assert.deepEqual(losses('5%/burst 4', KEY, 5000), lost);
    const conditions = read({ loss: '5%/burst 4' });
    for (let number = 4999; number >= 0; number -= 7) {
      assert.equal(fate(conditions, hash(...KEY), number, 64).lost === 'lost', lost[number]);
    }
  });

  it('are as quickly found for a datagram of any number', () => {
    const conditions = read({ loss: '50%/burst 1000' });
    for (let number = 2 ** 32 - 100; number < 2 ** 32; number++) fate(conditions, hash(...KEY), number, 64);
  });

  for (const [what, position] of [['seed', 0], ['board of a fleet', 1], ['direction', 2], ['socket', 3]]) {
    it(`say nothing of those of another ${what}`, () => {
      const one = losses('50%/burst 4');
      const other = losses('50%/burst 4', KEY.with(position, KEY[position] + 1));
      assertNear(one.filter((each, i) => each === other[i]).length / COUNT, 0.5, 0.02);
    });
  }

  it('say nothing of what is decided besides', () => {
    const conditions = read({ loss: '50%/burst 4', duplicate: '50%' });
    const arrived = Array.from({ length: COUNT }, (_, number) => fate(conditions, hash(...KEY), number, 64))
      .filter(({ lost }) => lost === null);
    assertNear(arrived.filter(({ delays }) => delays.length === 2).length / arrived.length, 0.5, 0.02);
  });

  for (const [spelled, message] of [
    ['5%/burst 1', 'loss must have bursts of 1.06 to 1000 datagrams on average where 5% are lost, as in 5%/burst 5; ' +
      'it is \'5%/burst 1\'.'],
    ['50%/burst 1.99', /^loss must have bursts of 2 to 1000 .*, as in 50%\/burst 5; it is '50%\/burst 1\.99'\.$/],
    ['95%/burst 4', /^loss must have bursts of 20 to 1000 .*; it is '95%\/burst 4'\.$/],
    ['5%/burst 1001', /to 1000 datagrams/],
    ['100%/burst 4', 'loss can have bursts up to a loss of 99.9%; it is \'100%/burst 4\'.'],
    ['5%/burst', /to 1000 datagrams .* it is '5%\/burst'\.$/],
    ['5%/burst -4', /to 1000 datagrams/],
    ['5%/bursts 4', /to 1000 datagrams/],
    ['5%,5%/burst 1@1s-2s', /to 1000 datagrams .* it is '5%\/burst 1'\.$/],
  ]) {
    it(`${spelled} is a mistake`, () => {
      assert.throws(() => read({ loss: spelled }), { name: 'RangeError', code: 'IOTJS_DGRAM_BAD_SETTING', message });
    });
  }
});
