'use strict';

// What is garbage and what is not.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');

const leaks = require('../support/leaks.js');
const { play } = require('../support/scenarios.js');
const { bound, closed, dgram, event, sent } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';

/** Collects garbage until a condition holds; never ends where it does not. */
async function collectUntil(condition) {
  while (!condition()) {
    globalThis.gc();
    await nextTurn();
  }
}

async function collect() {
  for (let i = 0; i < 10; i++) {
    globalThis.gc();
    await nextTurn();
  }
}

play({
  async unbound() {
    const before = leaks.openNow().sockets;
    for (let i = 0; i < 10000; i++) dgram.createSocket('udp4', () => {});
    assert.ok(leaks.openNow().sockets > before + 5000, 'they were open');
    await collectUntil(() => leaks.openNow().sockets === before);
  },

  async 'bound-stays'() {
    const messages = [];
    const port = await new Promise((resolve) => {
      const socket = dgram.createSocket('udp4');
      socket.on('message', function onMessage(message) {
        messages.push(String(message));
        if (messages.length === 3) this.close();
      });
      socket.bind(0, LOOPBACK, () => resolve(socket.address().port));
    });
    const sender = await bound();
    for (let i = 0; i < 3; i++) {
      await collect();
      await sent(sender, `message ${i}`, port);
      while (messages.length === i) await nextTurn();
    }
    assert.deepEqual(messages, ['message 0', 'message 1', 'message 2']);
    await closed(sender);
  },

  /** A closed socket is garbage, its script's object and all, whatever state it was closed in. */
  async 'closed-goes'() {
    const gone = new Set();
    const registry = new FinalizationRegistry((name) => gone.add(name));
    const names = ['unbound', 'binding', 'bound', 'sending', 'failed'];
    await (async () => {
      for (const name of names) {
        const socket = dgram.createSocket('udp4');
        registry.register(socket, name);
        if (name === 'failed') {
          const other = await bound();
          socket.bind(other.address().port, LOOPBACK);
          await event(socket, 'error');
          await closed(other);
        } else if (name !== 'unbound') {
          socket.bind(0, LOOPBACK);
          if (name !== 'binding') await event(socket, 'listening');
          if (name === 'sending') await sent(socket, 'x', socket.address().port);
        }
        await closed(socket);
      }
    })();
    await collectUntil(() => gone.size === names.length);
  },

  /** What a script keeps of what it received stays what it was, and does not keep much more alive. */
  async messages() {
    const count = 20000;
    const kept = [];
    let received = 0;
    let more;
    const receiver = await bound((message) => {
      if (received++ % 100 === 0) kept.push(message);
      more();
    });
    const sender = await bound();
    const { port } = receiver.address();
    for (let i = 0; i < count; i++) {
      const arrival = new Promise((resolve) => { more = resolve; });
      const text = Buffer.alloc(4 + (i % 1000), i & 255);
      text.writeUInt32LE(i);
      sender.send(text, port, LOOPBACK);
      await arrival;
    }
    await collect();
    kept.forEach((message, i) => {
      assert.equal(message.length, 4 + ((i * 100) % 1000));
      assert.equal(message.readUInt32LE(), i * 100);
      assert.ok(message.subarray(4).every((byte) => byte === ((i * 100) & 255)));
    });
    const buffers = [...new Set(kept.map((message) => message.buffer))];
    const memory = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(memory <= kept.length * 8192, `${memory} bytes`);
    await closed(receiver, sender);
  },

  /** Sends that never end well: nothing of them stays. */
  async 'errors-leave-nothing'() {
    const socket = await bound();
    let failed = 0;
    for (let i = 0; i < 100; i++) {
      assert.throws(() => socket.send({}, 9, LOOPBACK), TypeError);
      assert.throws(() => socket.send('x', 0, LOOPBACK), RangeError);
      assert.throws(() => socket.send('x', 9, {}), TypeError);
      socket.send(Buffer.alloc(70000), 9, LOOPBACK, (error) => { failed += error.cause.code === 'EMSGSIZE'; });
      socket.send('x', 9, 'x'.repeat(5000), (error) => { failed += error instanceof Error; });
      socket.send('x', 9, 'with\0nul', (error) => { failed += error instanceof Error; });
    }
    while (failed < 300) await nextTurn();
    await closed(socket);
  },
});
