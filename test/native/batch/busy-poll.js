'use strict';

// What the loop does after an answer: it polls without sleeping for a moment, as long as that pays. Nothing is timed
// here: the turns are counted. The other end is node:dgram's, whose messages do not end such a moment.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { play } = require('../support/scenarios.js');
const { closed } = require('../support/sockets.js');
const spy = require('./spy.js');
const { LOOPBACK, Receiver, idle, openSocket, until } = require('./traffic.js');

const MESSAGE = Buffer.alloc(10);

/** The waits after messages in vain, of 16: after each of them twice as many are left out, and one more. */
const WAITS = [0, 2, 6, 14];
const ATTEMPTS = 30; // where another process needs the cores, a wait that should pay may not

/** A socket that answers its first `answers` messages, and counts all of them. */
async function openAnswering(answers = Infinity) {
  const socket = await openSocket(LOOPBACK);
  socket.count = 0;
  socket.on('message', (message, { port }) => {
    if (++socket.count <= answers) socket.send(message, port, LOOPBACK);
  });
  return socket;
}

function ask(other, socket) {
  other.socket.send(MESSAGE, socket.address().port, LOOPBACK);
}

function heard(socket, count) {
  return until(socket, 'message', () => socket.count >= count, () => `${socket.count} of ${count} have come`);
}

/** @returns {Promise<number[]>} after which of so many messages the loop was kept from sleeping */
async function waitsAfter(count, other, socket) {
  const waits = [];
  spy.read();
  for (let i = 0; i < count; i++) {
    ask(other, socket);
    await heard(socket, socket.count + 1);
    await idle();
    if (spy.read().yields > 0) waits.push(i);
  }
  return waits;
}

/** Two sockets that answer each other, so that each wait pays. */
async function converse(messages) {
  const sockets = [await openAnswering(), await openAnswering(messages)];
  sockets[0].send(MESSAGE, sockets[1].address().port, LOOPBACK);
  await heard(sockets[1], messages + 1);
  await closed(...sockets);
}

play({
  /** Each turn of the loop takes 10 us. */
  async time(turns) {
    const other = await Receiver.open();
    const socket = await openAnswering();
    await idle();
    spy.read();
    spy.stopClock(10);
    ask(other, socket);
    await heard(socket, 1);
    for (let turn = 0; turn < 40; turn++) await nextTurn();
    spy.startClock();
    assert.equal(spy.read().yields, Number(turns));
    await closed(socket);
    await other.close();
  },

  async 'in-vain'() {
    const other = await Receiver.open();
    const socket = await openAnswering();
    assert.deepEqual(await waitsAfter(100, other, socket), [...WAITS, 30, 62]);
    await closed(socket);
    await other.close();
  },

  /** After each of them eight times as many answers are left out, and seven more. */
  async 'late-yield'() {
    const other = await Receiver.open();
    const socket = await openAnswering();
    spy.yieldLate();
    assert.deepEqual(await waitsAfter(100, other, socket), [0, 8, 72]);
    await closed(socket);
    await other.close();
  },

  async unanswered() {
    const other = await Receiver.open();
    const socket = await openAnswering(0);
    assert.deepEqual(await waitsAfter(20, other, socket), []);
    await closed(socket);
    await other.close();
  },

  async pays() {
    const other = await Receiver.open();
    const socket = await openAnswering();
    await waitsAfter(16, other, socket);
    let waits = [];
    for (let i = 0; i < ATTEMPTS && String(waits) !== String(WAITS); i++) {
      await converse(200);
      await idle();
      waits = await waitsAfter(16, other, socket);
    }
    assert.deepEqual(waits, WAITS);
    await closed(socket);
    await other.close();
  },

  async 'one-by-one'() {
    const other = await Receiver.open();
    const socket = await openAnswering(1);
    await idle();
    spy.read();
    spy.stopClock();
    ask(other, socket);
    await heard(socket, 1);
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    ask(other, socket);
    await heard(socket, 2);
    spy.startClock();
    const { receives, yields } = spy.read();
    // The first poll may have come too early for the message; behind the second turn there was one in vain.
    assert.ok(yields >= 2, `${yields} turns`);
    assert.deepEqual(receives.map(({ call }) => call), ['recvfrom', 'recvfrom']);
    // Once in each turn: the loop goes on meanwhile.
    assert.ok(yields <= 8, `${yields} in some five turns`);
    await closed(socket);
    await other.close();
  },
});
