'use strict';

const assert = require('node:assert/strict');
const { runFunction } = require('../support/node.js');
const {
  LOOPBACK, bind, boundSocket, closeAll, createSocket, eventOf, receiveTexts, roundTrip,
} = require('../support/sockets.js');

describe("event 'listening'", () => {
  afterEach(closeAll);

  it('comes once, without arguments', async () => {
    const socket = createSocket();
    const calls = [];
    socket.on('listening', function onListening(...args) {
      calls.push({ receiver: this, args });
    });
    await bind(socket);
    await roundTrip();
    assert.deepEqual(calls, [{ receiver: socket, args: [] }]);
  });

  it('comes after bind() has returned, and after the ticks and promise jobs that were queued behind it', async () => {
    const socket = createSocket();
    const log = [];
    socket.on('listening', () => log.push('listening'));
    const listening = eventOf(socket, 'listening');
    socket.bind(0, LOOPBACK, () => log.push('callback'));
    log.push('bind returned');
    process.nextTick(() => {
      log.push('tick');
      process.nextTick(() => log.push('tick of a tick'));
    });
    Promise.resolve().then(() => log.push('promise job'));
    await listening;
    assert.equal(log[0], 'bind returned');
    assert.deepEqual(log.slice(1, 4).sort(), ['promise job', 'tick', 'tick of a tick']);
    assert.deepEqual(log.slice(4), ['listening', 'callback']);
  });

  it('finds the socket bound', async () => {
    const socket = createSocket();
    const port = new Promise((resolve) => socket.on('listening', () => resolve(socket.address().port)));
    socket.bind();
    assert.ok(await port > 0);
  });

  it('comes for a send on an unbound socket, too', async () => {
    const server = await boundSocket();
    const client = createSocket();
    const log = [];
    client.on('listening', () => log.push('listening'));
    const received = eventOf(server, 'message');
    client.send('x', server.address().port, LOOPBACK);
    log.push('send returned');
    process.nextTick(() => log.push('tick'));
    await received;
    assert.deepEqual(log, ['send returned', 'tick', 'listening']);
  });

  it('calls the listeners in the order in which they were added, bind()\'s own among them', async () => {
    const socket = createSocket();
    const log = [];
    socket.on('listening', () => log.push('before'));
    socket.bind(0, LOOPBACK, () => log.push('callback'));
    socket.on('listening', () => log.push('after'));
    await eventOf(socket, 'listening');
    assert.deepEqual(log, ['before', 'callback', 'after']);
  });

  it('comes before any message', async () => {
    const reuse = { type: 'udp4', reuseAddr: true };
    const first = await boundSocket(LOOPBACK, reuse);
    const { port } = first.address();
    const second = createSocket(reuse);
    const log = [];
    second.on('listening', () => log.push('listening'));
    second.on('message', () => log.push('message'));
    const received = eventOf(second, 'message');
    // The one bound last gets what is sent to one address.
    second.bind(port, LOOPBACK, () => createSocket().send('x', port, LOOPBACK));
    await received;
    assert.deepEqual(log, ['listening', 'message']);
  });

  it('lets its listeners send', async () => {
    const server = await boundSocket();
    const texts = receiveTexts(server, 1);
    const client = createSocket();
    client.on('listening', () => client.send('from the listener', server.address().port, LOOPBACK));
    client.bind();
    assert.deepEqual(await texts, ['from the listener']);
  });

  it('whose listener throws leaves the socket bound', async () => {
    const { values } = await runFunction(async ({ dgram, log }) => {
      process.on('uncaughtException', (error) => log(`uncaught ${error.message}`));
      const [server, client] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
      server.on('message', (message) => {
        log(message.toString());
        server.close();
        client.close();
      });
      server.bind(0, '127.0.0.1', () => {
        process.nextTick(log, 'tick');
        client.send('hello', server.address().port, '127.0.0.1');
        throw new Error('boom');
      });
    });
    assert.deepEqual(values, ['uncaught boom', 'tick', 'hello']);
  });
});
