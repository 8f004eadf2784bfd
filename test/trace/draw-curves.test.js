'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { readCapture } = require('../../sim/trace/capture/reader');
const { htmlOf } = require('../../sim/trace/draw/html');
const { modelOf } = require('../../sim/trace/draw/model');
const { binsOf, percentile } = require('../../sim/trace/draw/page/bins');
const { countParties } = require('../../sim/trace/draw/page/boards');
const { Run } = require('../../sim/trace/draw/page/run');
const { Timeline } = require('../../sim/trace/draw/page/timeline');
const { Records } = require('../../sim/trace/draw/records');
const { makeDirectory, removeProjects } = require('../support/project.js');
const { record } = require('./support/story.js');

const there = { local: 1, peer: 2, bytes: 'question' };

describe('the curves of a picture', () => {
  after(removeProjects);

  /** What the page has of what a board does. */
  function runOf(boardDoes) {
    const file = path.join(makeDirectory({}), 'run.pcapng');
    const board = record(file, 'client.js');
    boardDoes(board);
    board.end();
    const records = new Records();
    for (const packet of readCapture(file)) records.add(packet);
    return new Run(/id="data">(.*?)<\/script>/s.exec(htmlOf(modelOf(records), 'title'))[1]);
  }

  /** A question every 100 ms, of which some are lost, and all others are answered after 50 ms; one is duplicated. */
  const run = (() => {
    let made;
    return () => {
      made ??= runOf((client) => {
        for (let i = 0; i < 10; i++) {
          const lost = { 3: 'lost', 4: 'overflowed' }[i] ?? null;
          client.send(i * 100, { ...there, bytes: `${i}`, delays: i === 5 ? [20, 30] : [20], lost });
          if (lost === null) client.receive(i * 100 + 50, { ...there, bytes: 'answer', delays: [i] });
        }
      });
      return made;
    };
  })();

  const all = () => Uint32Array.from({ length: run().length }, (_, arrow) => arrow);

  it('count what was sent, arrived and was lost, by reason', () => {
    const { sent, arrived, lost, times } = binsOf(run(), all(), { from: 0, to: 1000, count: 2 }, [50]);
    assert.deepEqual(times, [0.25, 0.75]);
    assert.deepEqual(sent, [5 + 3, 5 + 5]);
    assert.deepEqual(arrived, [3 + 3, 6 + 5]);
    assert.deepEqual(Object.fromEntries(lost), { 'lost (chance)': [1, 0], 'lost (queue full)': [1, 0] });
  });

  it('count what is in flight when a part of the time ends', () => {
    const { inFlight } = binsOf(run(), all(), { from: 0, to: 800, count: 80 }, [50]);
    assert.deepEqual(inFlight.slice(0, 4), [1, 1, 0, 0]);
    assert.deepEqual(inFlight.slice(50, 54), [2, 2, 1, 0]);
  });

  it('count what never came out as in flight to the end, and not as lost', () => {
    const cut = runOf((client) => {
      client.send(0, there);
      client.send(10, { ...there, delays: [50], isCut: true });
      client.send(100, { ...there, bytes: 'last' });
    });
    const { inFlight, lost } = binsOf(cut, Uint32Array.of(0, 1, 2), { from: 0, to: 100, count: 4 }, [50]);
    assert.deepEqual([inFlight, lost.size], [[1, 1, 1, 1], 0]);
  });

  it('have percentiles of round trips', () => {
    const { roundTrips } = binsOf(run(), all(), { from: 0, to: 1000, count: 10 }, [50, 100]);
    assert.deepEqual(roundTrips.map((values) => values.map((trip) => trip && Math.round(trip))),
      Array(2).fill([50, 51, 52, null, null, 55, 56, 57, 58, 59]));
    assert.deepEqual([[], [1], [1, 2, 3, 4]].map((sorted) => percentile(sorted, 50)), [null, 1, 2]);
    assert.equal(percentile(Array.from({ length: 100 }, (_, i) => i + 1), 99), 99);
  });

  it('leave out what is not in their range', () => {
    const { sent, lost } = binsOf(run(), all(), { from: 290, to: 310, count: 2 }, [50]);
    assert.deepEqual(sent, [0, 1]);
    assert.deepEqual(Object.fromEntries(lost), { 'lost (chance)': [0, 1], 'lost (queue full)': [0, 0] });
  });

  it('have a row for each board and peer', () => {
    const [client, peer] = countParties(run());
    assert.deepEqual([client, peer].map(({ name, sent, received, lost }) => ({ name, sent, received, lost })), [
      { name: 'client.js', sent: 10, received: 8, lost: 2 }, { name: '127.0.0.1:2', sent: 8, received: 9, lost: 0 },
    ]);
    assert.deepEqual([Math.round(client.longest), peer.longest], [59, -1]);
  });
});

describe('the time of a chart', () => {
  const times = Float64Array.of(0, 10, 20, 5000, 5010);
  const line = () => new Timeline(times, times.map((time) => time + 5));

  it('goes downwards, and shortens what is idle', () => {
    const timeline = line();
    const tops = Array.from(times, (_, row) => timeline.beginOf(row));
    assert.deepEqual(tops, tops.toSorted((a, b) => a - b));
    const [gap, ...others] = timeline.gaps(0, timeline.height);
    assert.deepEqual([gap.ms, others], [4975, []]);
    timeline.isSkipping = false;
    timeline.setScale(timeline.scale);
    assert.deepEqual([...timeline.gaps(0, timeline.height)], []);
    assert.ok(timeline.height > 10 * tops.at(-1));
  });

  it('finds the moment of a place, and the place of a moment', () => {
    const timeline = line();
    for (const time of [0, 3, 20, 2000, 5015]) assert.ok(Math.abs(timeline.timeAt(timeline.yOf(time)) - time) < 1e-6);
  });

  it('is never taller than browsers scroll', () => {
    const many = Float64Array.from({ length: 100000 }, (_, i) => i * 7);
    const timeline = new Timeline(many, many.map((time) => time + 1));
    timeline.setScale(1e6);
    assert.ok(timeline.height <= 8e6);
  });
});
