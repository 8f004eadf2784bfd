'use strict';

// Runs of datagrams that the kernel hands over in one piece, and the switch from single receives to batches.

const assert = require('node:assert/strict');
const nodeDgram = require('node:dgram');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { play } = require('../support/scenarios.js');
const { closed } = require('../support/sockets.js');
const spy = require('./spy.js');
const { LOOPBACK, idle, messageOf, openSocket, times, until } = require('./traffic.js');

const LISTS = [
  times(64, 10),
  times(65, 10),
  [...times(63, 10), 9],
  times(150, 1),
  [...times(10, 100), 50, ...times(5, 100), 1, 1],
  [10, 10, 10, 0, 10, 10],
  [0, 0, 0],
  [100, 99, 98, 97, 96],
  [...times(5, 7), ...times(5, 8), ...times(5, 7)],
  times(40, 1400),
  times(7, 8192),
  times(2, 32500),
  [32501, 32501],
  [65507],
  [65507, 5, 5, 5],
  [40000, 25000],
];

/** A socket of ours that collects what comes, and receives in batches already. */
async function openReceiver() {
  const socket = await openSocket(LOOPBACK);
  const received = [];
  socket.on('message', (message, rinfo) => received.push({ message, rinfo }));
  const sender = await openSocket(LOOPBACK);
  const { port } = socket.address();
  spy.read();
  while (!spy.read().receives.some(({ call }) => call === 'recvmmsg')) {
    received.length = 0;
    sendInOneTurn(sender, port, times(10, 10));
    await arrived(socket, received, 10);
  }
  await closed(sender);
  received.length = 0;
  return { socket, received, port };
}

function sendInOneTurn(socket, port, sizes, first = 0) {
  sizes.forEach((size, i) => socket.send(messageOf(first + i, size), port, LOOPBACK));
}

function arrived(socket, received, count) {
  return until(socket, 'message', () => received.length >= count, () => `${received.length} of ${count} have come`);
}

function check({ message, rinfo }, i, size, port) {
  assert.ok(message.equals(messageOf(i, size)), `message ${i}`);
  assert.deepEqual(rinfo, { address: LOOPBACK, family: 'IPv4', port, size });
}

play({
  async split() {
    const { socket, received, port } = await openReceiver();
    const sender = await openSocket(LOOPBACK);
    const from = sender.address().port;
    for (const sizes of LISTS) {
      spy.read();
      sendInOneTurn(sender, port, sizes);
      await arrived(socket, received, sizes.length);
      sizes.forEach((size, i) => check(received[i], i, size, from));
      assert.equal(received.length, sizes.length);
      // As many as there were segmented and single sends: nothing was cut before we got it.
      const { sends, receives } = spy.read();
      assert.equal(receives.reduce((sum, { messages }) => sum + messages, 0), sends.length, `for ${sizes}`);
      received.length = 0;
    }
    await nextTurn();
    assert.equal(received.length, 0);
    await closed(socket, sender);
  },

  /** Two senders whose datagrams coalesce, one whose do not, in turns. */
  async mixed() {
    const { socket, received, port } = await openReceiver();
    const senders = [await openSocket(LOOPBACK), await openSocket(LOOPBACK)];
    const single = nodeDgram.createSocket('udp4');
    single.bind(0, LOOPBACK);
    await once(single, 'listening');
    senders.push(single);
    const next = new Map(senders.map((sender) => [sender.address().port, 0]));
    for (let round = 0; round < 30; round++) {
      let count = 0;
      for (const [which, sender] of senders.entries()) {
        const sizes = times((round * 7 + which * 13) % 40, 20 + which);
        count += sizes.length;
        sendInOneTurn(sender, port, sizes, round * 1000);
      }
      await arrived(socket, received, count);
      assert.equal(received.length, count);
      for (const from of next.keys()) next.set(from, round * 1000);
      for (const message of received.splice(0)) {
        const from = message.rinfo.port;
        const which = senders.findIndex((sender) => sender.address().port === from);
        check(message, next.get(from), 20 + which, from);
        next.set(from, next.get(from) + 1);
      }
    }
    single.close();
    await closed(socket, senders[0], senders[1]);
  },

  /** close() at each place of a run: no message follows. */
  async close() {
    const sender = await openSocket(LOOPBACK);
    for (const last of [1, 2, 32, 63, 64, 65, 127, 128, 129, 150]) {
      const { socket, port } = await openReceiver();
      let count = 0;
      const gone = new Promise((resolve) => { socket.on('close', resolve); });
      socket.on('message', () => {
        count++;
        if (count === last) socket.close();
        assert.ok(count <= last, 'a message after close()');
      });
      sendInOneTurn(sender, port, times(150, 10));
      await gone;
      await nextTurn();
      assert.equal(count, last);
    }
    await closed(sender);
  },

  /** A throw at each message of a run: the next one comes, after the ticks of the one that threw. */
  async throw() {
    const { socket, port } = await openReceiver();
    const sender = await openSocket(LOOPBACK);
    const events = [];
    let thrown = 0;
    process.on('uncaughtException', (error) => {
      assert.equal(error.message, 'thrown in message');
      thrown++;
    });
    socket.on('message', (message) => {
      const i = message.readUInt32LE();
      events.push(i);
      process.nextTick(() => events.push(`tick ${i}`));
      Promise.resolve().then(() => events.push(`job ${i}`));
      if (i % 3 !== 1) throw new Error('thrown in message');
    });
    sendInOneTurn(sender, port, times(130, 10));
    await until(process, 'uncaughtException', () => events[events.length - 1] === 129 || events.length >= 129 * 3,
      () => `${events.length} events`);
    await nextTurn();
    const numbers = times(130, 0).map((zero, i) => i);
    assert.deepEqual(events, numbers.flatMap((i) => [i, `tick ${i}`, `job ${i}`]));
    assert.equal(thrown, numbers.filter((i) => i % 3 !== 1).length);
    await closed(socket, sender);
  },

  /** Messages that come alone are received alone; once there are several to receive, batches begin. */
  async switch() {
    const socket = await openSocket(LOOPBACK);
    const sender = await openSocket(LOOPBACK);
    const { port } = socket.address();
    const received = [];
    socket.on('message', (message, rinfo) => received.push({ message, rinfo }));
    spy.read();
    for (let i = 0; i < 20; i++) {
      await idle();
      sendInOneTurn(sender, port, [10], i);
      await arrived(socket, received, i + 1);
    }
    assert.deepEqual(spy.read().receives, times(20, { call: 'recvfrom', messages: 1, bytes: 10 }));

    sendInOneTurn(sender, port, times(100, 10), 20);
    await arrived(socket, received, 120);
    const { receives } = spy.read();
    assert.equal(receives.at(-1).call, 'recvmmsg');
    const firstBatch = receives.findIndex(({ call }) => call === 'recvmmsg');
    assert.ok(receives.slice(firstBatch).every(({ call }) => call === 'recvmmsg'));

    await idle();
    sendInOneTurn(sender, port, times(100, 10), 120);
    await arrived(socket, received, 220);
    const later = spy.read().receives;
    assert.equal(later.reduce((sum, { messages }) => sum + messages, 0), 2, 'two runs');
    received.forEach((message, i) => check(message, i, 10, sender.address().port));
    await closed(socket, sender);
  },
});
