'use strict';

const assert = require('node:assert/strict');
const { runFunction } = require('../support/node.js');
const {
  LOOPBACK, boundSocket, closeAll, eventOf, inboxOf, pair, receive, receiveTexts, roundTrip, send,
} = require('../support/sockets.js');

/** A message whose bytes tell which one it is. */
function numbered(i, size) {
  return Buffer.alloc(size, `<${i}>`);
}

describe("event 'message'", () => {
  afterEach(closeAll);

  it('brings the message as a Buffer, and where it came from', async () => {
    const { server, client, port } = await pair();
    const call = new Promise((resolve) => {
      server.on('message', function onMessage(...args) {
        resolve({ receiver: this, args });
      });
    });
    await send(client, '0123456789', port, LOOPBACK);
    const { receiver, args } = await call;
    assert.equal(receiver, server);
    assert.equal(args.length, 2);
    const [message, rinfo] = args;
    assert.ok(Buffer.isBuffer(message));
    assert.equal(message.toString(), '0123456789');
    assert.deepEqual(rinfo, { address: LOOPBACK, family: 'IPv4', port: client.address().port, size: 10 });
  });

  it('comes for an empty message, too', async () => {
    const { server, client, port } = await pair();
    const received = receive(server, 1);
    await send(client, '', port, LOOPBACK);
    const [{ message, rinfo }] = await received;
    assert.ok(Buffer.isBuffer(message));
    assert.equal(message.length, 0);
    assert.equal(rinfo.size, 0);
  });

  it('comes to all its listeners, with the same message', async () => {
    const { server, client, port } = await pair();
    const seen = [];
    server.on('message', (message, rinfo) => seen.push({ message, rinfo }));
    const last = eventOf(server, 'message');
    await send(client, 'x', port, LOOPBACK);
    const [message, rinfo] = await last;
    assert.equal(seen[0].message, message);
    assert.equal(seen[0].rinfo, rinfo);
  });

  it('comes from each of several senders', async () => {
    const server = await boundSocket();
    const senders = [await boundSocket('127.0.0.2'), await boundSocket('127.0.0.3'), await boundSocket('127.0.0.3')];
    const received = receive(server, senders.length);
    for (const sender of senders) await send(sender, 'x', server.address().port, LOOPBACK);
    const from = (await received).map(({ rinfo: { address, port } }) => ({ address, port }));
    assert.deepEqual(from, senders.map((sender) => {
      const { address, port } = sender.address();
      return { address, port };
    }));
  });

  it('does not wait for a listener', async () => {
    const { server, client, port } = await pair();
    await send(client, 'early', port, LOOPBACK);
    await roundTrip();
    const inbox = inboxOf(server);
    await send(client, 'late', port, LOOPBACK);
    assert.deepEqual(await inbox.untilMarker(client), ['late']);
  });

  it('stops for a listener that was removed', async () => {
    const { server, client, port } = await pair();
    const texts = [];
    const listener = (message) => texts.push(message.toString());
    server.on('message', listener);
    const inbox = inboxOf(server);
    const first = eventOf(server, 'message');
    await send(client, 'first', port, LOOPBACK);
    await first;
    server.removeListener('message', listener);
    await send(client, 'second', port, LOOPBACK);
    assert.deepEqual(await inbox.untilMarker(client), ['first', 'second']);
    assert.deepEqual(texts, ['first']);
  });

  it('gives each message bytes of its own', async () => {
    const { server, client, port } = await pair();
    const sizes = Array.from({ length: 300 }, (_, i) => (i * 37) % 1400);
    const received = receive(server, sizes.length);
    for (const [i, size] of sizes.entries()) await send(client, numbered(i, size), port, LOOPBACK);
    const messages = (await received).map(({ message }) => message);
    const same = (message, i) => message.equals(numbered(i, sizes[i]));
    assert.ok(messages.every(same), 'messages that are kept stay as they were');
    messages.forEach((message, i) => {
      if (i % 2 === 0) message.fill(0);
    });
    assert.ok(messages.every((message, i) => i % 2 === 0 || same(message, i)), 'writing to one changes no other');
  });

  it('brings messages that hold even when others are transferred away', async () => {
    const { server, client, port } = await pair();
    const received = receive(server, 40);
    for (let i = 0; i < 40; i++) {
      await send(client, numbered(i, i % 4 === 3 ? 5000 : 50), port, LOOPBACK);
      // A copy or a refusal, as the version of Node.js has it; neither may take other messages along.
      server.once('message', ({ buffer }) => {
        try {
          structuredClone(buffer, { transfer: [buffer] });
        } catch (error) {
          assert.equal(error.name, 'DataCloneError');
        }
      });
    }
    for (const [i, { message }] of (await received).entries()) {
      assert.deepEqual(message, numbered(i, i % 4 === 3 ? 5000 : 50));
    }
  });

  // Node.js 22 and later.
  const canDetach = typeof ArrayBuffer.prototype.transfer === 'function';
  const itIfItCan = canDetach ? it : it.skip;
  const reason = canDetach ? '' : ' (skipped: this version of Node.js has no transfer())';
  itIfItCan(`goes on when a script detaches its memory${reason}`, async () => {
    const { server, client, port } = await pair();
    const seen = [];
    const done = new Promise((resolve) => {
      server.on('message', (message, { size }) => {
        seen.push([message.toString(), size]);
        // Refused or not, as the version of Node.js has it.
        try {
          message.buffer.transfer();
        } catch (error) {
          assert.ok(error instanceof TypeError, error.stack);
        }
        if (seen.length === 30) resolve();
      });
    });
    for (let i = 0; i < 30; i++) await send(client, `message ${i}`, port, LOOPBACK);
    await done;
    assert.deepEqual(seen, Array.from({ length: 30 }, (_, i) => [`message ${i}`, `message ${i}`.length]));
  });

  it('goes on after a listener has thrown', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const { server, client, port } = await sockets.pair();
      process.on('uncaughtException', (error) => log(`uncaught ${error.message}`));
      let count = 0;
      server.on('message', (message) => {
        if (++count === 4) {
          log(`${message}`);
          sockets.closeAll();
          return;
        }
        throw new Error(message.toString());
      });
      for (const text of ['first', 'second', 'third', 'fourth']) client.send(text, port, '127.0.0.1');
    });
    assert.deepEqual(values, ['uncaught first', 'uncaught second', 'uncaught third', 'fourth']);
  });

  it('whose listener throws ends the process when nobody catches it', async () => {
    const { values, stderr } = await runFunction(async ({ sockets, log }) => {
      const { server, client, port } = await sockets.pair();
      server.on('message', (message) => {
        log(message.toString());
        throw new Error('nobody catches this');
      });
      for (const text of ['first', 'second']) client.send(text, port, '127.0.0.1');
    }, { code: 1 });
    assert.deepEqual(values, ['first']);
    assert.match(stderr, /nobody catches this/);
  });

  it('works with events.on() and events.once()', async () => {
    const events = require('node:events');
    const { server, client, port } = await pair();
    const first = events.once(server, 'message');
    await send(client, 'once', port, LOOPBACK);
    assert.equal((await first)[0].toString(), 'once');

    const iterator = events.on(server, 'message');
    for (const text of ['a', 'b']) client.send(text, port, LOOPBACK);
    assert.equal((await iterator.next()).value[0].toString(), 'a');
    assert.equal((await iterator.next()).value[0].toString(), 'b');
    await iterator.return();
  });

  it('is free of the messages that the socket sends', async () => {
    const { server, client, port } = await pair();
    const inbox = inboxOf(client);
    const texts = receiveTexts(server, 1);
    await send(client, 'to the server', port, LOOPBACK);
    await texts;
    assert.deepEqual(await inbox.untilMarker(server), []);
  });
});
