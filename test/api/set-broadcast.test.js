'use strict';

const assert = require('node:assert/strict');
const { assertAddressError, assertThrowsSystemError } = require('./support/errors.js');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { boundSocket, closeAll, createSocket, inboxOf, send } = require('../support/sockets.js');

// The broadcast address of `lo`: what is sent there stays on this machine.
const EVERYONE = '127.255.255.255';

describe('setBroadcast', () => {
  afterEach(closeAll);

  for (const flag of [true, false, 1, 0, 'x', '', undefined, null, {}]) {
    it(`takes ${JSON.stringify(flag)} as ${Boolean(flag)}, and returns nothing`, async () => {
      const socket = await boundSocket();
      socket.setBroadcast(!flag);
      assert.equal(socket.setBroadcast(flag), undefined);
      const { error } = await send(socket, 'x', 9, EVERYONE);
      assert.equal(error === null, Boolean(flag));
    });
  }

  it('allows broadcasts, and forbids them again', async () => {
    const server = await boundSocket('0.0.0.0');
    const client = await boundSocket();
    const { port } = server.address();
    const inbox = inboxOf(server);

    assertAddressError((await send(client, 'before', port, EVERYONE)).error, 'send', 'EACCES', EVERYONE, port);
    client.setBroadcast(true);
    assert.deepEqual(await send(client, 'allowed', port, EVERYONE), { error: null, length: 7 });
    client.setBroadcast(false);
    assertAddressError((await send(client, 'after', port, EVERYONE)).error, 'send', 'EACCES', EVERYONE, port);
    assert.deepEqual(await inbox.untilMarker(client), ['allowed']);
  });

  it('is about one socket', async () => {
    const [allowed, other] = [await boundSocket(), await boundSocket()];
    allowed.setBroadcast(true);
    assert.equal((await send(allowed, 'x', 9, EVERYONE)).error, null);
    assert.equal((await send(other, 'x', 9, EVERYONE)).error.cause.code, 'EACCES');
  });

  it('throws before the socket is bound', () => {
    assertThrowsSystemError(() => createSocket().setBroadcast(true), 'setBroadcast', 'EBADF');
  });

  it('throws after close()', async () => {
    const socket = await boundSocket();
    socket.close();
    assert.throws(() => socket.setBroadcast(true), { name: 'Error', message: 'Not running' });
  });

  describe('in a network', () => {
    before(requireNamespace);

    for (const address of ['255.255.255.255', '10.99.0.255']) {
      it(`lets a message to ${address} reach the sockets of its port`, async () => {
        const { values } = await runFunctionInNamespace(async ({ sockets, log }, everyone) => {
          const server = await sockets.boundSocket('0.0.0.0');
          const { port } = server.address();
          const client = await sockets.boundSocket('0.0.0.0');
          const inbox = sockets.inboxOf(server);
          const before = await sockets.send(client, 'forbidden', port, everyone);
          log([before.error.message === `send error ${everyone}:${port}`, before.error.cause.code]);
          client.setBroadcast(true);
          log(await sockets.send(client, 'allowed', port, everyone));
          log(await inbox.untilMarker());
          await sockets.closeAll();
        }, { args: [address] });
        assert.deepEqual(values, [[true, 'EACCES'], { error: null, length: 7 }, ['allowed']]);
      });
    }
  });
});
