'use strict';

// Leaks are found by counting: whatever a test opened in the core is freed when its sockets are closed.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { createSocket } = require('../../../lib/index.js');
const native = require('../../../lib/native.js');

// Handles close in a later phase of the loop, unreachable ones when they are collected.
const TURNS = 1000;

/**
 * @param {object} [addon] an instance of the addon; default: the one that lib/ uses
 * @returns {object} how many of each kind are open, in this environment and in those that have ended
 */
function openNow(addon = native) {
  const openOf = ([kind, { opened, freed }]) => [kind, opened - freed];
  return Object.fromEntries(Object.entries(addon.counters()).map(openOf));
}

let warmedUp = false;

/** The first message makes the memory that messages are received into; it is kept from then on. */
async function warmUp() {
  if (warmedUp) return;
  warmedUp = true;
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.send('x', socket.address().port, '127.0.0.1');
  await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
}

function same(one, other) {
  return Object.keys(one).every((kind) => one[kind] === other[kind]);
}

/** Waits, some turns of the loop at most, until as much is open as `before`; fails when it does not come to that. */
async function settle(before, addon = native) {
  for (let turn = 0; turn < TURNS; turn++) {
    if (same(before, openNow(addon))) return;
    if (turn % 20 === 10 && globalThis.gc) globalThis.gc();
    await nextTurn();
  }
  assert.deepEqual(openNow(addon), before, 'what was opened has been freed');
}

/**
 * Notes what is open now.
 *
 * @returns {Promise<function(): Promise<void>>} to be called when everything is closed: fails on a leak
 */
async function watch() {
  await warmUp();
  for (let turn = 0; turn < 4; turn++) await nextTurn();
  const before = openNow();
  return () => settle(before);
}

/** Registers Mocha hooks that look for leaks after each test of a suite. */
function checkEachTest() {
  let settled;
  beforeEach(async () => { settled = await watch(); });
  afterEach(() => settled());
}

module.exports = { checkEachTest, openNow, settle, watch };
