'use strict';

const assert = require('node:assert/strict');

const { Board } = require('../../lib/board.js');
const { read } = require('../../sim/board/settings.js');
const { Network } = require('../../sim/network/network.js');
const { NO_TRAFFIC, PEERS_MAX, Traffic } = require('../../sim/network/traffic.js');

const IP = 0x7f000001;
const OTHER_IP = 0x7f000002;

describe('what a board counts for a report', () => {
  let now;
  let traffic;

  beforeEach(() => {
    now = 1000;
    traffic = new Traffic(() => now);
  });

  /** What has been answered, and the times of that in ms. */
  function answers() {
    const { answered, meanMs, longestMs } = traffic.counts(0);
    return [answered, meanMs, longestMs];
  }

  it('is not counted where no report is wanted', () => {
    assert.equal(new Network(new Board(), read({ loss: '5%' })).traffic, null);
    assert.ok(new Network(new Board(), read({ report: 'json' })).traffic instanceof Traffic);
  });

  it('is nothing at first', () => {
    assert.deepEqual(traffic.counts(0), NO_TRAFFIC);
    assert.deepEqual(NO_TRAFFIC, { sent: 0, received: 0, lost: 0, answered: 0, meanMs: null, longestMs: null });
  });

  it('is how many messages were sent, received and lost', () => {
    for (let i = 0; i < 3; i++) traffic.send(IP, 5);
    traffic.receive(OTHER_IP, 5);
    assert.deepEqual(traffic.counts(2), { ...NO_TRAFFIC, sent: 3, received: 1, lost: 2 });
  });

  it('is the time until the same peer answers, and no other one', () => {
    traffic.send(IP, 5);
    now += 10;
    traffic.receive(OTHER_IP, 5);
    traffic.receive(IP, 6);
    assert.deepEqual(answers(), [0, null, null]);
    now += 10.0004;
    traffic.receive(IP, 5);
    assert.deepEqual(answers(), [1, 20, 20]);
  });

  it('is the mean and the longest of these times', () => {
    for (const milliseconds of [2, 9, 4]) {
      traffic.send(IP, 5);
      now += milliseconds;
      traffic.receive(IP, 5);
    }
    assert.deepEqual(answers(), [3, 5, 9]);
  });

  it('counts from the last send, and one answer for it', () => {
    traffic.send(IP, 5);
    now += 100;
    traffic.send(IP, 5);
    now += 3;
    traffic.receive(IP, 5);
    now += 100;
    traffic.receive(IP, 5);
    assert.deepEqual(answers(), [1, 3, 3]);
  });

  it('remembers those peers that were sent to last', () => {
    for (let port = 0; port < PEERS_MAX; port++) traffic.send(IP, port);
    traffic.send(IP, 0);
    traffic.send(OTHER_IP, 0);
    // All but this one, which was sent to before all others.
    traffic.receive(IP, 1);
    assert.equal(traffic.counts(0).answered, 0);
    traffic.receive(OTHER_IP, 0);
    for (let port = 0; port < PEERS_MAX; port++) traffic.receive(IP, port);
    assert.equal(traffic.counts(0).answered, PEERS_MAX);
  });
});
