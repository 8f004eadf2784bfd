'use strict';

const assert = require('node:assert/strict');
const { assertThrowsSystemError } = require('./support/errors.js');
const { requireTtlReceiver, startTtlReceiver } = require('./support/ttl.js');
const { LOOPBACK, boundSocket, closeAll, createSocket, send } = require('../support/sockets.js');

describe('setTTL', () => {
  afterEach(closeAll);

  for (const ttl of [1, 64, 255, 1.5, 255.9]) {
    it(`takes ${ttl} and returns it`, async () => {
      assert.equal((await boundSocket()).setTTL(ttl), ttl);
    });
  }

  for (const ttl of [0, 256, -1, -64, 0.5, NaN, Infinity, -Infinity, 2 ** 32 + 64]) {
    it(`is refused by the system for ${ttl}`, async () => {
      const socket = await boundSocket();
      assertThrowsSystemError(() => socket.setTTL(ttl), 'setTTL', 'EINVAL');
    });
  }

  for (const ttl of ['64', undefined, null, true, {}, [64], 64n]) {
    it(`throws for ${typeof ttl} ${String(ttl)}`, async () => {
      const socket = await boundSocket();
      assert.throws(() => socket.setTTL(ttl), { name: 'TypeError', message: 'Argument must be a number' });
    });
  }

  it('throws before the socket is bound', () => {
    assertThrowsSystemError(() => createSocket().setTTL(64), 'setTTL', 'EBADF');
  });

  it('throws after close()', async () => {
    const socket = await boundSocket();
    socket.close();
    assert.throws(() => socket.setTTL(64), { name: 'Error', message: 'Not running' });
  });

  describe('at a receiver', () => {
    before(requireTtlReceiver);

    it('says how many hops a message may travel', async () => {
      const receiver = await startTtlReceiver();
      try {
        const [socket, other] = [await boundSocket(), await boundSocket()];
        async function ttlOf(sender) {
          await send(sender, 'x', receiver.port, LOOPBACK);
          return receiver.next();
        }
        const usual = await ttlOf(socket);
        for (const [given, hops] of [[7, 7], [255, 255], [1, 1], [1.5, 1], [usual, usual], [30, 30]]) {
          socket.setTTL(given);
          assert.equal(await ttlOf(socket), hops);
        }
        assert.equal(await ttlOf(other), usual, 'other sockets keep theirs');

        assert.throws(() => socket.setTTL(256));
        socket.setMulticastTTL(9);
        assert.equal(await ttlOf(socket), 30, 'neither a refusal nor the multicast TTL changes it');
      } finally {
        await receiver.stop();
      }
    });
  });
});
