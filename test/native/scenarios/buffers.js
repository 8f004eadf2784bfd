'use strict';

// Memory that changes, shrinks, moves away or is shared, before and after it was sent or received.

const assert = require('node:assert/strict');

const { play } = require('../support/scenarios.js');
const { bound, closed, dgram, event, sent } = require('../support/sockets.js');
const { detached, shrunk } = require('../support/nasty.js');

const LOOPBACK = '127.0.0.1';

/** Sends in some way and resolves with the message that arrives. */
async function roundTrip(socket, send) {
  const message = event(socket, 'message');
  send(socket.address().port);
  return message;
}

function transfer(view) {
  structuredClone(view.buffer, { transfer: [view.buffer] });
}

/** Ways to take the bytes of a message away after send(). */
const changes = {
  overwritten: (view) => view.fill(0),
  transferred: transfer,
  shrunk: (view) => view.buffer.resize(0),
};

function fresh() {
  const view = Buffer.from(new ArrayBuffer(5, { maxByteLength: 64 }));
  view.write('bytes');
  return view;
}

play({
  async changed() {
    const socket = await bound();
    for (const change of Object.values(changes)) {
      for (const form of ['whole', 'part', 'array']) {
        const view = fresh();
        const message = await roundTrip(socket, (port) => {
          if (form === 'part') socket.send(view, 0, 5, port, LOOPBACK);
          else socket.send(form === 'array' ? [view] : view, port, LOOPBACK);
          change(view);
        });
        assert.equal(String(message), 'bytes');
      }
    }
    await closed(socket);
  },

  /** The same with a socket that is not bound yet, and with a name: there the bytes wait longer. */
  async 'changed-early'() {
    const receiver = await bound();
    const { port } = receiver.address();
    for (const change of Object.values(changes)) {
      for (const address of [LOOPBACK, 'name.slow']) {
        const sender = dgram.createSocket('udp4');
        const view = fresh();
        const message = event(receiver, 'message');
        sender.send(view, port, address);
        change(view);
        assert.equal(String(await message), 'bytes');
        await closed(sender);
      }
    }
    await closed(receiver);
  },

  /** Buffers that have nothing left are sent as empty messages, or refused; nothing is read that is not theirs. */
  async empty() {
    const socket = await bound();
    for (const view of [detached(Buffer.from(new ArrayBuffer(8))), Buffer.from(shrunk().buffer), Buffer.alloc(0)]) {
      assert.ok((await roundTrip(socket, (port) => socket.send(view, port, LOOPBACK))).length <= 8);
    }
    const gone = detached(Buffer.from(new ArrayBuffer(8)));
    assert.throws(() => socket.send(gone, 0, 8, 9, LOOPBACK), TypeError);
    await closed(socket);
  },

  async shared() {
    const socket = await bound();
    const view = Buffer.from(new SharedArrayBuffer(5));
    view.write('bytes');
    assert.equal(String(await roundTrip(socket, (port) => socket.send(view, port, LOOPBACK))), 'bytes');
    await closed(socket);
  },

  /** Lies about what a buffer is: own properties, a subclass, getters. */
  async disguised() {
    const socket = await bound();
    const long = Buffer.from('bytes');
    Object.defineProperty(long, 'length', { value: 1 << 30 });
    assert.equal(String(await roundTrip(socket, (port) => socket.send(long, port, LOOPBACK))), 'bytes');
    Object.defineProperty(long, 'subarray', { value: () => 'text', configurable: true });
    assert.equal(String(await roundTrip(socket, (port) => socket.send(long, 0, 5, port, LOOPBACK))), 'bytes');
    for (const part of [{}, 1, null, Object.create(Buffer.prototype), new Uint8Array(4)]) {
      const constructor = { [Symbol.species]: function species() { return part; } };
      Object.defineProperty(long, 'constructor', { value: constructor, configurable: true });
      try {
        socket.send(long, 0, 5, socket.address().port, LOOPBACK);
      } catch (error) {
        assert.ok(error instanceof TypeError, error);
      }
    }
    await sent(socket, 'the last one', socket.address().port);
    const fake = Object.create(Buffer.prototype);
    assert.throws(() => socket.send(fake, 9, LOOPBACK), TypeError);
    assert.throws(() => socket.send(fake, 0, 1, 9, LOOPBACK), TypeError);
    assert.throws(() => socket.send(new Proxy(Buffer.from('x'), {}), 9, LOOPBACK), TypeError);
    await closed(socket);
  },

  /** Script that runs where arguments are read closes the socket, and what is called goes on with it. */
  async 'closing-getters'() {
    const notRunning = { message: 'Not running' };
    function closing(make) {
      const socket = dgram.createSocket('udp4');
      return [socket, make(() => socket.close())];
    }
    const [a, options] = closing((close) => ({ get port() { close(); return 0; }, address: LOOPBACK }));
    assert.throws(() => a.bind(options), notRunning);
    const [b, list] = closing((close) => {
      const array = ['x', 'y'];
      Object.defineProperty(array, 1, { get() { close(); return 'y'; } });
      return array;
    });
    assert.throws(() => b.send(list, 9, LOOPBACK), notRunning);
    const [c, port] = closing((close) => ({ valueOf() { close(); return 9; } }));
    assert.throws(() => c.send('x', port, LOOPBACK), notRunning);
    const [d, offset] = closing((close) => ({ valueOf() { close(); return 0; } }));
    assert.throws(() => d.send('x', offset, 1, 9, LOOPBACK), notRunning);
    const [e, boundOptions] = closing((close) => ({ port: 0, get address() { close(); return LOOPBACK; } }));
    assert.throws(() => e.bind(boundOptions), notRunning);
    await Promise.all([a, b, c, d, e].map((socket) => event(socket, 'close')));

    // Binding twice at once.
    const f = dgram.createSocket('udp4');
    assert.throws(() => f.bind({ get port() { f.bind(0, LOOPBACK); return 0; } }), /already bound/);
    await event(f, 'listening');
    // A bound socket that closes while the port of a send is read.
    const once = { valueOf() { f.close(); return 9; } };
    assert.throws(() => f.send('x', once, LOOPBACK), notRunning);
    await event(f, 'close');
  },

  /** Small messages share memory, which one who was given one of them cannot take away from the others. */
  async received() {
    const socket = await bound();
    const { port } = socket.address();
    const kept = [];
    for (let i = 0; i < 50; i++) {
      const message = await roundTrip(socket, () => socket.send(`message ${i}`, port, LOOPBACK));
      kept.push(message);
      try {
        transfer(message);
      } catch (error) {
        assert.equal(error.name, 'DataCloneError');
      }
    }
    kept.forEach((message, i) => assert.equal(String(message), `message ${i}`));
    assert.ok(new Set(kept.map((message) => message.buffer)).size < 50, 'they share memory');
    await closed(socket);
  },

  /** Where the language itself can take memory away, later messages come all the same. */
  async 'received-and-detached'() {
    const socket = await bound();
    const { port } = socket.address();
    for (let i = 0; i < 50; i++) {
      const text = i % 4 < 2 ? '' : `message ${i}`;
      const message = await roundTrip(socket, () => socket.send(text, port, LOOPBACK));
      assert.equal(String(message), text);
      try {
        message.buffer.transfer?.();
      } catch (error) {
        assert.ok(error instanceof TypeError, error); // from Node.js 24 on it cannot
      }
    }
    await closed(socket);
  },
});
