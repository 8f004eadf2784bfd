'use strict';

const assert = require('node:assert/strict');

const { hash } = require('../../sim/network/chance.js');
const { fate } = require('../../sim/network/fate.js');
const { Flow, PATIENCE } = require('../../sim/network/link.js');
const settings = require('../../sim/board/settings.js');
const { SimulatedClock } = require('./support/clock.js');
const { KEY, makeLink } = require('./support/link.js');

/** Moves a flow on to where the seed has datagrams reordered, or not, as wanted. */
function skipTo(flow, ...wanted) {
  const conditions = settings.read({ reorder: '50%' });
  const isReordered = (number) => fate(conditions, hash(...KEY, flow.socket), number, 64).reordered;
  while (!wanted.every((reordered, i) => isReordered(flow.number + i) === reordered)) flow.number++;
}

describe('a link on a simulated clock', () => {
  it('without conditions lets everything out within the call', () => {
    const { arrived, clock, take } = makeLink({});
    for (const name of ['a', 'b', 'c']) assert.equal(take(name).copies, 0);
    assert.deepEqual(arrived, [['a', 0], ['b', 0], ['c', 0]]);
    assert.equal(clock.waiting, 0);
  });

  it('delays each by the time asked for, and keeps their order', () => {
    const { arrived, clock, link, take } = makeLink({ delay: '40ms' });
    take('a');
    take('b');
    clock.advance(15);
    take('c');
    assert.equal(link.underWay, 3);
    clock.advance(24);
    assert.deepEqual(arrived, []);
    clock.advance(1);
    assert.deepEqual(arrived, [['a', 40], ['b', 40]]);
    clock.advance(100);
    assert.deepEqual(arrived.slice(2), [['c', 55]]);
    assert.equal(link.counts.delayed, 3);
    assert.equal(link.underWay, 0);
  });

  for (const spelled of [{ delay: '0.001ms' }, { rate: '1000Mbit/s' }, { rate: '1000Mbit/s', delay: '0.002ms' }]) {
    it(`keeps the order while time goes by: ${JSON.stringify(spelled)}`, () => {
      const { arrived, clock, take } = makeLink(spelled, new SimulatedClock(0.0007));
      for (let i = 0; i < 200; i++) take(i);
      clock.advance(1000);
      assert.deepEqual(arrived.map(([name]) => name), [...Array(200).keys()]);
    });
  }

  it('lets nothing out of what is cancelled, and no timer waits for it', () => {
    for (const spelled of [
      { delay: '40ms' }, { reorder: '100%' }, { rate: '8kbit/s' }, { duplicate: '100%', delay: '1s' },
    ]) {
      const { arrived, clock, link, take } = makeLink(spelled);
      const passages = ['a', 'b', 'c'].map((name) => take(name));
      link.cancel(passages[1]);
      link.cancel(passages[0]);
      assert.equal(link.underWay, passages[2].copies);
      link.cancel(passages[2]);
      assert.equal(link.underWay, 0);
      assert.equal(clock.waiting, 0);
      clock.advance(10000);
      assert.deepEqual(arrived, []);
    }
  });

  it('lets nothing out of what is cancelled while it waits to be overtaken', () => {
    const line = makeLink({ reorder: '50%' });
    skipTo(line.flow, true, false);
    line.link.cancel(line.take('a'));
    line.take('b');
    line.clock.advance(1000);
    assert.deepEqual(line.arrived.map(([name]) => name), ['b']);
    assert.equal(line.link.underWay, 0);
  });

  it('lets the others out', () => {
    const { arrived, clock, link, take } = makeLink({ delay: '40ms' });
    const [first] = ['a', 'b'].map((name) => take(name));
    link.cancel(first);
    clock.advance(40);
    assert.deepEqual(arrived, [['b', 40]]);
  });

  it('delays by a time between the bounds, and a shorter delay overtakes', () => {
    const { arrived, clock, take } = makeLink({ delay: '40ms+-10ms' });
    for (let i = 0; i < 1000; i++) {
      take(i);
      clock.advance(1);
    }
    clock.advance(1000);
    assert.equal(arrived.length, 1000);
    for (const [name, time] of arrived) assert.ok(time - name >= 30 && time - name < 50, `${name} at ${time}`);
    assert.ok(arrived.some(([name], i) => i > 0 && name < arrived[i - 1][0]));
    assert.ok(arrived.every(([, time], i) => i === 0 || time >= arrived[i - 1][1]));
  });

  it('passes on no more than its rate: 8 kbit/s are 1,000 bytes a second, headers included', () => {
    const { arrived, clock, link, take } = makeLink({ rate: '8kbit/s' });
    for (const name of ['a', 'b', 'c']) take(name, 72); // 100 bytes each with their headers
    clock.advance(250);
    assert.deepEqual(arrived, [['a', 100], ['b', 200]]);
    clock.advance(250);
    // After a pause, the line is free at once.
    take('d', 172);
    clock.advance(500);
    assert.deepEqual(arrived.slice(2), [['c', 300], ['d', 700]]);
    assert.equal(link.counts.overflowed, 0);
  });

  it('passes on what its rate allows over a long time', () => {
    const { arrived, clock, take } = makeLink({ rate: '50kbit/s' });
    for (let i = 0; i < 60000; i++) {
      take(i, 97); // 125 bytes: 1,000 bits, 50 of them a second
      clock.advance(1);
    }
    assert.equal(arrived.filter(([, time]) => time <= 60000).length, 3000);
  });

  for (const queue of [1, 3, 50]) {
    it(`with a queue of ${queue}: one on the line, ${queue} behind it, the next one is lost`, () => {
      const { arrived, clock, link, lost, take } = makeLink({ rate: '8kbit/s', queue });
      for (let i = 0; i < queue + 3; i++) take(i, 72);
      assert.deepEqual(lost, [queue + 1, queue + 2]);
      assert.equal(link.counts.overflowed, 2);
      clock.advance(100);
      take('after', 72);
      take('too much', 72);
      assert.deepEqual(lost.slice(2), ['too much']);
      clock.advance(1e6);
      assert.deepEqual(arrived.map(([name]) => name), [...Array(queue + 1).keys(), 'after']);
    });
  }

  it('holds 50 datagrams before a rate unless told otherwise', () => {
    const { lost, take } = makeLink({ rate: '8kbit/s' });
    for (let i = 0; i < 60; i++) take(i, 72);
    assert.equal(lost.length, 60 - 51);
  });

  it('shares its rate among the sockets of the board', () => {
    const { arrived, clock, take } = makeLink({ rate: '8kbit/s' });
    take('a', 72);
    take('b', 72, new Flow(1));
    clock.advance(1000);
    assert.deepEqual(arrived, [['a', 100], ['b', 200]]);
  });

  it('adds the delay to the time on the line', () => {
    const { arrived, clock, take } = makeLink({ rate: '8kbit/s', delay: '1s' });
    take('a', 72);
    take('b', 72);
    clock.advance(5000);
    assert.deepEqual(arrived, [['a', 1100], ['b', 1200]]);
  });

  it('delivers a duplicate right behind its original', () => {
    const { arrived, link, take } = makeLink({ duplicate: '100%' });
    assert.equal(take('a').arrived, 2);
    take('b');
    assert.deepEqual(arrived.map(([name]) => name), ['a', 'a', 'b', 'b']);
    assert.equal(link.counts.duplicated, 2);
  });

  describe('reordering', () => {
    it('has a datagram overtaken by the next one', () => {
      const line = makeLink({ reorder: '50%' });
      skipTo(line.flow, true, false, false);
      for (const name of ['a', 'b', 'c']) line.take(name);
      assert.deepEqual(line.arrived.map(([name]) => name), ['b', 'a', 'c']);
    });

    it('has one after the other overtaken, each by the next', () => {
      const line = makeLink({ reorder: '50%' });
      skipTo(line.flow, true, true, false, false);
      for (const name of ['a', 'b', 'c', 'd']) line.take(name);
      assert.deepEqual(line.arrived.map(([name]) => name), ['c', 'b', 'a', 'd']);
    });

    it('holds where the next one is delayed, too', () => {
      const line = makeLink({ reorder: '50%', delay: '10ms' });
      skipTo(line.flow, true, false);
      line.take('a');
      line.clock.advance(5);
      line.take('b');
      line.clock.advance(100);
      assert.deepEqual(line.arrived, [['b', 15], ['a', 15]]);
    });

    it('is by the next one of the same socket', () => {
      const line = makeLink({ reorder: '50%' });
      const other = new Flow(1);
      skipTo(line.flow, true, false);
      line.take('a');
      line.take('other', 64, other);
      line.take('b');
      const names = line.arrived.map(([name]) => name);
      assert.deepEqual(names.filter((name) => name !== 'other'), ['b', 'a']);
    });

    it('has none wait for long, also where all are to be overtaken', () => {
      const line = makeLink({ reorder: '100%' });
      for (let i = 0; i < 40; i++) {
        line.take(line.clock.now());
        line.clock.advance(50);
      }
      line.clock.advance(1000);
      assert.equal(line.arrived.length, 40);
      for (const [since, time] of line.arrived) assert.equal(time - since, PATIENCE);
    });

    it('gives up where none follows', () => {
      const line = makeLink({ reorder: '100%' });
      line.take('a');
      line.clock.advance(PATIENCE - 1);
      line.take('b');
      assert.deepEqual(line.arrived, []);
      assert.equal(line.link.underWay, 2);
      line.clock.advance(1000);
      assert.deepEqual(line.arrived, [['a', PATIENCE], ['b', 2 * PATIENCE - 1]]);
      assert.equal(line.link.underWay, 0);
      assert.equal(line.clock.waiting, 0);
    });
  });
});
