'use strict';

// What the cause of an error says that the device's text leaves out.

const assert = require('node:assert/strict');

const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { LOOPBACK, bind, boundSocket, closeAll, createSocket, send } = require('../support/sockets.js');

/** The broadcast address of `lo`. */
const EVERYONE = '127.255.255.255';
const NOT_BOUND = 'EBADF: bad file descriptor; the socket is not bound yet';
const FIRST = '; the first argument of send() is the message, and it is ';

describe('the cause', () => {
  afterEach(closeAll);

  function causeOf(call) {
    try {
      call(createSocket());
    } catch ({ cause }) {
      assert.ok(cause instanceof Error);
      assert.equal(cause.stack, `Error: ${cause.message}`, 'it has no stack of its own');
      return cause.message;
    }
    throw new Error('nothing was thrown');
  }

  const texts = {
    'of a wrong type': [
      ["'upd4'", () => createSocket('upd4'), "the type is 'upd4'"],
      ["{ type: 'upd4' }", () => createSocket({ type: 'upd4' }), "the type is 'upd4'"],
      ['no type', () => createSocket({}), 'the type is undefined'],
      ['a long one', () => createSocket('x'.repeat(1000)), `the type is '${'x'.repeat(60)}'... 940 more characters`],
    ],
    'of a wrong port': [
      ['bind(70000)', (s) => s.bind(70000), 'the port is 70000'],
      ["send(…, 'abc')", (s) => s.send('x', 'abc', LOOPBACK), "the port is 'abc'"],
      ['send(…, undefined)', (s) => s.send('x'), 'the port is undefined'],
      ['an object', (s) => s.send('x', { port: { number: 5 } }, LOOPBACK), 'the port is { port: [Object] }'],
      ['send(msg, address, port)', (s) => s.send('x', LOOPBACK, 41234), "the port is '127.0.0.1'"],
      ['send(address, msg, port)', (s) => s.send(LOOPBACK, 'x', 41234), `the port is 'x'${FIRST}'127.0.0.1'`],
    ],
    'of a wrong message': [
      ['a number', (s) => s.send(5, 9, LOOPBACK), 'the message, the first argument, is of type Number'],
      ['null', (s) => s.send(null, 9, LOOPBACK), 'the message, the first argument, is of type Null'],
      ['an object', (s) => s.send({}, 9, LOOPBACK),
        'the message, the first argument, is of type Object; use JSON.stringify()'],
      ['an array with offset and length', (s) => s.send(['x'], 0, 1, 9, LOOPBACK),
        'the message, the first argument, is of type Array'],
      ['an item of an array', (s) => s.send(['x', 5], 9, LOOPBACK), 'message[1] is of type Number'],
      ...[Uint8Array, BigInt64Array, ArrayBuffer, SharedArrayBuffer, DataView].map((Type) => {
        const { name } = Type;
        const value = new Type(Type === DataView ? new ArrayBuffer(3) : 3);
        return [`a ${name}`, (s) => s.send(value, 9, LOOPBACK),
          `the message, the first argument, is of type ${name}; use a Buffer`];
      }),
    ],
    'of a wrong address': [
      ['of bind()', (s) => s.bind(0, 5), 'the address is 5'],
      ['of send()', (s) => s.send('x', 9, 5), 'the address is 5'],
      ['which is the message', (s) => s.send('localhost', 9, Buffer.from('x')),
        `the address is <Buffer 78>${FIRST}'localhost'`],
      ['of a group', (s) => s.addMembership(5), 'the multicast address must be a string and is 5'],
    ],
    'of a TTL that is no number': [
      ['setTTL()', (s) => s.setTTL('64'), "the TTL is '64'"],
      ['setMulticastTTL()', (s) => s.setMulticastTTL(), 'the TTL is undefined'],
    ],
    'in the wrong state': [
      ['after close()', (s) => s.close().send('x', 9, LOOPBACK), 'the socket is closed'],
      ['after a close() that waits', (s) => {
        s.send('x', 9, LOOPBACK, () => {});
        s.close().send('x', 9, LOOPBACK);
      }, 'close() was called'],
      ['of what is no socket', (s) => Object.create(Object.getPrototypeOf(s)).close(), 'this is no socket'],
      ['of a send() of what is no socket', (s) => Object.create(Object.getPrototypeOf(s)).send(Buffer.from('x'), 9),
        'this is no socket'],
      ['of a second bind()', (s) => s.bind(0).bind(0), 'by an earlier bind(), or by send(), which binds to any port'],
    ],
    'of a membership that the system refuses': [
      ['addMembership()', (s) => s.addMembership('192.0.2.1'), "EINVAL: invalid argument; the group is '192.0.2.1'"],
    ],
    'before the socket is bound': [
      ['address()', (s) => s.address(), NOT_BOUND],
      ['setBroadcast()', (s) => s.setBroadcast(true), NOT_BOUND],
      ['setTTL()', (s) => s.setTTL(5), NOT_BOUND],
      ['setMulticastTTL()', (s) => s.setMulticastTTL(5), NOT_BOUND],
      ['setMulticastLoopback()', (s) => s.setMulticastLoopback(true), NOT_BOUND],
    ],
  };
  for (const [title, cases] of Object.entries(texts)) {
    describe(title, () => {
      for (const [name, call, text] of cases) it(name, () => assert.equal(causeOf(call), text));
    });
  }

  it('of a broadcast without permission says what is needed, and that of other refusals does not', async () => {
    const socket = await boundSocket();
    const { error } = await send(socket, 'x', 9, EVERYONE);
    assert.equal(error.cause.message, 'EACCES: permission denied; a broadcast address needs setBroadcast(true)');
    const { error: other } = await send(socket, Buffer.alloc(65508), 9, LOOPBACK);
    assert.equal(other.cause.message, 'EMSGSIZE: message too long');
    await assert.rejects(bind(createSocket(), 9, '192.0.2.1'), ({ cause }) => {
      assert.equal(cause.message, 'EADDRNOTAVAIL: address not available');
      return true;
    });
  });

  describe('of a name that cannot be looked up', () => {
    before(requireNamespace);

    it('has the name, and says where the first argument looks like the address', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const outcome = (...args) => new Promise((resolve) => {
          // Of each an unbound socket and a bound one: where a message waits for the bind, its name does, too.
          const socket = sockets.createSocket();
          socket.send(...args, (error) => {
            socket.send(...args, (again) => resolve([error.cause.message, again.cause.message]));
          });
        });
        const name = 'no-such-host.invalid';
        const messages = ['127.0.0.1', 'localhost', 'sensor.local', 'x', '21.5', 'a b.c', Buffer.from('127.0.0.1')];
        for (const message of messages) log(await outcome(message, 9, name));
        log(await outcome('127.0.0.1', 0, 9, 9, name));
        const socket = sockets.createSocket();
        for (const event of ['bind', 'send']) {
          if (event === 'bind') socket.bind(0, name);
          else socket.send('127.0.0.1', 9, name);
          log((await sockets.eventOf(socket, 'error'))[0].cause.message);
        }
        await sockets.closeAll();
      });
      const text = 'EAI_[A-Z]+: [^;]+; the name is \'no-such-host\\.invalid\'';
      const hints = ['127.0.0.1', 'localhost', 'sensor.local', '', '', '', '', ''].map((message) =>
        (message === '' ? '' : `; the first argument of send\\(\\) is the message, and it is '${message}'`));
      assert.equal(values.length, 10);
      hints.forEach((hint, i) => {
        for (const message of values[i]) assert.match(message, new RegExp(`^${text}${hint}$`));
      });
      assert.match(values[8], new RegExp(`^${text}$`));
      assert.match(values[9], new RegExp(`^${text}${hints[0]}$`));
    });
  });
});
