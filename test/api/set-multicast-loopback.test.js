'use strict';

const assert = require('node:assert/strict');
const { assertThrowsSystemError } = require('./support/errors.js');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { boundSocket, closeAll, createSocket } = require('../support/sockets.js');

describe('setMulticastLoopback', () => {
  afterEach(closeAll);

  for (const flag of [true, false, 1, 0, 'x', '', undefined, null]) {
    it(`takes ${JSON.stringify(flag)} and returns it`, async () => {
      assert.equal((await boundSocket()).setMulticastLoopback(flag), flag);
    });
  }

  it('throws before the socket is bound', () => {
    assertThrowsSystemError(() => createSocket().setMulticastLoopback(true), 'setMulticastLoopback', 'EBADF');
  });

  it('throws after close()', async () => {
    const socket = await boundSocket();
    socket.close();
    assert.throws(() => socket.setMulticastLoopback(true), { name: 'Error', message: 'Not running' });
  });

  describe('in a network', () => {
    before(requireNamespace);

    it('keeps messages from this machine, and lets them in again', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        server.addMembership('230.255.255.250');
        const { port } = server.address();
        const client = await sockets.boundSocket('0.0.0.0');
        const inbox = sockets.inboxOf(server);
        const tell = (text) => sockets.send(client, text, port, '230.255.255.250');

        await tell('default');
        for (const flag of [false, true, 0, 1, '', 'x']) {
          client.setMulticastLoopback(flag);
          log(await tell(`given ${JSON.stringify(flag)}`));
        }
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values.slice(0, -1).map(({ error }) => error), [null, null, null, null, null, null]);
      assert.deepEqual(values.at(-1), ['default', 'given true', 'given 1', 'given "x"']);
    });

    it('is about one socket', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        server.addMembership('230.255.255.250');
        const { port } = server.address();
        const silent = await sockets.boundSocket('0.0.0.0');
        const heard = await sockets.boundSocket('0.0.0.0');
        const inbox = sockets.inboxOf(server);
        silent.setMulticastLoopback(false);
        await sockets.send(silent, 'from one', port, '230.255.255.250');
        await sockets.send(heard, 'from another', port, '230.255.255.250');
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['from another']]);
    });

    it('lets messages to one address in all the same', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        const texts = sockets.receiveTexts(server, 1);
        client.setMulticastLoopback(false);
        client.send('hello', port, '127.0.0.1');
        log(await texts);
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['hello']]);
    });
  });
});
