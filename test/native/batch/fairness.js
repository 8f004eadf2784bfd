'use strict';

// What one socket takes in a turn of the loop is bounded, whatever its handler costs. Nothing is timed here: messages
// are counted, between the turns of the loop and between the firings of a timer.

const assert = require('node:assert/strict');

const { play } = require('../support/scenarios.js');
const { closed } = require('../support/sockets.js');
const { LOOPBACK, openSocket } = require('./traffic.js');

// src/platform.h: so many datagrams in a turn, and what came along with the last of them in one system call. A socket
// that gets runs takes one of them in a call.
const RECEIVE_MAX = 128;
const RUN_MAX = 64;
const TURN_MAX = RECEIVE_MAX - 1 + RUN_MAX;

const RUNS = 12; // what a receive buffer surely holds
const FLOOD = RUNS * RUN_MAX;
const MESSAGE = Buffer.alloc(64);
const HANDLER = 200000n; // nanoseconds that a slow handler takes
const DEADLINE = 20000; // ms
const TIMER = 1; // ms
const FAST_TURN = 10; // more messages than this take longer than the timer

function beSlow() {
  const end = process.hrtime.bigint() + HANDLER;
  while (process.hrtime.bigint() < end);
}

/** Fills the receive buffers of all: each is sent `count` messages in one turn. */
function fill(sender, sockets, count) {
  for (const socket of sockets) {
    const { port } = socket.address();
    for (let i = 0; i < count; i++) sender.send(MESSAGE, port, LOOPBACK);
  }
}

/** Calls `count` at the end of each turn of the loop, until it returns true. Fails after a deadline. */
function eachTurn(count) {
  const deadline = Date.now() + DEADLINE;
  return new Promise((resolve, reject) => {
    (function turn() {
      if (count()) resolve();
      else if (Date.now() > deadline) reject(new Error('messages have not come'));
      else setImmediate(turn);
    })();
  });
}

/**
 * Floods sockets whose handlers are slow, some times over.
 *
 * @returns {Promise<{turns: object[], firings: number[]}>} for each turn of the loop what the sockets `had` before it
 *   and what they `handled`; how many messages all have handled between two firings of a timer
 */
async function flood(count, rounds) {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSocket(LOOPBACK)));
  const sender = await openSocket(LOOPBACK);
  let left = sockets.map(() => 0);
  let handled = sockets.map(() => 0);
  let sinceFiring = 0;
  let slow = false;
  sockets.forEach((socket, i) => socket.on('message', () => {
    handled[i]++;
    sinceFiring++;
    if (slow) beSlow();
  }));

  const turns = [];
  async function takeAll(size) {
    left = sockets.map(() => size);
    fill(sender, sockets, size);
    await eachTurn(() => {
      turns.push({ had: left, handled });
      left = left.map((messages, i) => messages - handled[i]);
      handled = sockets.map(() => 0);
      return left.every((messages) => messages === 0);
    });
  }

  // They learn that what comes to them comes in runs.
  for (let round = 0; round < 3; round++) await takeAll(2 * RUN_MAX);
  turns.length = 0;
  slow = true;
  const firings = [];
  sinceFiring = 0;
  let timer = setTimeout(function fire() {
    firings.push(sinceFiring);
    sinceFiring = 0;
    timer = setTimeout(fire, TIMER);
  }, TIMER);
  for (let round = 0; round < rounds; round++) await takeAll(FLOOD);
  clearTimeout(timer);
  await closed(...sockets, sender);
  return { turns, firings };
}

play({
  async one(rounds) {
    const { turns, firings } = await flood(1, Number(rounds));
    const most = Math.max(...turns.map(({ handled }) => handled[0]));
    assert.ok(most >= RECEIVE_MAX && most <= TURN_MAX, `${most} messages in a turn`);
    // A turn of many messages is longer than the timer, whatever the machine: it fires in the next one.
    const between = Math.max(...firings);
    assert.ok(firings.length > rounds, `${firings.length} firings`);
    assert.ok(between <= TURN_MAX + FAST_TURN, `${between} messages between two firings`);
  },

  /** Each that has something to read gets its share of every turn. */
  async several(rounds) {
    const { turns } = await flood(3, Number(rounds));
    const busy = turns.filter(({ handled }) => handled.some((messages) => messages > 0));
    for (const { had, handled } of busy) {
      assert.ok(Math.max(...handled) <= TURN_MAX, `${handled} messages in a turn`);
      had.forEach((messages, i) => assert.ok(handled[i] >= Math.min(messages, RECEIVE_MAX), `${handled} of ${had}`));
    }
    assert.ok(busy.length >= (rounds * FLOOD) / TURN_MAX);
  },
});
