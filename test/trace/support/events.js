'use strict';

// Events as sim/trace/observer.js tells them, made up.

const { toNumber } = require('../../../lib/addresses.js');
const { MARKS } = require('../../../sim/network/conditions.js');

const START = Date.UTC(2026, 0, 1);
const PLAIN = Object.freeze({ lost: null, delays: [0], overtaken: false });

let made = 0;

/**
 * @param {object} [changes] what is different from a datagram that is sent, and to which nothing happens
 * @returns {object} an event
 */
function eventOf(changes = {}) {
  const number = made++;
  return {
    kind: 'send',
    time: START + number,
    socket: 0,
    id: number,
    local: { ip: toNumber('10.99.0.1'), port: 40000 },
    peer: { ip: toNumber('10.99.0.2'), port: 5683 },
    ttl: 64,
    bytes: Buffer.from(`message ${number}`),
    fate: PLAIN,
    error: 0,
    discarded: null,
    ...changes,
  };
}

/**
 * @param {function(number): number} random as test/native/support/random.js gives it
 * @param {number} largest payload in bytes
 * @returns {object} an event, anything that there can be
 */
function randomEvent(random, largest) {
  const kind = pick(random, ['send', 'send', 'arrive', 'leave', 'deliver']);
  const isFirst = kind === 'send' || kind === 'arrive';
  return eventOf({
    kind,
    // Also where the carry of the halves of a time is.
    time: random(2 ** 31) * 1000 + random(1000) + random(4000) / 4000,
    socket: random(2 ** 32),
    id: random(2 ** 32),
    local: { ip: random(2 ** 32), port: random(65536) },
    peer: { ip: random(2 ** 32), port: random(65536) },
    ttl: 1 + random(255),
    bytes: Buffer.from(Array.from({ length: random(random(4) === 0 ? largest + 1 : 64) }, () => random(256))),
    fate: isFirst ? randomFate(random) : { late: random(1e6) / 100, copy: random(2) },
    error: random(10) === 0 ? -13 : 0,
    discarded: pick(random, [null, null, null, 'close', 'exit']),
  });
}

function randomFate(random) {
  const lost = pick(random, [null, null, ...Object.keys(MARKS)]);
  const delays = Array.from({ length: lost === null ? 1 + random(2) : 0 }, () => random(1e5) / 100);
  return pick(random, [PLAIN, { lost, delays, overtaken: random(2) === 0 }]);
}

function pick(random, values) {
  return values[random(values.length)];
}

module.exports = { eventOf, randomEvent };
