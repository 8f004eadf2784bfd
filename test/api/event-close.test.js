'use strict';

const assert = require('node:assert/strict');
const { runFunction } = require('../support/node.js');
const { LOOPBACK, boundSocket, closeAll, createSocket, eventOf, pair, roundTrip } = require('../support/sockets.js');

describe("event 'close'", () => {
  afterEach(closeAll);

  for (const [title, make] of [['an unbound socket', createSocket], ['a bound socket', boundSocket]]) {
    it(`comes once for ${title}, without arguments`, async () => {
      const socket = await make();
      const calls = [];
      socket.on('close', function onClose(...args) {
        calls.push({ receiver: this, args });
      });
      socket.close();
      assert.throws(() => socket.close(), { message: 'Not running' });
      await roundTrip();
      assert.deepEqual(calls, [{ receiver: socket, args: [] }]);
    });

    it(`comes after close() has returned for ${title}`, async () => {
      const socket = await make();
      const log = [];
      const closed = eventOf(socket, 'close');
      socket.on('close', () => log.push('close'));
      process.nextTick(() => log.push('tick before'));
      socket.close(() => log.push('callback'));
      log.push('close returned');
      await closed;
      await roundTrip();
      assert.deepEqual(log, ['close returned', 'tick before', 'close', 'callback']);
    });
  }

  it('comes to listeners added after close()', async () => {
    const socket = createSocket();
    socket.close();
    await eventOf(socket, 'close');
  });

  it('is followed by no message', async () => {
    const { server, client, port } = await pair();
    const log = [];
    server.on('message', () => log.push('message'));
    server.on('close', () => log.push('close'));
    const closed = eventOf(server, 'close');
    for (let i = 0; i < 5; i++) client.send('x', port, LOOPBACK);
    client.send('last', port, LOOPBACK, () => server.close());
    await closed;
    await roundTrip();
    assert.deepEqual(log, ['close']);
  });

  it('is followed by no other event of a bind under way', async () => {
    const socket = createSocket();
    const log = [];
    for (const event of ['listening', 'error', 'close']) socket.on(event, () => log.push(event));
    socket.bind(0, LOOPBACK);
    socket.close();
    await roundTrip();
    assert.deepEqual(log, ['close']);
  });

  it('lets its listeners use the port again', async () => {
    const socket = await boundSocket();
    const { port } = socket.address();
    const next = createSocket();
    const listening = eventOf(next, 'listening');
    socket.close(() => next.bind(port, LOOPBACK));
    await listening;
    assert.equal(next.address().port, port);
  });

  it('whose listener throws does so in the open', async () => {
    const { values } = await runFunction(async ({ dgram, log }) => {
      process.on('uncaughtException', (error) => log(`uncaught ${error.message}`));
      const socket = dgram.createSocket('udp4');
      socket.bind(0, '127.0.0.1', () => {
        socket.close(() => {
          throw new Error('boom');
        });
      });
    });
    assert.deepEqual(values, ['uncaught boom']);
  });

  it('of every socket lets the process end', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const open = await Promise.all(Array.from({ length: 20 }, () => sockets.boundSocket()));
      let left = open.length;
      for (const socket of open) socket.close(() => left--);
      process.on('exit', () => log(left));
    });
    assert.deepEqual(values, [0]);
  });
});
