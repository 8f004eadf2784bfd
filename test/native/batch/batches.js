'use strict';

// Batches of every size that a limit is near to; replies.

const assert = require('node:assert/strict');

const { play } = require('../support/scenarios.js');
const { closed } = require('../support/sockets.js');
const spy = require('./spy.js');
const { LOOPBACK, Receiver, messageOf, openSocket, sendAll, times, until } = require('./traffic.js');

const COUNTS = [1, 2, 19, 20, 21, 63, 64, 65, 127, 128, 129, 205, 255, 256, 257, 1000];
const PER_RECEIVER = 205; // what a receive buffer surely holds
const DESTINATIONS = 50;

/** Sends `count` datagrams in one turn, each to the receiver that `choose` says; they arrive once and in order. */
async function spread(socket, receivers, count, choose, sizeOf) {
  const arrive = new Map(receivers.map((receiver) => [receiver, []]));
  const datagrams = times(count, 0).map((zero, i) => {
    const message = messageOf(i, sizeOf(i));
    const to = receivers[choose(i)];
    arrive.get(to).push(message);
    return { message, to };
  });
  assert.deepEqual(await sendAll(socket, datagrams), times(count, null));
  for (const [receiver, messages] of arrive) await receiver.gets(messages);
}

async function withReceivers(count, play) {
  const receivers = await Promise.all(times(count, 0).map(() => Receiver.open()));
  const socket = await openSocket();
  await play(receivers, socket);
  await closed(socket);
  await Promise.all(receivers.map((receiver) => receiver.close()));
}

play({
  /** To one destination after the other. */
  one: () => withReceivers(5, async (receivers, socket) => {
    for (const sizeOf of [() => 8, (i) => 4 + (i % 3)]) {
      for (const count of COUNTS) await spread(socket, receivers, count, (i) => Math.floor(i / PER_RECEIVER), sizeOf);
    }
  }),

  /** To fifty in turn. */
  fifty: () => withReceivers(DESTINATIONS, async (receivers, socket) => {
    for (const count of COUNTS) await spread(socket, receivers, count, (i) => i % DESTINATIONS, () => 8);
  }),

  /** A thousand to one socket of this package, which takes them as runs. */
  async thousand() {
    const socket = await openSocket(LOOPBACK);
    const sender = await openSocket(LOOPBACK);
    const received = [];
    socket.on('message', (message) => received.push(message));
    const { port } = socket.address();
    const to = { address: LOOPBACK, port };
    for (const count of [10, 10, ...COUNTS, 1000]) {
      received.length = 0;
      const messages = times(count, 64).map((size, i) => messageOf(i, size));
      assert.deepEqual(await sendAll(sender, messages.map((message) => ({ message, to }))), times(count, null));
      await until(socket, 'message', () => received.length >= count, () => `${received.length} of ${count} have come`);
      assert.equal(received.length, count);
      assert.ok(received.every((message, i) => message.equals(messages[i])));
    }
    await closed(socket, sender);
  },

  /** Replies of message handlers arrive once and in order. Prints what those to 150 messages left as. */
  async replies() {
    const server = await openSocket(LOOPBACK);
    const client = await openSocket(LOOPBACK);
    const receiver = await Receiver.open();
    const replied = [];
    server.on('message', (message) => {
      server.send(message, receiver.port, LOOPBACK, (error, size) => replied.push([error, size]));
    });
    const { port } = server.address();
    for (const count of [10, 10, ...COUNTS.filter((some) => some <= PER_RECEIVER), 150]) {
      spy.read();
      const messages = times(count, 16).map((size, i) => messageOf(i, size));
      await sendAll(client, messages.map((message) => ({ message, to: { address: LOOPBACK, port } })));
      await receiver.gets(messages);
      assert.deepEqual(replied.splice(0), times(count, [null, 16]));
    }
    const sends = spy.read().sends.filter(({ to }) => to === `${LOOPBACK}:${receiver.port}`).slice(0, -1);
    console.log(sends.map(({ datagrams }) => datagrams).join(' '));
    await closed(server, client);
    await receiver.close();
  },
});
