'use strict';

const assert = require('node:assert/strict');
const { assertThrowsSystemError } = require('./support/errors.js');
const { requireTtlReceiver } = require('./support/ttl.js');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { boundSocket, closeAll, createSocket } = require('../support/sockets.js');

const TTL_RECEIVER = require.resolve('./support/ttl.js');

describe('setMulticastTTL', () => {
  afterEach(closeAll);

  for (const ttl of [0, 1, 64, 255, 1.5, 0.5]) {
    it(`takes ${ttl} and returns it`, async () => {
      assert.equal((await boundSocket()).setMulticastTTL(ttl), ttl);
    });
  }

  for (const ttl of [256, -1, -64, Infinity, -Infinity, 2 ** 32 + 1]) {
    it(`is refused by the system for ${ttl}`, async () => {
      const socket = await boundSocket();
      assertThrowsSystemError(() => socket.setMulticastTTL(ttl), 'setMulticastTTL', 'EINVAL');
    });
  }

  for (const ttl of ['1', undefined, null, true, {}, [1], 1n]) {
    it(`throws for ${typeof ttl} ${String(ttl)}`, async () => {
      const socket = await boundSocket();
      assert.throws(() => socket.setMulticastTTL(ttl), { name: 'TypeError', message: 'Argument must be a number' });
    });
  }

  it('throws before the socket is bound', () => {
    assertThrowsSystemError(() => createSocket().setMulticastTTL(1), 'setMulticastTTL', 'EBADF');
  });

  it('throws after close()', async () => {
    const socket = await boundSocket();
    socket.close();
    assert.throws(() => socket.setMulticastTTL(1), { name: 'Error', message: 'Not running' });
  });

  describe('in a network', () => {
    before(requireNamespace);
    before(requireTtlReceiver);

    it('says how many hops a multicast message may travel', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, assert: check, log }, ttlReceiver) => {
        const receiver = await require(ttlReceiver).startTtlReceiver('230.255.255.250', '10.99.0.1');
        const socket = await sockets.boundSocket('0.0.0.0');
        const other = await sockets.boundSocket('0.0.0.0');
        async function ttlOf(sender, address) {
          await sockets.send(sender, 'x', receiver.port, address);
          return receiver.next();
        }
        log(['default', await ttlOf(socket, '230.255.255.250')]);
        for (const ttl of [7, 255, 0, 1.5, 30]) {
          socket.setMulticastTTL(ttl);
          log([ttl, await ttlOf(socket, '230.255.255.250')]);
        }
        log(['of another socket', await ttlOf(other, '230.255.255.250')]);
        check.throws(() => socket.setMulticastTTL(256));
        socket.setTTL(9);
        log(['after setTTL', await ttlOf(socket, '230.255.255.250')]);
        log(['to one address', await ttlOf(socket, '127.0.0.1')]);
        await receiver.stop();
        await sockets.closeAll();
      }, { args: [TTL_RECEIVER] });
      assert.deepEqual(values, [
        ['default', 1], [7, 7], [255, 255], [0, 0], [1.5, 1], [30, 30],
        ['of another socket', 1], ['after setTTL', 30], ['to one address', 9],
      ]);
    });
  });
});
