'use strict';

const assert = require('node:assert/strict');
const { assertAddressError } = require('./support/errors.js');
const { runFunction } = require('../support/node.js');
const {
  LOOPBACK, bind, boundSocket, closeAll, createSocket, eventOf, receiveTexts, roundTrip, send,
} = require('../support/sockets.js');

const ANY = '0.0.0.0';

describe('bind', () => {
  afterEach(closeAll);

  describe('takes', () => {
    const forms = [
      ['()', ANY, []],
      ['(callback)', ANY, [], 'callback'],
      ['(0)', ANY, [0]],
      ['(0, callback)', ANY, [0], 'callback'],
      ['(0, address)', LOOPBACK, [0, LOOPBACK]],
      ['(0, address, callback)', LOOPBACK, [0, LOOPBACK], 'callback'],
      ['({})', ANY, [{}]],
      ['({}, callback)', ANY, [{}], 'callback'],
      ['({port})', ANY, [{ port: 0 }]],
      ['({port}, callback)', ANY, [{ port: 0 }], 'callback'],
      ['({address}, callback)', LOOPBACK, [{ address: LOOPBACK }], 'callback'],
      ['({port, address})', LOOPBACK, [{ port: 0, address: LOOPBACK }]],
      ['({port, address}, callback)', LOOPBACK, [{ port: 0, address: LOOPBACK }], 'callback'],
      ['(null)', ANY, [null]],
      ['(null, callback)', ANY, [null], 'callback'],
      ['(undefined, callback)', ANY, [undefined], 'callback'],
      ["('0', callback)", ANY, ['0'], 'callback'],
      ["('no number', callback)", ANY, ['no number'], 'callback'],
      ["(0, '', callback)", ANY, [0, ''], 'callback'],
      ['(0, null, callback)', ANY, [0, null], 'callback'],
      ['(0, undefined, callback)', ANY, [0, undefined], 'callback'],
      ["(0, '0.0.0.0', callback)", ANY, [0, ANY], 'callback'],
      ['(0, address, what is no function)', LOOPBACK, [0, LOOPBACK, 'nope']],
    ];
    for (const [title, address, args, callback] of forms) {
      it(title, async () => {
        const socket = createSocket();
        const listening = eventOf(socket, 'listening');
        const calls = [];
        if (callback) {
          args.push(function onListening(...given) {
            calls.push({ receiver: this, given });
          });
        }
        assert.equal(socket.bind(...args), socket, 'it returns the socket');
        await listening;
        const bound = socket.address();
        assert.equal(bound.address, address);
        assert.ok(bound.port > 0 && bound.port < 65536, `port ${bound.port}`);
        if (callback) assert.deepEqual(calls, [{ receiver: socket, given: [] }]);
      });
    }

    // Both share the address, so that nobody can take the port in between.
    const reuse = { type: 'udp4', reuseAddr: true };
    const portForms = {
      '(port, address)': (port) => [port, LOOPBACK],
      '(port as a string, address)': (port) => [String(port), LOOPBACK],
      '(port with a fraction, address)': (port) => [port + 0.9, LOOPBACK],
      '({port, address}) with a port': (port) => [{ port, address: LOOPBACK }],
    };
    for (const [title, argsFor] of Object.entries(portForms)) {
      it(`${title}, and binds that port`, async () => {
        const { port } = (await boundSocket(LOOPBACK, reuse)).address();
        const socket = createSocket(reuse);
        await bind(socket, ...argsFor(port));
        assert.deepEqual(socket.address(), { address: LOOPBACK, family: 'IPv4', port });
      });
    }
  });

  it('lets messages in', async () => {
    const socket = await boundSocket();
    const texts = receiveTexts(socket, 1);
    await send(createSocket(), 'hello', socket.address().port, LOOPBACK);
    assert.deepEqual(await texts, ['hello']);
  });

  it('on one address lets no messages to another in', async () => {
    const socket = await boundSocket('127.0.0.2');
    const sender = createSocket();
    const { port } = socket.address();
    await send(sender, 'to .1', port, '127.0.0.1');
    const texts = receiveTexts(socket, 1);
    await send(sender, 'to .2', port, '127.0.0.2');
    assert.deepEqual(await texts, ['to .2']);
  });

  it('calls a listener of its own once, and no other socket\'s', async () => {
    let calls = 0;
    const socket = createSocket();
    await bind(socket, 0, LOOPBACK, () => calls++);
    await boundSocket();
    socket.emit('listening');
    assert.equal(calls, 1);
  });

  describe('refused by the system', () => {
    it('says that the address is in use', async () => {
      const { port } = (await boundSocket()).address();
      const socket = createSocket();
      socket.bind(port, LOOPBACK);
      const [error] = await eventOf(socket, 'error');
      assertAddressError(error, 'bind', 'EADDRINUSE', LOOPBACK, port);
      assert.equal(error.cause.message, 'EADDRINUSE: address already in use');
    });

    it('gives the port as it was given', async () => {
      const { port } = (await boundSocket()).address();
      const socket = createSocket();
      socket.bind(String(port), LOOPBACK);
      const [error] = await eventOf(socket, 'error');
      assertAddressError(error, 'bind', 'EADDRINUSE', LOOPBACK, String(port));
    });

    it('leaves the port out when it is 0', async () => {
      const socket = createSocket();
      socket.bind(0, '203.0.113.77');
      const [error] = await eventOf(socket, 'error');
      assertAddressError(error, 'bind', 'EADDRNOTAVAIL', '203.0.113.77');
    });

    it('never emits listening', async () => {
      const { port } = (await boundSocket()).address();
      const socket = createSocket();
      const events = [];
      socket.on('listening', () => events.push('listening'));
      socket.on('error', () => events.push('error'));
      socket.bind(port, LOOPBACK);
      await eventOf(socket, 'error');
      await roundTrip();
      assert.deepEqual(events, ['error']);
    });

    it('leaves a socket that can bind again', async () => {
      const { port } = (await boundSocket()).address();
      const socket = createSocket();
      await assert.rejects(bind(socket, port, LOOPBACK));
      assert.throws(() => socket.address(), { message: 'getsockname error' });
      await assert.rejects(bind(socket, 0, '203.0.113.77'));
      await bind(socket, 0, LOOPBACK);
      const texts = receiveTexts(socket, 1);
      await send(createSocket(), 'bound after all', socket.address().port, LOOPBACK);
      assert.deepEqual(await texts, ['bound after all']);
    });

    it('leaves a socket that can send, and binds for it', async () => {
      const server = await boundSocket();
      const { port } = server.address();
      const socket = createSocket();
      await assert.rejects(bind(socket, port, LOOPBACK));
      const texts = receiveTexts(server, 1);
      assert.deepEqual(await send(socket, 'sent after all', port, LOOPBACK), { error: null, length: 14 });
      assert.deepEqual(await texts, ['sent after all']);
    });

    it('leaves a socket that can be closed in its error event', async () => {
      const { port } = (await boundSocket()).address();
      const socket = createSocket();
      socket.on('error', () => socket.close());
      socket.bind(port, LOOPBACK);
      await eventOf(socket, 'close');
      assert.throws(() => socket.bind(0), { message: 'Not running' });
    });

    it('is still under way in its error event, as on the device', async () => {
      const { port } = (await boundSocket()).address();
      const socket = createSocket();
      const thrown = new Promise((resolve) => {
        socket.once('error', () => {
          try {
            socket.bind(0);
            resolve(null);
          } catch (error) {
            resolve(error);
          }
        });
      });
      socket.bind(port, LOOPBACK);
      assert.equal((await thrown)?.message, 'Socket is already bound');
      await bind(socket);
    });

    it('ends the process when nobody listens for the error', async () => {
      const { stderr } = await runFunction(async ({ sockets }) => {
        const held = await sockets.boundSocket();
        sockets.createSocket().bind(held.address().port, '127.0.0.1');
      }, { code: 1 });
      assert.match(stderr, /Error: bind error 127\.0\.0\.1:\d+\n/);
      assert.match(stderr, /\[cause\]: Error: EADDRINUSE: address already in use/);
    });
  });

  describe('throws', () => {
    const alreadyBound = { name: 'Error', message: 'Socket is already bound' };

    it('when converting the port closes the socket', () => {
      const socket = createSocket();
      assert.throws(() => socket.bind({ port: { valueOf: () => socket.close() && 0 } }), { message: 'Not running' });
    });

    it('when converting the port binds the socket', async () => {
      const socket = createSocket();
      assert.throws(() => socket.bind({ port: { valueOf: () => socket.bind(0, LOOPBACK) && 0 } }), alreadyBound);
      await eventOf(socket, 'listening');
      assert.equal(socket.address().address, LOOPBACK);
    });

    it('while the socket is being bound', async () => {
      const socket = createSocket();
      socket.bind(0, LOOPBACK);
      assert.throws(() => socket.bind(0), alreadyBound);
      await eventOf(socket, 'listening');
      assert.equal(socket.address().address, LOOPBACK);
    });

    it('while it is being bound for a send', async () => {
      const socket = createSocket();
      const { port } = (await boundSocket()).address();
      const sent = send(socket, 'x', port, LOOPBACK);
      assert.throws(() => socket.bind(0), alreadyBound);
      assert.deepEqual(await sent, { error: null, length: 1 });
    });

    it('in the listening event and after it', async () => {
      const socket = createSocket();
      let thrown = null;
      await bind(socket, 0, LOOPBACK, () => {
        try {
          socket.bind(0);
        } catch (error) {
          thrown = error;
        }
      });
      assert.equal(thrown?.message, 'Socket is already bound');
      assert.throws(() => socket.bind(0), alreadyBound);
      assert.throws(() => socket.bind({ port: 0 }, () => {}), alreadyBound);
    });

    it('after close()', () => {
      const socket = createSocket();
      socket.close();
      assert.throws(() => socket.bind(0), { name: 'Error', message: 'Not running' });
    });

    const badPorts = [-1, 65536, 70000, 131071, -70000, Infinity, -Infinity, '65536', 1e300];
    for (const port of badPorts) {
      it(`for port ${JSON.stringify(port) === 'null' ? port : JSON.stringify(port)}`, () => {
        const expected = { name: 'RangeError', message: 'Port should be >= 0 and < 65536' };
        assert.throws(() => createSocket().bind(port, LOOPBACK), expected);
        assert.throws(() => createSocket().bind({ port }), expected);
      });
    }

    for (const address of [12, true, {}, [], ['127.0.0.1'], Symbol('address')]) {
      it(`for address ${typeof address === 'symbol' ? 'Symbol' : JSON.stringify(address)}`, () => {
        const expected = { name: 'TypeError', message: 'invalid argument: hostname must be a string' };
        assert.throws(() => createSocket().bind(0, address), expected);
        assert.throws(() => createSocket().bind({ port: 0, address }), expected);
      });
    }

    it('and has done nothing then', async () => {
      const socket = createSocket();
      let calls = 0;
      assert.throws(() => socket.bind(70000, () => calls++), RangeError);
      assert.throws(() => socket.bind(0, {}, () => calls++), TypeError);
      await bind(socket);
      assert.equal(calls, 0);
    });

    it('when an option closes the socket as it is read', () => {
      const socket = createSocket();
      const options = {
        get port() {
          socket.close();
          return 0;
        },
      };
      assert.throws(() => socket.bind(options), { message: 'Not running' });
    });

    it('when an option binds the socket as it is read', async () => {
      const socket = createSocket();
      const options = {
        get address() {
          socket.bind(0, LOOPBACK);
          return ANY;
        },
      };
      assert.throws(() => socket.bind(options), alreadyBound);
      await eventOf(socket, 'listening');
      assert.equal(socket.address().address, LOOPBACK);
    });
  });
});
