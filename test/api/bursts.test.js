'use strict';

// Many messages at a time. None may overtake the receiver's buffer in the system, about 200 KB of which each small
// message takes less than 1.3 KB: what it cannot hold is lost to any program.

const assert = require('node:assert/strict');
const { LOOPBACK, boundSocket, closeAll, pair, receive, receiveTexts, send } = require('../support/sockets.js');

/** The numbered message of a size; every byte depends on both, and on its place. */
function content(i, size) {
  const bytes = Buffer.alloc(size);
  for (let k = 0; k < size; k++) bytes[k] = (i * 31 + size * 7 + k * (1 + (i % 5))) & 255;
  return bytes;
}

describe('bursts', () => {
  afterEach(closeAll);

  for (const [total, receivers] of [[500, 5], [1000, 10]]) {
    for (const callbacks of [true, false]) {
      it(`of ${total} messages in one tick arrive whole, ${callbacks ? 'with' : 'without'} callbacks`, async () => {
        const servers = await Promise.all(Array.from({ length: receivers }, () => boundSocket()));
        const client = await boundSocket();
        const received = servers.map((server) => receive(server, total / receivers));
        const size = (i) => (i * 13) % 480;
        const outcomes = [];
        for (let i = 0; i < total; i++) {
          const { port } = servers[i % receivers].address();
          if (callbacks) {
            outcomes.push(send(client, content(i, size(i)), port, LOOPBACK));
          } else {
            client.send(content(i, size(i)), port, LOOPBACK);
          }
        }
        for (const [i, { error, length }] of (await Promise.all(outcomes)).entries()) {
          assert.equal(error, null);
          assert.equal(length, size(i));
        }
        for (const [r, messages] of (await Promise.all(received)).entries()) {
          for (const [k, { message, rinfo }] of messages.entries()) {
            const i = k * receivers + r;
            assert.ok(message.equals(content(i, size(i))), `message ${i} was damaged`);
            assert.equal(rinfo.size, size(i));
            assert.equal(rinfo.port, client.address().port);
          }
        }
      });
    }
  }

  it('of strings arrive whole', async () => {
    const { server, client, port } = await pair();
    const strings = Array.from({ length: 120 }, (_, i) => '\u20ac\u00e9x\u{1f600}'.repeat(i % 40) + i);
    const texts = receiveTexts(server, strings.length);
    for (const text of strings) client.send(text, port, LOOPBACK);
    assert.deepEqual(await texts, strings);
  });

  it('of many senders arrive whole', async () => {
    const server = await boundSocket();
    const { port } = server.address();
    const clients = await Promise.all(Array.from({ length: 40 }, () => boundSocket()));
    const received = receive(server, 120);
    for (let i = 0; i < 3; i++) {
      for (const client of clients) client.send(`${client.address().port}:${i}`, port, LOOPBACK);
    }
    const seen = new Map(clients.map((client) => [client.address().port, []]));
    for (const { message, rinfo } of await received) {
      const [from, i] = message.toString().split(':').map(Number);
      assert.equal(from, rinfo.port);
      seen.get(from).push(i);
    }
    for (const order of seen.values()) assert.deepEqual(order, [0, 1, 2]);
  });

  it('of large messages arrive whole', async () => {
    const { server, client, port } = await pair();
    const sizes = [65507, 1, 20000, 0];
    for (let round = 0; round < 5; round++) {
      const received = receive(server, sizes.length);
      for (const size of sizes) client.send(content(round, size), port, LOOPBACK);
      for (const [k, { message }] of (await received).entries()) {
        assert.ok(message.equals(content(round, sizes[k])), `message ${k} of round ${round} was damaged`);
      }
    }
  });

  it('of runs of one size, with others among them, arrive whole and in order', async () => {
    const runs = [
      [[100, 70], [99, 1], [100, 5]],
      [[100, 3], [0, 2], [100, 3], [0, 1]],
      [[1, 100]],
      [[1, 2], [2, 2], [3, 2], [2, 2], [1, 2]],
      [[1472, 20], [1473, 10], [1472, 1]],
      [[8192, 5], [8193, 1], [8191, 1]],
      [[30000, 2], [29999, 1]],
      [[32500, 2], [1, 1]],
      [[65507, 1], [65506, 1]],
    ];
    const client = await boundSocket();
    const servers = [await boundSocket(), await boundSocket('127.0.0.2')];
    for (const run of runs) {
      const sizes = run.flatMap(([size, count]) => new Array(count).fill(size));
      const received = servers.map((server) => receive(server, sizes.length));
      const outcomes = sizes.flatMap((size, i) => servers.map((server, k) => {
        const { address, port } = server.address();
        return send(client, content(i + k, size), port, address);
      }));
      for (const [n, { error, length }] of (await Promise.all(outcomes)).entries()) {
        assert.equal(error, null);
        assert.equal(length, sizes[Math.floor(n / servers.length)]);
      }
      for (const [k, messages] of (await Promise.all(received)).entries()) {
        assert.deepEqual(messages.map(({ rinfo }) => rinfo.size), sizes);
        const damaged = messages.findIndex(({ message }, i) => !message.equals(content(i + k, sizes[i])));
        assert.equal(damaged, -1, `message ${damaged} of ${JSON.stringify(run)} was damaged`);
      }
    }
  });

  it('within a window arrive whole and in order, each called back once', async () => {
    const { server, client, port } = await pair();
    const total = 3000;
    const window = 40;
    const size = (i) => 4 + ((i * 7919) % 1200);
    const calls = new Uint8Array(total);
    let sent = 0;
    let got = 0;
    let damaged = 0;
    function fill() {
      while (sent < total && sent - got < window) {
        const i = sent++;
        const bytes = content(i, size(i));
        bytes.writeUInt32BE(i);
        client.send(bytes, port, LOOPBACK, (error, length) => {
          if (error === null && length === size(i)) calls[i]++;
        });
      }
    }
    await new Promise((resolve) => {
      server.on('message', (message) => {
        const i = got++;
        const expected = content(i, size(i));
        expected.writeUInt32BE(i);
        if (!message.equals(expected)) damaged++;
        if (got === total) {
          resolve();
        } else {
          fill();
        }
      });
      fill();
    });
    assert.equal(damaged, 0);
    assert.ok(calls.every((count) => count === 1), 'each send called back once');
  });
});
