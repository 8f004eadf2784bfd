'use strict';

// What one socket takes in a turn of the loop is bounded, whatever its handler costs. Nothing is timed here: messages
// are counted between the turns of the loop and between the firings of a timer.

const assert = require('node:assert/strict');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const { dgram } = require('../support/sockets.js');
const { LOOPBACK, openSocket } = require('./traffic.js');

// src/udp_batch.h and udp_batch_linux_receive.c: so many datagrams in a turn, and what came along with the last of them
// in one system call: at most 16 messages, of which each is a run of 64 datagrams at most.
const RECEIVE_MAX = 128;
const RUN_MAX = 64;
const CALL_MAX = 16;
const TURN_MAX = RECEIVE_MAX - 1 + CALL_MAX * RUN_MAX;
// Once it knows that each message is a run, a socket takes one message in a call.
const RUNS_TURN_MAX = RECEIVE_MAX - 1 + RUN_MAX;

const HANDLER = 0.2e6; // nanoseconds that a slow handler takes
const MESSAGE = Buffer.alloc(64);

/** The other side of the flood: in turns of 256 datagrams, for ever. */
function flood() {
  const socket = dgram.createSocket('udp4');
  const { ports } = workerData;
  (function again() {
    for (let i = 0; i < 256; i++) socket.send(MESSAGE, ports[i >> 6 & (ports.length - 1)], LOOPBACK, i === 255 ? again : undefined);
  })();
}

function beSlow() {
  const end = process.hrtime.bigint() + BigInt(HANDLER);
  while (process.hrtime.bigint() < end);
}

/**
 * Receives a flood with slow handlers for some turns of the loop.
 *
 * @returns {Promise<{turns: number[][], timer: number[]}>} for each turn how many messages each socket has handled,
 *   and how many all have handled between two firings of a timer
 */
async function receive(count, turnsWanted) {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSocket(LOOPBACK)));
  const handled = new Array(count).fill(0);
  const turns = [];
  const timer = [];
  let sinceTimer = 0;
  sockets.forEach((socket, i) => socket.on('message', () => {
    handled[i]++;
    sinceTimer++;
    beSlow();
  }));
  const worker = new Worker(__filename, { workerData: { ports: sockets.map((socket) => socket.address().port) } });
  worker.on('error', (error) => { throw error; });
  await new Promise((resolve) => { sockets[0].once('message', resolve); });
  handled.fill(0);
  sinceTimer = 0;

  (function fire() {
    timer.push(sinceTimer);
    sinceTimer = 0;
    if (turns.length < turnsWanted) setTimeout(fire, 1);
  })();
  await new Promise((resolve) => {
    (function turn() {
      const now = handled.splice(0, count, ...new Array(count).fill(0));
      // Turns without messages tell nothing.
      if (now.some((messages) => messages > 0)) turns.push(now);
      if (turns.length < turnsWanted) setImmediate(turn);
      else resolve();
    })();
  });
  await worker.terminate();
  for (const socket of sockets) socket.close();
  return { turns, timer };
}

const scenarios = {
  async one(turnsWanted) {
    const { turns, timer } = await receive(1, Number(turnsWanted));
    const counts = turns.map(([messages]) => messages);
    assert.ok(Math.max(...counts) <= TURN_MAX, `${Math.max(...counts)} messages in a turn`);
    const settled = counts.slice(counts.length / 2);
    assert.ok(Math.max(...settled) <= RUNS_TURN_MAX, `${Math.max(...settled)} messages in a turn of runs`);
    // 1 ms is over after a turn of more than 10 messages, whatever the machine: the timer fires in the next turn.
    assert.ok(timer.length > 2, 'the timer fires');
    assert.ok(Math.max(...timer) <= TURN_MAX + 10, `${Math.max(...timer)} messages between two firings`);
    // The flood was one: the bound had something to bound.
    console.log(`filled turns ${settled.some((messages) => messages >= RECEIVE_MAX)}`);
  },

  /** Two flooded sockets: neither handles a second turn's messages before the other has had its own. */
  async two(turnsWanted) {
    const { turns } = await receive(2, Number(turnsWanted));
    const settled = turns.slice(turns.length / 2);
    for (const counts of settled) assert.ok(Math.max(...counts) <= RUNS_TURN_MAX, `${counts} messages in a turn`);
    for (const which of [0, 1]) assert.ok(settled.some((counts) => counts[which] >= RUN_MAX), `socket ${which} gets its turns`);
    const both = settled.filter((counts) => counts.every((messages) => messages > 0)).length;
    console.log(`both in most turns ${both > settled.length / 2}`);
  },
};

if (isMainThread) {
  scenarios[process.argv[2]](process.argv[3]).then(() => console.log('ok'));
} else {
  parentPort.unref();
  flood();
}
