'use strict';

const assert = require('node:assert/strict');
const { assertAddressError } = require('./support/errors.js');
const { runFunction, runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { LOOPBACK, boundSocket, closeAll, createSocket, eventOf, roundTrip } = require('../support/sockets.js');

describe("event 'error'", () => {
  afterEach(closeAll);

  it('brings the error of a bind that failed, once', async () => {
    const { port } = (await boundSocket()).address();
    const socket = createSocket();
    const calls = [];
    socket.on('error', function onError(...args) {
      calls.push({ receiver: this, args });
    });
    const failed = eventOf(socket, 'error');
    socket.bind(port, LOOPBACK);
    await failed;
    await roundTrip();
    assert.equal(calls.length, 1);
    const [{ receiver, args }] = calls;
    assert.equal(receiver, socket);
    assert.equal(args.length, 1);
    assertAddressError(args[0], 'bind', 'EADDRINUSE', LOOPBACK, port);
  });

  it('comes after bind() has returned, and after the ticks that were queued behind it', async () => {
    const { port } = (await boundSocket()).address();
    const socket = createSocket();
    const log = [];
    socket.on('error', () => log.push('error'));
    const failed = eventOf(socket, 'error');
    socket.bind(port, LOOPBACK);
    log.push('bind returned');
    process.nextTick(() => log.push('tick'));
    await failed;
    assert.deepEqual(log, ['bind returned', 'tick', 'error']);
  });

  it('does not come for an error that is thrown', async () => {
    const socket = await boundSocket();
    const errors = [];
    socket.on('error', (error) => errors.push(error));
    assert.throws(() => socket.bind(0));
    assert.throws(() => socket.send('x', 0));
    assert.throws(() => socket.setTTL(0));
    assert.throws(() => socket.addMembership('127.0.0.1'));
    socket.close();
    assert.throws(() => socket.address());
    await roundTrip();
    assert.deepEqual(errors, []);
  });

  it('without a listener is an uncaught exception, and the process can go on', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const held = await sockets.boundSocket();
      const socket = sockets.createSocket();
      process.on('uncaughtException', async (error) => {
        log([error.syscall, error.cause.code]);
        await sockets.bind(socket);
        log(socket.address().address);
        await sockets.closeAll();
      });
      socket.bind(held.address().port, '127.0.0.1');
    });
    assert.deepEqual(values, [['bind', 'EADDRINUSE'], '127.0.0.1']);
  });

  describe('with names', () => {
    before(requireNamespace);

    it('brings the error of a bind to a name that does not resolve', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const socket = sockets.createSocket();
        socket.bind(0, 'no-such-host.invalid');
        const [error] = await sockets.eventOf(socket, 'error');
        log([error.name, error.message, Object.keys(error), error.cause.code]);
        await sockets.bind(socket);
        await sockets.closeAll();
      });
      const [[name, message, keys, causeCode]] = values;
      assert.equal(name, 'Error');
      assert.match(message, /^EAI_\w+, \w/);
      assert.deepEqual(keys, [], 'it has no code, as on the device');
      assert.match(causeCode, /^EAI_/);
    });

    it('brings the error of a send without a callback to a name that does not resolve', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const socket = await sockets.boundSocket();
        socket.send('x', 9, 'no-such-host.invalid');
        const args = await sockets.eventOf(socket, 'error');
        log([args.length, args[0].message]);
        await sockets.closeAll();
      });
      const [[count, message]] = values;
      assert.equal(count, 1);
      assert.match(message, /^EAI_\w+, \w/);
    });
  });
});
