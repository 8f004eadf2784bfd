'use strict';

// Random sequences of sends and closes, made of a seed: the same seed makes the same sequence everywhere.

const LARGEST = 65507;
const TURNS = 14;
const SENDERS = 2;
// What a destination's receive buffer surely holds in one turn, as the kernel counts it at worst.
const ROOM = 190000;
const OVERHEAD = 1024;

const FORMS = ['buffer', 'string', 'array', 'part'];

/** mulberry32 */
function generator(seed) {
  let state = seed >>> 0;
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function tools(seed) {
  const next = generator(seed);
  const upTo = (most) => Math.floor(next() * (most + 1));
  const among = (...choices) => choices[upTo(choices.length - 1)];
  const chance = (probability) => next() < probability;
  return { among, chance, upTo };
}

function randomSize({ among, chance, upTo }) {
  if (chance(0.05)) return 0;
  if (chance(0.6)) return upTo(80);
  if (chance(0.7)) return upTo(1500);
  if (chance(0.5)) return among(8192, 32499, 32500, 32501, 64999, 65000, 65001, LARGEST - 1, LARGEST);
  return upTo(LARGEST);
}

/**
 * Sends of one turn. Many come in rows of one size to one destination.
 */
function turnOf(random, destinations, nextId) {
  const { among, chance, upTo } = random;
  const room = new Array(destinations).fill(ROOM);
  const sends = [];
  const most = among(1, 2, 5, 20, 65, 130, 257, 600);
  while (sends.length < most) {
    const sender = upTo(SENDERS - 1);
    const to = upTo(destinations - 1);
    const size = randomSize(random);
    const row = Math.min(chance(0.6) ? 1 : upTo(chance(0.3) ? 140 : 20), most - sends.length);
    for (let i = 0; i < row; i++) {
      const fails = chance(0.02) ? among('EMSGSIZE', 'EACCES') : null;
      const one = {
        id: nextId(),
        sender,
        // In a row now and then another destination, and at its end a shorter one.
        to: chance(0.05) ? upTo(destinations - 1) : to,
        size: i === row - 1 && chance(0.5) ? upTo(size) : size,
        form: among(...FORMS),
        callback: chance(0.7),
        fails,
      };
      if (fails === 'EMSGSIZE') one.size = LARGEST + 1 + upTo(5000);
      if (fails === null) room[one.to] -= 2 * one.size + OVERHEAD;
      if (room[one.to] < 0) return sends;
      sends.push(one);
    }
  }
  return sends;
}

/**
 * @param {number} seed
 * @returns {{seed: number, destinations: number, senders: number, turns: object[]}} each turn has `sends`, as `{id,
 *   sender, to, size, form, callback, fails}` with `fails` the error that is to be expected, and `closes`: for each
 *   sender how it is closed, 'now', in a 'tick', 'later', or null
 */
function planOf(seed) {
  const random = tools(seed);
  const destinations = random.among(1, 2, 5, 50);
  let id = 0;
  const turns = Array.from({ length: TURNS }, () => ({
    sends: turnOf(random, destinations, () => id++),
    closes: Array.from({ length: SENDERS }, () => (random.chance(0.2) ? random.among('now', 'tick', 'later') : null)),
  }));
  return { seed, destinations, senders: SENDERS, turns };
}

/** Whether a send is lost to a close() before the loop's turn has ended. */
function isDropped({ sender }, { closes }) {
  return closes[sender] === 'now' || closes[sender] === 'tick';
}

module.exports = { isDropped, planOf };
