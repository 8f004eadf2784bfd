'use strict';

// What messages and addresses keep alive that a script keeps.

const assert = require('node:assert/strict');
const nodeDgram = require('node:dgram');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');

const addresses = require('../../../lib/addresses.js');
const { play } = require('../support/scenarios.js');
const { closed } = require('../support/sockets.js');
const { LOOPBACK, messageOf, openSocket, times } = require('./traffic.js');

const WINDOW = 50;
const SLAB = 8192;
const SLACK = 64 * 1024; // Node's own pool and the like

/** Sends messages of these sizes, as many under way as a receive buffer surely holds. */
async function exchange(sizes, onMessage) {
  const receiver = await openSocket(LOOPBACK);
  const sender = await openSocket(LOOPBACK);
  const { port } = receiver.address();
  let sent = 0;
  let received = 0;
  await new Promise((resolve) => {
    function sendWindow() {
      // Anew when all have come: what is sent in one turn may leave, and arrive, in one piece.
      const end = Math.min(sent + WINDOW, sizes.length);
      for (; sent < end; sent++) sender.send(messageOf(sent, sizes[sent]), port, LOOPBACK);
    }
    receiver.on('message', (message, rinfo) => {
      onMessage(message, rinfo, received++);
      if (received === sizes.length) resolve();
      else if (received === sent) sendWindow();
    });
    sendWindow();
  });
  await closed(receiver, sender);
}

async function settled(read, most) {
  for (let turn = 0; turn < 50; turn++) {
    globalThis.gc();
    await nextTurn();
    if (read() <= most) return read();
  }
  return read();
}

/** Fails unless what is kept keeps no more than `most` bytes alive. */
async function keepsAtMost(sizes, keep, most) {
  await exchange(times(WINDOW, 64), () => {});
  const before = await settled(() => process.memoryUsage().arrayBuffers, 0);
  const kept = [];
  await exchange(sizes, (message, rinfo, i) => { if (keep(i)) kept.push(message); });
  const grown = await settled(() => process.memoryUsage().arrayBuffers - before, most);
  assert.ok(grown <= most, `${kept.length} messages keep ${grown} bytes alive, ${most} are allowed`);
  return kept;
}

play({
  async small(count) {
    const kept = await keepsAtMost(times(Number(count), 64), (i) => i % 1000 === 500, (count / 1000) * SLAB + SLACK);
    assert.equal(kept.length, count / 1000);
    kept.forEach((message, i) => assert.ok(message.equals(messageOf(i * 1000 + 500, 64))));
  },

  /** Messages larger than half a slab keep their own size alive, whatever came between. */
  async large() {
    const sizes = times(800, 0).map((zero, i) => (i % 20 === 0 ? 5000 : 1000));
    const kept = await keepsAtMost(sizes, (i) => i % 20 === 0, 40 * 5000 + SLACK);
    assert.equal(kept.length, 40);
  },

  /** 5,000 are kept, and every second one is written to: the others stay what they were. */
  async overwritten(count) {
    const sizes = times(Number(count), 0).map((zero, i) => (i % 300 < 150 ? 40 : (i * 37) % 1500));
    const kept = [];
    await exchange(sizes, (message, rinfo, i) => {
      kept.push(message);
      if (i % 2 === 1) message.fill(0xff);
    });
    kept.forEach((message, i) => {
      const expected = i % 2 === 1 ? Buffer.alloc(sizes[i], 0xff) : messageOf(i, sizes[i]);
      assert.ok(message.equals(expected), `message ${i}`);
    });
  },

  async rinfo() {
    const all = new Set();
    await exchange(times(500, 10), (message, rinfo) => {
      assert.deepEqual(Object.keys(rinfo), ['address', 'family', 'port', 'size']);
      assert.deepEqual([rinfo.address, rinfo.family, rinfo.size], [LOOPBACK, 'IPv4', 10]);
      all.add(rinfo);
      rinfo.address = 'changed';
      rinfo.size = -1;
      rinfo.more = 'more';
    });
    assert.equal(all.size, 500);
  },

  /** Messages from more addresses than are remembered, twice. */
  async addresses(count) {
    const receiver = await openSocket();
    const { port } = receiver.address();
    for (let i = 0; i < 2 * count; i++) {
      const n = i % count;
      const from = `127.${1 + (n % 200)}.${n >> 8}.${1 + (n & 127)}`;
      const sender = nodeDgram.createSocket('udp4');
      sender.bind(0, from);
      await once(sender, 'listening');
      const message = once(receiver, 'message');
      const sent = sender.address().port;
      sender.send(String(n), port, LOOPBACK);
      const [text, rinfo] = await message;
      assert.deepEqual([String(text), rinfo.address, rinfo.port], [String(n), from, sent]);
      sender.close();
    }
    await closed(receiver);
  },

  /** As many as there could ever be: the memory does not grow with them. */
  async remembered() {
    const many = 300000;
    const textOf = (ip) => [24, 16, 8, 0].map((shift) => (ip >>> shift) & 255).join('.');
    const before = await settled(() => process.memoryUsage().heapUsed, 0);
    for (let i = 0; i < many; i++) {
      const ip = (i * 2654435761) >>> 0;
      const text = textOf(ip);
      assert.ok(addresses.toText(ip) === text && addresses.toNumber(text) === ip, text);
    }
    const most = 4 << 20;
    const grown = await settled(() => process.memoryUsage().heapUsed - before, most);
    assert.ok(grown <= most, `${grown} bytes for ${many} addresses`);
  },
});
