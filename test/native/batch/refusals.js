'use strict';

// Sends that the kernel refuses: segmented ones, single ones, and all while it is full.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');

const { play } = require('../support/scenarios.js');
const { closed, event } = require('../support/sockets.js');
const spy = require('./spy.js');
const { LOOPBACK, Receiver, deliver, messageOf, openSocket, sendAll, times, until } = require('./traffic.js');

const COUNT = 150;
const BROADCAST = { address: '127.255.255.255', port: 9 };

const warnings = [];
process.removeAllListeners('warning');
process.on('warning', ({ code, message }) => warnings.push(`${code} ${parseInt(message.match(/\d+/)?.[0], 10)}`));

/** Sends `count` messages of `size` bytes, all of which must arrive; returns what the kernel was given. */
async function give(socket, receiver, size, count = 40) {
  spy.read();
  await deliver(socket, receiver, times(count, size));
  return spy.read().sends.filter(({ to }) => to === `${LOOPBACK}:${receiver.port}`).slice(0, -1);
}

/** The segmented sends among those, as 'taken' or their error. */
function segmented(sends) {
  return sends.filter(({ segment }) => segment !== 0).map(({ error }) => error ?? 'taken');
}

/** Fails unless each datagram was taken by the kernel exactly once. */
function checkTaken(sends, count) {
  const taken = sends.filter(({ error }) => error === null);
  assert.equal(taken.reduce((sum, { datagrams }) => sum + datagrams, 0), count);
}

async function withReceiver(play) {
  const receiver = await Receiver.open();
  const socket = await openSocket();
  await play(receiver, socket);
  await closed(socket);
  await receiver.close();
}

/** The kernel refuses segmented sends of datagrams larger than 500 bytes. */
function refusedBySize(error) {
  return withReceiver(async (receiver, socket) => {
    spy.refuse(error, { kind: 'segmented', larger: 500 });
    const first = await give(socket, receiver, 1000);
    assert.deepEqual(segmented(first), [error]);
    checkTaken(first, 40);
    assert.deepEqual(segmented(await give(socket, receiver, 1000)), [], 'remembered');
    assert.deepEqual(segmented(await give(socket, receiver, 1400)), [], 'larger ones are not tried');
    assert.deepEqual(segmented(await give(socket, receiver, 500)), ['taken'], 'smaller ones are');
    assert.deepEqual(segmented(await give(socket, receiver, 999)), [error]);
    spy.allow();
    assert.deepEqual(segmented(await give(socket, receiver, 999)), [], 'remembered, too');
    assert.deepEqual(segmented(await give(socket, receiver, 998)), ['taken']);

    const other = await openSocket();
    assert.deepEqual(segmented(await give(other, receiver, 1400)), ['taken'], 'another socket knows nothing of it');
    await closed(other);
  });
}

/** The kernel is full: from message `skip` on, each `every`-th call, so many times. */
function full(error, which, sizes) {
  return withReceiver(async (receiver, socket) => {
    spy.refuse(error, { port: receiver.port, ...which });
    spy.read();
    const messages = sizes.map((size, i) => messageOf(i, size));
    const ends = await sendAll(socket, messages.map((message) => ({ message, to: receiver })));
    spy.allow();
    const { sends } = spy.read();
    assert.deepEqual(ends, sizes.map(() => null));
    checkTaken(sends, sizes.length);
    const found = sends.map((send) => send.error).lastIndexOf(error);
    assert.ok(found >= 0, 'a send has found the kernel full');
    // What follows is one datagram that waits for room, not a run.
    assert.ok(sends.every((send, i) => i === 0 || sends[i - 1].error === null || send.datagrams === 1));
    await receiver.gets(messages);
  });
}

/** Full at the first, the last and other messages of a turn, once and again and again. */
async function fullAnywhere(error) {
  const equal = times(COUNT, 20);
  const mixed = equal.map((size, i) => 4 + ((i * 7) % 50));
  for (const sizes of [equal, mixed]) {
    for (const skip of [0, 1, 2]) await full(error, { skip, times: 1 }, sizes);
    for (const every of [2, 3]) await full(error, { every }, sizes);
    await full(error, { times: 10 }, sizes);
  }
  // The messages that leave one by one: the last one, one in the middle, each of several.
  for (const skip of [75, 149]) await full(error, { kind: 'plain', skip, times: 1 }, equal.map((size, i) => 10 + i));
  await full(error, { kind: 'plain', every: 5 }, equal.map((size, i) => 10 + i));
  await full(error, { times: 3 }, [20]);
}

/** To several destinations: each gets its own in order. */
async function fullToSeveral(error) {
  const receivers = await Promise.all([Receiver.open(), Receiver.open(), Receiver.open()]);
  const socket = await openSocket();
  for (const every of [2, 3, 7]) {
    spy.refuse(error, { every });
    const arrive = receivers.map(() => []);
    const datagrams = times(300, 20).map((size, i) => {
      const which = (i * i) % 3;
      const message = messageOf(i, size + (i % 2));
      arrive[which].push(message);
      return { message, to: receivers[which] };
    });
    const ends = await sendAll(socket, datagrams);
    spy.allow();
    assert.deepEqual(ends, times(300, null));
    for (const [i, receiver] of receivers.entries()) await receiver.gets(arrive[i]);
  }
  await closed(socket);
  await Promise.all(receivers.map((receiver) => receiver.close()));
}

/** close() while one datagram waits in libuv and others behind it. */
function closeWhileFull(error, skip) {
  return withReceiver(async (receiver) => {
    const socket = await openSocket();
    const sizes = times(COUNT, 20).map((size, i) => size + (i % 2)); // each alone, or a pair
    spy.refuse(error, { port: receiver.port, skip });
    spy.read();
    const messages = sizes.map((size, i) => messageOf(i, size));
    const ends = [];
    messages.forEach((message, i) => {
      socket.send(message, receiver.port, LOOPBACK, (failure) => ends.push([i, failure]));
    });
    const sends = [];
    // Twice: libuv has been refused as well.
    while (sends.filter((send) => send.error === error).length < 2) {
      await new Promise((resolve) => { setImmediate(resolve); });
      sends.push(...spy.read().sends);
    }
    const gone = event(socket, 'close');
    socket.close();
    await gone;
    spy.allow();
    const left = sends.reduce((sum, send) => sum + (send.error === null ? send.datagrams : 0), 0);
    assert.ok(left < COUNT);
    await until(process, 'warning', () => warnings.length > 0, () => 'no warning');
    assert.deepEqual(warnings.splice(0), [`IOTJS_DGRAM_DISCARDED ${COUNT - left}`]);
    assert.deepEqual(ends, messages.slice(0, left).map((message, i) => [i, null]));
    await receiver.gets(messages.slice(0, left));
  });
}

play({
  /** A device that cannot: this socket does without from then on. */
  eio: () => withReceiver(async (receiver, socket) => {
    spy.refuse('EIO', { kind: 'segmented' });
    const first = await give(socket, receiver, 20, 130);
    assert.deepEqual(segmented(first), times(3, 'EIO'));
    checkTaken(first, 130);
    for (const size of [20, 1, 1000]) assert.deepEqual(segmented(await give(socket, receiver, size)), [], 'remembered');

    const other = await openSocket();
    assert.deepEqual(segmented(await give(other, receiver, 20)), ['EIO'], 'another socket tries for itself');
    spy.allow();
    const third = await openSocket();
    assert.deepEqual(segmented(await give(third, receiver, 20)), ['taken']);
    for (const remembers of [socket, other]) assert.deepEqual(segmented(await give(remembers, receiver, 20)), []);
    await closed(other, third);
  }),

  size: refusedBySize,

  /** Several sizes in one turn are refused: the smallest is what counts, and EIO more than any. */
  smallest: (first, second) => withReceiver(async (receiver, socket) => {
    const sizes = [...times(20, 600), ...times(20, 1000)];
    spy.refuse(first, { kind: 'segmented', times: 1 });
    spy.refuse(second, { kind: 'segmented', times: 1 });
    await deliver(socket, receiver, sizes);
    spy.allow();
    assert.deepEqual(segmented(await give(socket, receiver, 600)), [], '600 bytes have been refused');
    assert.deepEqual(segmented(await give(socket, receiver, 599)), first === 'EIO' ? [] : ['taken']);
  }),

  /** Another error than those three says nothing about segments. */
  'other-error': () => withReceiver(async (receiver, socket) => {
    spy.refuse('EPERM', { kind: 'segmented' });
    assert.deepEqual(segmented(await give(socket, receiver, 20)), ['EPERM']);
    assert.deepEqual(segmented(await give(socket, receiver, 20)), ['EPERM'], 'not remembered');
    spy.allow();
    assert.deepEqual(segmented(await give(socket, receiver, 20)), ['taken']);
  }),

  /** Where the plain sends fail as well, the segments were not to blame. */
  'plain-fails': (error) => withReceiver(async (receiver, socket) => {
    spy.refuse(error, { kind: 'segmented', port: receiver.port });
    spy.refuse('EPERM', { kind: 'plain', port: receiver.port });
    const messages = times(70, 20).map((size, i) => messageOf(i, size));
    const ends = await sendAll(socket, messages.map((message) => ({ message, to: receiver })));
    assert.deepEqual(ends, times(70, 'EPERM'));
    spy.allow();
    await receiver.gets([]);
    assert.deepEqual(segmented(await give(socket, receiver, 20)), ['taken'], 'not remembered');

    // One of them fails, and alone.
    spy.refuse(error, { kind: 'segmented', port: receiver.port });
    spy.refuse('EPERM', { kind: 'plain', port: receiver.port, skip: 33, times: 1 });
    const others = await sendAll(socket, messages.slice(0, 64).map((message) => ({ message, to: receiver })));
    assert.deepEqual(others, times(64, null).map((end, i) => (i === 33 ? 'EPERM' : null)));
    spy.allow();
    await receiver.gets(messages.slice(0, 64).filter((message, i) => i !== 33));
    assert.deepEqual(segmented(await give(socket, receiver, 20)), ['taken'], 'not remembered');
  }),

  /** The kernel gets full among the plain sends of a refused run. */
  'plain-full': (error) => withReceiver(async (receiver, socket) => {
    for (const skip of [0, 1, 31, 62, 63]) {
      spy.refuse(error, { kind: 'segmented', port: receiver.port, times: 1 });
      spy.refuse('EAGAIN', { kind: 'plain', port: receiver.port, skip, times: 3 });
      spy.read();
      const messages = times(COUNT, 20).map((size, i) => messageOf(i, size));
      const all = messages.map((message) => ({ message, to: receiver }));
      assert.deepEqual(await sendAll(socket, all), times(COUNT, null));
      spy.allow();
      checkTaken(spy.read().sends, COUNT);
      await receiver.gets(messages);
    }
  }),

  /** A real kernel with a small MTU: segments do not fit, while single datagrams are fragmented. */
  mtu: () => withReceiver(async (receiver, socket) => {
    execFileSync('ip', ['link', 'set', 'lo', 'mtu', '1000']);
    const first = await give(socket, receiver, 1400);
    const [error, ...more] = segmented(first);
    assert.ok(['EINVAL', 'EMSGSIZE'].includes(error), error);
    assert.deepEqual(more, []);
    checkTaken(first, 40);
    assert.deepEqual(segmented(await give(socket, receiver, 1400)), []);
    assert.deepEqual(segmented(await give(socket, receiver, 972)), ['taken'], 'just fits');
    assert.deepEqual(segmented(await give(socket, receiver, 973)), [error], 'just does not');
    assert.deepEqual(segmented(await give(socket, receiver, 973)), []);
    assert.deepEqual(segmented(await give(socket, receiver, 972)), ['taken']);
  }),

  /** In one turn: too large, broadcast without permission, refused for one destination; at the edges of batches. */
  async alone() {
    const receivers = await Promise.all([Receiver.open(), Receiver.open(), Receiver.open()]);
    const forbidden = await Receiver.open();
    const socket = await openSocket();
    spy.refuse('EPERM', { port: forbidden.port });
    const tooLarge = new Set([0, 63, 64, 65, 100, 255, 256, 449]);
    const broadcast = new Set([1, 62, 66, 101, 102, 103, 254, 257, 448]);
    const refused = new Set([2, 128, 129, 130, 192, 300, 447]);
    const arrive = receivers.map(() => []);
    const datagrams = times(450, 30).map((size, i) => {
      if (tooLarge.has(i)) return { message: Buffer.alloc(i === 100 ? 1 << 20 : 65508), to: receivers[0] };
      const message = messageOf(i, size);
      if (broadcast.has(i)) return { message, to: BROADCAST };
      if (refused.has(i)) return { message, to: forbidden };
      arrive[i % 3].push(message);
      return { message, to: receivers[i % 3] };
    });
    const ends = await sendAll(socket, datagrams);
    assert.deepEqual(ends, datagrams.map((datagram, i) => {
      if (tooLarge.has(i)) return 'EMSGSIZE';
      if (broadcast.has(i)) return 'EACCES';
      return refused.has(i) ? 'EPERM' : null;
    }));
    spy.allow();
    await Promise.all(receivers.map((receiver, i) => receiver.gets(arrive[i])));
    await forbidden.gets([]);
    await closed(socket);
    await Promise.all([...receivers, forbidden].map((receiver) => receiver.close()));
  },

  async full() {
    for (const error of ['EAGAIN', 'ENOBUFS']) await fullAnywhere(error);
  },

  async 'full-to-several'() {
    for (const error of ['EAGAIN', 'ENOBUFS']) await fullToSeveral(error);
  },

  async close() {
    for (const error of ['EAGAIN', 'ENOBUFS']) {
      for (const skip of [0, 1, 70]) await closeWhileFull(error, skip);
    }
  },
});
