'use strict';

const assert = require('node:assert/strict');

const { hash } = require('../../sim/network/chance.js');
const { fate } = require('../../sim/network/fate.js');
const settings = require('../../sim/board/settings.js');
const { makeLink } = require('./support/link.js');

const COUNT = 20000;
const KEY = [7, 0, 0, 0]; // seed, board, direction, socket

function fates(spelled, key = KEY, size = 64) {
  const conditions = settings.read(spelled);
  return Array.from({ length: COUNT }, (_, number) => fate(conditions, hash(...key), number, size));
}

/** Within a percentage point of what was asked, or within a tenth of it, whichever is less. */
function assertShare(count, asked) {
  const share = count / COUNT;
  const tolerance = Math.min(0.01, asked / 10);
  assert.ok(Math.abs(share - asked) <= tolerance, `${share} for ${asked}`);
}

describe(`the fates of ${COUNT} datagrams`, () => {
  for (const percent of [2, 5, 20, 50, 90]) {
    const spelled = `${percent}%`;
    const asked = percent / 100;

    it(`--loss ${spelled}`, () => {
      assertShare(fates({ loss: spelled }).filter(({ lost }) => lost === 'lost').length, asked);
    });

    it(`--duplicate ${spelled}`, () => {
      assertShare(fates({ duplicate: spelled }).filter(({ delays }) => delays.length === 2).length, asked);
    });

    it(`--reorder ${spelled}`, () => {
      assertShare(fates({ reorder: spelled }).filter(({ reordered }) => reordered).length, asked);
    });
  }

  for (const [name, decided] of [
    ['loss', ({ lost }) => lost !== null],
    ['duplicate', ({ delays }) => delays.length === 2],
    ['reorder', ({ reordered }) => reordered],
  ]) {
    it(`--${name} 0% is never, 100% always`, () => {
      assert.equal(fates({ [name]: '0%' }).filter(decided).length, 0);
      assert.equal(fates({ [name]: '100%' }).filter(decided).length, COUNT);
    });
  }

  it('--delay 40ms±10ms: all between 30 and 50 ms, spread evenly', () => {
    const delays = fates({ delay: '40ms±10ms' }).map(({ delays: [delay] }) => delay);
    assert.ok(delays.every((delay) => delay >= 30 && delay < 50));
    for (let tenth = 0; tenth < 10; tenth++) {
      const least = 30 + 2 * tenth;
      assertShare(delays.filter((delay) => delay >= least && delay < least + 2).length, 0.1);
    }
  });

  it('--delay 40ms: all the same', () => {
    assert.ok(fates({ delay: '40ms' }).every(({ delays }) => delays.length === 1 && delays[0] === 40));
  });

  it('a duplicate has a delay of its own', () => {
    const pairs = fates({ delay: '40ms±10ms', duplicate: '100%' }).map(({ delays }) => delays);
    assert.ok(pairs.every((pair) => pair.length === 2));
    assert.ok(pairs.filter(([one, other]) => one !== other).length > COUNT * 0.99);
  });

  it('--mtu 576: what does not fit with its 28 bytes of headers is lost', () => {
    const conditions = settings.read({ mtu: 576 });
    assert.equal(fate(conditions, hash(...KEY), 0, 548).lost, null);
    assert.equal(fate(conditions, hash(...KEY), 0, 549).lost, 'tooLarge');
  });

  const ALL = { loss: '5%', duplicate: '3%', reorder: '2%', delay: '40ms±10ms' };

  it('are the same with the same seed', () => {
    assert.deepEqual(fates(ALL), fates(ALL));
  });

  for (const [what, position] of [['seed', 0], ['board of a fleet', 1], ['direction', 2], ['socket', 3]]) {
    it(`are others for another ${what}`, () => {
      const key = KEY.with(position, KEY[position] + 1);
      const lost = (all) => all.map((each) => each.lost);
      const one = lost(fates({ loss: '50%' }));
      const other = lost(fates({ loss: '50%' }, key));
      // Nothing of the one can be told from the other.
      assertShare(one.filter((each, i) => each === other[i]).length, 0.5);
    });
  }

  it('do not depend on each other: loss says nothing of the next one, nor of its being a duplicate', () => {
    const lost = fates({ loss: '50%' }).map((each) => each.lost);
    assertShare(lost.filter((each, i) => i > 0 && each === lost[i - 1]).length, 0.5);
    const both = fates({ duplicate: '50%', reorder: '50%' });
    assertShare(both.filter(({ reordered, delays }) => reordered && delays.length === 2).length, 0.25);
  });

  it('do not depend on what is decided besides', () => {
    const alone = fates({ loss: '5%' }).map(({ lost }) => lost);
    assert.deepEqual(fates(ALL).map(({ lost }) => lost), alone);
  });

  it('are what a link does to them, twice the same', () => {
    const arrivals = () => {
      const { arrived, clock, link, take } = makeLink(ALL);
      for (let number = 0; number < COUNT; number++) {
        take(number);
        clock.advance(1);
      }
      clock.advance(1000);
      assertShare(link.counts.lost, 0.05);
      assertShare(link.counts.duplicated, 0.95 * 0.03);
      assertShare(link.counts.reordered, 0.95 * 0.02);
      assert.equal(arrived.length, COUNT - link.counts.lost + link.counts.duplicated);
      return arrived;
    };
    assert.deepEqual(arrivals(), arrivals());
  });
});
