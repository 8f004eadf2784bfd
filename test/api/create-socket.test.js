'use strict';

const assert = require('node:assert/strict');
const dgram = require('../..');
const { assertAddressError } = require('./support/errors.js');
const { LOOPBACK, bind, boundSocket, closeAll, createSocket, eventOf, send } = require('../support/sockets.js');

describe('createSocket', () => {
  afterEach(closeAll);

  describe('takes', () => {
    it('a type', () => {
      const socket = createSocket('udp4');
      assert.ok(socket instanceof dgram.Socket);
      assert.equal(socket.type, 'udp4');
    });

    it('options with a type', () => {
      const socket = createSocket({ type: 'udp4' });
      assert.ok(socket instanceof dgram.Socket);
      assert.equal(socket.type, 'udp4');
    });

    for (const type of ['udp4', { type: 'udp4' }, { type: 'udp4', reuseAddr: true }]) {
      it(`${JSON.stringify(type)} and a listener for every message`, async () => {
        const texts = [];
        let receiver;
        const both = new Promise((resolve) => {
          receiver = createSocket(type, function onMessage(message) {
            texts.push(message.toString());
            if (texts.length === 2) resolve(this);
          });
        });
        await bind(receiver);
        const sender = createSocket();
        for (const text of ['first', 'second']) await send(sender, text, receiver.address().port, LOOPBACK);
        assert.equal(await both, receiver);
        assert.deepEqual(texts, ['first', 'second']);
      });
    }

    for (const listener of [undefined, null, 'nope', 5, {}]) {
      it(`${String(listener)} for a listener, which counts as none`, () => {
        assert.equal(createSocket('udp4', listener).listenerCount('message'), 0);
      });
    }

    it('options that change afterwards', async () => {
      const options = { type: 'udp4', reuseAddr: false };
      const socket = createSocket(options);
      options.type = 'udp6';
      options.reuseAddr = true;
      assert.equal(socket.type, 'udp4');
      const { port } = (await boundSocket(LOOPBACK, { type: 'udp4', reuseAddr: true })).address();
      await assert.rejects(bind(socket, port, LOOPBACK));
    });
  });

  describe('refuses', () => {
    const bad = [
      undefined, null, '', 'udp6', 'UDP4', 'udp', 'tcp', 4, true, {}, { type: 'udp6' }, { type: undefined },
      { reuseAddr: true }, ['udp4'], new String('udp4'), () => 'udp4', Symbol('udp4'),
    ];
    for (const type of bad) {
      const title = type instanceof String ? "new String('udp4')" : JSON.stringify(type) || String(type);
      it(`${title} and names the types that there are`, () => {
        assert.throws(() => dgram.createSocket(type), {
          name: 'Error',
          message: 'Bad socket type specified. Valid types are: udp4',
        });
      });
    }
  });

  describe('reuseAddr', () => {
    const reuse = { type: 'udp4', reuseAddr: true };

    it('lets two sockets share an address when both have it', async () => {
      const { port } = (await boundSocket(LOOPBACK, reuse)).address();
      const second = createSocket(reuse);
      await bind(second, port, LOOPBACK);
      assert.deepEqual(second.address(), { address: LOOPBACK, family: 'IPv4', port });
    });

    const refusals = [
      ['only the second has it', { type: 'udp4' }, reuse],
      ['only the first has it', reuse, { type: 'udp4' }],
      ['neither has it', { type: 'udp4', reuseAddr: false }, { type: 'udp4', reuseAddr: false }],
      ['it is left out', 'udp4', 'udp4'],
    ];
    for (const [title, first, second] of refusals) {
      it(`does not when ${title}`, async () => {
        const { port } = (await boundSocket(LOOPBACK, first)).address();
        await assert.rejects(bind(createSocket(second), port, LOOPBACK), (error) => {
          assertAddressError(error, 'bind', 'EADDRINUSE', LOOPBACK, port);
          return true;
        });
      });
    }
  });

  it('makes sockets that are each their own', async () => {
    const first = await boundSocket();
    const second = await boundSocket();
    assert.notEqual(first, second);
    assert.notEqual(first.address().port, second.address().port);
    first.close();
    await eventOf(first, 'close');
    assert.equal(second.address().address, LOOPBACK);
  });
});
