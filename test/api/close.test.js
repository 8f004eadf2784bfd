'use strict';

const assert = require('node:assert/strict');
const { warningsOf } = require('./support/warnings.js');
const {
  LOOPBACK, bind, boundSocket, closeAll, createSocket, eventOf, inboxOf, pair, roundTrip, send,
} = require('../support/sockets.js');

const NOT_RUNNING = { name: 'Error', message: 'Not running' };

describe('close', () => {
  afterEach(closeAll);

  for (const [title, make] of [['an unbound socket', createSocket], ['a bound socket', boundSocket]]) {
    it(`closes ${title}`, async () => {
      const socket = await make();
      const closed = eventOf(socket, 'close');
      assert.equal(socket.close(), socket, 'it returns the socket');
      assert.deepEqual(await closed, []);
    });

    it(`takes a listener for the close event of ${title}`, async () => {
      const socket = await make();
      const { receiver, args } = await new Promise((resolve) => {
        socket.close(function onClose(...given) {
          resolve({ receiver: this, args: given });
        });
      });
      assert.equal(receiver, socket);
      assert.deepEqual(args, []);
    });
  }

  it('in the middle of bind(): the socket opened then stays as it is', async () => {
    const socket = createSocket();
    socket.on('error', () => {});
    let other;
    socket.once('newListener', () => {
      socket.close();
      other = createSocket();
    });
    socket.bind(0, LOOPBACK, () => {});
    await eventOf(socket, 'close');
    await bind(other);
    assert.equal(other.address().address, LOOPBACK);
  });

  for (const callback of [undefined, null, 'nope', 5, {}]) {
    it(`takes ${JSON.stringify(callback)} for a listener as none`, async () => {
      const socket = createSocket();
      const closed = eventOf(socket, 'close');
      assert.equal(socket.close(callback), socket);
      await closed;
    });
  }

  describe('makes', () => {
    const calls = {
      'close()': (socket) => socket.close(),
      'bind()': (socket) => socket.bind(0),
      'send()': (socket) => socket.send('x', 9, LOOPBACK),
      'sendto()': (socket) => socket.sendto('x', 0, 1, 9, LOOPBACK),
      'address()': (socket) => socket.address(),
      'addMembership()': (socket) => socket.addMembership('230.1.1.1'),
      'dropMembership()': (socket) => socket.dropMembership('230.1.1.1'),
      'setBroadcast()': (socket) => socket.setBroadcast(true),
      'setMulticastLoopback()': (socket) => socket.setMulticastLoopback(true),
      'setMulticastTTL()': (socket) => socket.setMulticastTTL(1),
      'setTTL()': (socket) => socket.setTTL(64),
    };
    for (const [title, call] of Object.entries(calls)) {
      it(`${title} throw, at once and after the close event`, async () => {
        const socket = await boundSocket();
        const closed = eventOf(socket, 'close');
        socket.close();
        assert.throws(() => call(socket), NOT_RUNNING);
        await closed;
        assert.throws(() => call(socket), NOT_RUNNING);
      });
    }
  });

  it('frees the port', async () => {
    const first = await boundSocket();
    const { port } = first.address();
    first.close();
    await eventOf(first, 'close');
    const second = createSocket();
    await bind(second, port, LOOPBACK);
    assert.equal(second.address().port, port);
  });

  it('stops messages that have arrived already', async () => {
    const { server, client, port } = await pair();
    const texts = [];
    server.on('message', (message) => texts.push(message.toString()));
    let left = 3;
    await new Promise((resolve) => {
      for (let i = left; i > 0; i--) {
        // The callbacks come before the loop polls: nothing has been received yet.
        client.send('x', port, LOOPBACK, () => {
          if (--left === 0) resolve(server.close());
        });
      }
    });
    await roundTrip();
    assert.deepEqual(texts, []);
  });

  it('in a message handler lets no further message through', async () => {
    const { server, client, port } = await pair();
    const texts = [];
    server.on('message', (message) => {
      texts.push(message.toString());
      server.close();
    });
    const closed = eventOf(server, 'close');
    await Promise.all(['m0', 'm1', 'm2', 'm3'].map((text) => send(client, text, port, LOOPBACK)));
    await closed;
    await roundTrip();
    assert.deepEqual(texts, ['m0']);
  });

  it('in a send callback works', async () => {
    const { client, port } = await pair();
    const closed = eventOf(client, 'close');
    client.send('x', port, LOOPBACK, () => client.close());
    await closed;
    assert.throws(() => client.address(), NOT_RUNNING);
  });

  it('in the listening event works', async () => {
    const socket = createSocket();
    const closed = eventOf(socket, 'close');
    socket.bind(0, LOOPBACK, () => socket.close());
    await closed;
  });

  it('while the socket is being bound calls the bind off', async () => {
    const socket = createSocket();
    const events = [];
    socket.on('listening', () => events.push('listening'));
    socket.on('close', () => events.push('close'));
    socket.bind(0, LOOPBACK, () => events.push('callback'));
    socket.close();
    assert.throws(() => socket.address(), NOT_RUNNING);
    await roundTrip();
    assert.deepEqual(events, ['close']);
  });

  describe('discards what has not left', () => {
    it('of a bound socket', async () => {
      const { server, client, port } = await pair();
      const inbox = inboxOf(server);
      let calls = 0;
      await warningsOf(async () => {
        for (let i = 0; i < 3; i++) client.send(`m${i}`, port, LOOPBACK, () => calls++);
        client.close();
        assert.deepEqual(await inbox.untilMarker(), []);
      });
      assert.equal(calls, 0);
    });

    it('and nothing of other sockets', async () => {
      const { server, client, port } = await pair();
      const other = await boundSocket();
      const inbox = inboxOf(server);
      await warningsOf(async () => {
        const sent = send(other, 'stays', port, LOOPBACK);
        client.send('goes', port, LOOPBACK);
        const sentToo = send(other, 'stays too', port, LOOPBACK);
        client.close();
        await Promise.all([sent, sentToo]);
      });
      assert.deepEqual(await inbox.untilMarker(), ['stays', 'stays too']);
    });

    it('but not what has left', async () => {
      const { server, client, port } = await pair();
      const inbox = inboxOf(server);
      await send(client, 'left', port, LOOPBACK);
      client.close();
      assert.deepEqual(await inbox.untilMarker(), ['left']);
    });
  });

  describe('with messages that wait for the bind', () => {
    it('waits for it, too, and then discards them', async () => {
      const server = await boundSocket();
      const { port } = server.address();
      const client = createSocket();
      const inbox = inboxOf(server);
      const events = [];
      client.on('listening', () => events.push('listening'));
      client.on('close', () => events.push('close'));
      await warningsOf(async () => {
        client.send('queued', port, LOOPBACK, () => events.push('sent'));
        const closed = eventOf(client, 'close');
        assert.equal(client.close(() => events.push('callback')), client);
        assert.deepEqual(events, []);
        await closed;
        assert.deepEqual(await inbox.untilMarker(), []);
      });
      assert.deepEqual(events, ['listening', 'close', 'callback']);
      assert.throws(() => client.close(), NOT_RUNNING);
    });

    it('closes once when it is called twice', async () => {
      const server = await boundSocket();
      const client = createSocket();
      let events = 0;
      let calls = 0;
      client.on('close', () => events++);
      await warningsOf(async () => {
        client.send('queued', server.address().port, LOOPBACK);
        const closed = eventOf(client, 'close');
        assert.equal(client.close(() => calls++), client);
        assert.equal(client.close(() => calls++), client);
        await closed;
        await roundTrip();
      });
      assert.equal(events, 1);
      assert.equal(calls, 2);
    });

    it('takes no more messages', async () => {
      const server = await boundSocket();
      const client = createSocket();
      await warningsOf(async () => {
        client.send('queued', server.address().port, LOOPBACK);
        client.close();
        assert.throws(() => client.send('more', server.address().port, LOOPBACK), NOT_RUNNING);
        await eventOf(client, 'close');
      });
    });
  });
});
