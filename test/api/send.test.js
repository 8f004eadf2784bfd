'use strict';

const assert = require('node:assert/strict');
const { assertAddressError, assertThrowsSystemError } = require('./support/errors.js');
const { warningsOf } = require('./support/warnings.js');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, eventOf, inboxOf, pair, receive, send,
} = require('../support/sockets.js');

const LARGEST = 65507;

/** Bytes that differ from their neighbours. */
function pattern(size) {
  return Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 255));
}

describe('send', () => {
  afterEach(closeAll);

  describe('takes', () => {
    const forms = [
      ['a buffer', 'abc', [Buffer.from('abc')]],
      ['a string', 'hello', ['hello']],
      ['an array of strings and buffers', 'abcdef', [['ab', Buffer.from('cd'), 'ef']]],
      ['an empty array', '', [[]]],
      ['an array of nothing but empty items', '', [['', Buffer.alloc(0)]]],
      ['an empty string', '', ['']],
      ['an empty buffer', '', [Buffer.alloc(0)]],
      ['a buffer that is a part of another', '345', [Buffer.from('0123456789').subarray(3, 6)]],
      ['a buffer, offset and length', '23456', [Buffer.from('0123456789'), 2, 5]],
      ['a buffer, offset 0 and its length', '0123', [Buffer.from('0123'), 0, 4]],
      ['a part of a buffer, offset and length', '45', [Buffer.from('0123456789').subarray(3), 1, 2]],
      ['a string, offset and length', '3456', ['0123456789', 3, 4]],
      ['a string, offset and length, in bytes', '\u20ac', ['\u00e9\u20ac\u00e9', 2, 3]],
      ['a length beyond the end', '23', [Buffer.from('0123'), 2, 50]],
      ['an offset beyond the end', '', [Buffer.from('0123'), 9, 2]],
      ['a length of 0', '', [Buffer.from('0123'), 0, 0]],
      ['a negative offset', '', [Buffer.from('0123'), -1, 2]],
    ];
    for (const [title, text, args] of forms) {
      it(`${title}, port, address and a callback`, async () => {
        const { server, client, port } = await pair();
        const received = receive(server, 1);
        const outcome = await send(client, ...args, port, LOOPBACK);
        assert.deepEqual(outcome, { error: null, length: Buffer.byteLength(text) });
        assert.equal((await received)[0].message.toString(), text);
      });

      it(`${title}, port and address`, async () => {
        const { server, client, port } = await pair();
        const received = receive(server, 1);
        assert.equal(client.send(...args, port, LOOPBACK), undefined, 'it returns nothing');
        assert.equal((await received)[0].message.toString(), text);
      });

      it(`${title} and port: to 127.0.0.1`, async () => {
        const { server, client, port } = await pair();
        const received = receive(server, 1);
        client.send(...args, port);
        assert.equal((await received)[0].message.toString(), text);
      });

      it(`${title}, port and a callback: to 127.0.0.1`, async () => {
        const { server, client, port } = await pair();
        const received = receive(server, 1);
        await warningsOf(async () => {
          const outcome = await send(client, ...args, port);
          assert.deepEqual(outcome, { error: null, length: Buffer.byteLength(text) });
        });
        assert.equal((await received)[0].message.toString(), text);
      });
    }

    for (const address of [undefined, null, '']) {
      it(`${JSON.stringify(address)} for the address: to 127.0.0.1`, async () => {
        const { server, client, port } = await pair();
        const received = receive(server, 1);
        assert.deepEqual(await send(client, 'default', port, address), { error: null, length: 7 });
        assert.equal((await received)[0].message.toString(), 'default');
      });
    }

    it('another address of this machine', async () => {
      const server = await boundSocket('127.0.0.2');
      const received = receive(server, 1);
      await send(await boundSocket(), 'x', server.address().port, '127.0.0.2');
      assert.equal((await received)[0].rinfo.address, LOOPBACK);
    });

    it('a port as a string, and one with a fraction', async () => {
      const { server, client, port } = await pair();
      const received = receive(server, 2);
      await send(client, 'string', String(port), LOOPBACK);
      await send(client, 'fraction', port + 0.5, LOOPBACK);
      assert.deepEqual((await received).map(({ message }) => message.toString()), ['string', 'fraction']);
    });

    for (const callback of [undefined, null, 'nope', 5, {}]) {
      it(`${JSON.stringify(callback)} for the callback, which counts as none`, async () => {
        const { server, client, port } = await pair();
        const received = receive(server, 1);
        client.send('x', 0, 1, port, LOOPBACK, callback);
        assert.equal((await received)[0].message.toString(), 'x');
      });
    }
  });

  describe('sends strings as UTF-8', () => {
    const strings = {
      'of two bytes a letter': '\u00e9\u00df',
      'of three': '\u20ac\u65e5\u672c',
      'of four': '\u{1f4e1}\u{1f600}',
      'with a NUL': 'a\0b\0',
      'with a lone surrogate': 'a\ud800b\udc00',
      'made of pieces': ['temperature=', 21, ' \u00b0C;'].join('').repeat(20),
    };
    for (const [title, text] of Object.entries(strings)) {
      it(title, async () => {
        const { server, client, port } = await pair();
        const bytes = Buffer.from(text);
        const received = receive(server, 3);
        assert.deepEqual(await send(client, text, port, LOOPBACK), { error: null, length: bytes.length });
        await send(client, [text], port, LOOPBACK);
        await send(client, text, 0, bytes.length, port, LOOPBACK);
        for (const { message } of await received) assert.deepEqual(message, bytes);
      });
    }

    it('and counts bytes, not letters, against the largest size', async () => {
      const { server, client, port } = await pair();
      const fits = '\u00e9'.repeat((LARGEST - 1) / 2);
      const received = receive(server, 1);
      assert.deepEqual(await send(client, fits, port, LOOPBACK), { error: null, length: LARGEST - 1 });
      assert.equal((await received)[0].message.toString(), fits);
      const { error, length } = await send(client, `${fits}\u00e9`, port, LOOPBACK);
      assertAddressError(error, 'send', 'EMSGSIZE', LOOPBACK, port);
      assert.equal(length, LARGEST + 1);
    });
  });

  describe('sends', () => {
    for (const size of [0, 1, 2, 512, 1023, 1024, 1472, 1500, 8192, 9216, 32768, 65506, LARGEST]) {
      it(`${size} bytes whole`, async () => {
        const { server, client, port } = await pair();
        const bytes = pattern(size);
        const received = receive(server, 1);
        assert.deepEqual(await send(client, bytes, port, LOOPBACK), { error: null, length: size });
        const [{ message, rinfo }] = await received;
        assert.equal(rinfo.size, size);
        assert.ok(message.equals(bytes), 'the bytes are those that were sent');
      });
    }

    it('to itself', async () => {
      const socket = await boundSocket();
      const received = receive(socket, 1);
      await send(socket, 'me', socket.address().port, LOOPBACK);
      const [{ message, rinfo }] = await received;
      assert.equal(message.toString(), 'me');
      assert.equal(rinfo.port, socket.address().port);
    });

    it('where nobody listens, which is no error', async () => {
      const { server, client, port } = await pair();
      server.close();
      await eventOf(server, 'close');
      assert.deepEqual(await send(client, 'x', port, LOOPBACK), { error: null, length: 1 });
    });
  });

  describe('binds a socket that is not bound', () => {
    it('to any address and a port of the system\'s choice', async () => {
      const server = await boundSocket();
      const client = createSocket();
      const listening = eventOf(client, 'listening');
      const received = receive(server, 1);
      const sent = send(client, 'x', server.address().port, LOOPBACK);
      assertThrowsSystemError(() => client.address(), 'getsockname', 'EBADF');
      assert.deepEqual(await listening, []);
      const { address, port } = client.address();
      assert.equal(address, '0.0.0.0');
      assert.deepEqual(await sent, { error: null, length: 1 });
      assert.equal((await received)[0].rinfo.port, port);
    });

    it('once for several messages', async () => {
      const server = await boundSocket();
      const client = createSocket();
      let listening = 0;
      client.on('listening', () => listening++);
      const received = receive(server, 3);
      const { port } = server.address();
      await Promise.all(['one', 'two', 'three'].map((text) => send(client, text, port, LOOPBACK)));
      assert.deepEqual((await received).map(({ message }) => message.toString()), ['one', 'two', 'three']);
      assert.equal(listening, 1);
    });

    it('and receives on it from then on', async () => {
      const server = await boundSocket();
      server.on('message', (message, { port, address }) => server.send(`re: ${message}`, port, address));
      const client = createSocket();
      const received = receive(client, 1);
      client.send('question', server.address().port, LOOPBACK);
      assert.equal((await received)[0].message.toString(), 're: question');
    });
  });

  describe('calls back', () => {
    it('with two arguments and no receiver', async () => {
      const { client, port } = await pair();
      const { receiver, args } = await new Promise((resolve) => {
        client.send('1234', port, LOOPBACK, function onSent(...given) {
          resolve({ receiver: this, args: given });
        });
      });
      assert.equal(receiver, undefined);
      assert.deepEqual(args, [null, 4]);
    });

    it('with no receiver where the name is not found, either', async () => {
      const socket = await boundSocket();
      const receiver = await new Promise((resolve) => {
        socket.send('x', 9, 'x'.repeat(300), function onSent() {
          resolve(this);
        });
      });
      assert.equal(receiver, undefined);
    });

    it('each send\'s own callback', async () => {
      const { client, port } = await pair();
      const lengths = await Promise.all([5, 3, 8, 1].map((size) => send(client, Buffer.alloc(size), port, LOOPBACK)));
      assert.deepEqual(lengths.map(({ length }) => length), [5, 3, 8, 1]);
    });

    it('with the error of a message that is too large, and its length', async () => {
      const { server, client, port } = await pair();
      const inbox = inboxOf(server);
      for (const size of [LARGEST + 1, 65536, 1000000]) {
        const { error, length } = await send(client, Buffer.alloc(size), port, LOOPBACK);
        assertAddressError(error, 'send', 'EMSGSIZE', LOOPBACK, port);
        assert.equal(length, size);
      }
      assert.deepEqual(await inbox.untilMarker(client), []);
    });

    it('with the error of a message that the system forbids', async () => {
      const { client, port } = await pair();
      const { error, length } = await send(client, 'to all', port, '127.255.255.255');
      assertAddressError(error, 'send', 'EACCES', '127.255.255.255', port);
      assert.equal(length, 6);
    });

    it('with the port as a number, however it was given', async () => {
      const { client, port } = await pair();
      for (const given of [String(port), port + 0.5]) {
        const { error } = await send(client, 'x', given, '127.255.255.255');
        assertAddressError(error, 'send', 'EACCES', '127.255.255.255', port);
      }
    });
  });

  describe('refused by the system', () => {
    it('is no error event', async () => {
      const { server, client, port } = await pair();
      const errors = [];
      client.on('error', (error) => errors.push(error));
      await warningsOf(async () => {
        client.send(Buffer.alloc(LARGEST + 1), port, LOOPBACK);
        client.send('x', port, '127.255.255.255');
        await send(client, 'x', port, '127.255.255.255');
        await inboxOf(server).untilMarker(client);
      });
      assert.deepEqual(errors, []);
    });

    it('takes no other message with it', async () => {
      const { server, client, port } = await pair();
      const inbox = inboxOf(server);
      const outcomes = [];
      for (let i = 0; i < 60; i++) {
        const refused = i % 3 === 1;
        outcomes.push(send(client, `m${i}`, port, refused ? '127.255.255.255' : LOOPBACK));
      }
      const texts = await inbox.untilMarker(client);
      assert.deepEqual(texts, Array.from({ length: 60 }, (_, i) => `m${i}`).filter((_, i) => i % 3 !== 1));
      const codes = (await Promise.all(outcomes)).map(({ error }) => error && error.cause.code);
      assert.deepEqual(codes, codes.map((_, i) => (i % 3 === 1 ? 'EACCES' : null)));
    });
  });

  describe('throws', () => {
    const anyPort = 9;
    const badMessage = { name: 'TypeError', message: 'First argument must be a buffer or a string' };
    const badPart = { name: 'TypeError', message: 'First argument must be a buffer or string' };
    const badItem = { name: 'TypeError', message: 'Buffer list arguments must be buffers or strings' };
    const badPort = { name: 'RangeError', message: 'Port should be > 0 and < 65536' };
    const badAddress = { name: 'TypeError', message: 'invalid argument: hostname must be a string' };
    const callback = () => assert.fail('a send that threw called back');
    const cases = [
      ['without arguments', badMessage, []],
      ['for a number', badMessage, [42, anyPort, LOOPBACK]],
      ['for an object', badMessage, [{}, anyPort, LOOPBACK]],
      ['for null', badMessage, [null, anyPort, LOOPBACK]],
      ['for undefined', badMessage, [undefined, anyPort, LOOPBACK]],
      ['for a boolean', badMessage, [true, anyPort, LOOPBACK]],
      ['for a String object', badMessage, [new String('x'), anyPort, LOOPBACK]],
      ['for an ArrayBuffer', badMessage, [new ArrayBuffer(4), anyPort, LOOPBACK]],
      ['for a bad item of an array', badItem, [['a', 5], anyPort, LOOPBACK]],
      ['for null in an array', badItem, [[null], anyPort, LOOPBACK]],
      ['for an array in an array', badItem, [['a', ['b']], anyPort, LOOPBACK]],
      ['for a hole in an array', badItem, [['a', , 'b'], anyPort, LOOPBACK]], // eslint-disable-line no-sparse-arrays
      ['for a number with offset and length', badPart, [42, 0, 1, anyPort, LOOPBACK]],
      ['for an array with offset and length', badPart, [['ab'], 0, 1, anyPort, LOOPBACK]],
      ['for null with offset and length', badPart, [null, 0, 1, anyPort, LOOPBACK]],
      ...[0, -1, 65536, 70000, NaN, Infinity, 0.5, undefined, null, 'http', '', '0', {}].map((port) => (
        [`for port ${typeof port === 'string' ? `'${port}'` : String(port)}`, badPort, ['x', port, LOOPBACK]]
      )),
      ['for port 0 with offset and length', badPort, [Buffer.from('x'), 0, 1, 0, LOOPBACK]],
      ['for a port out of range with offset and length', badPort, [Buffer.from('x'), 0, 1, 65536, LOOPBACK]],
      ...[12, true, {}, []].map((address) => (
        [`for address ${JSON.stringify(address)}`, badAddress, ['x', anyPort, address]]
      )),
      ['for a bad address with offset and length', badAddress, [Buffer.from('x'), 0, 1, anyPort, 12]],
      ['for a bad address with a callback', badAddress, ['x', anyPort, 12, callback]],
    ];

    for (const [title, expected, args] of cases) {
      it(`${title}, and neither binds nor queues`, async () => {
        const server = await boundSocket();
        const { port } = server.address();
        const withPort = args.map((argument) => (argument === anyPort ? port : argument));
        const client = createSocket();
        const inbox = inboxOf(server);
        assert.throws(() => client.send(...withPort), expected);
        assertThrowsSystemError(() => client.address(), 'getsockname', 'EBADF');
        client.bind(0, LOOPBACK);
        assert.throws(() => client.send(...withPort), expected);
        await eventOf(client, 'listening');
        assert.throws(() => client.send(...withPort), expected);
        assert.deepEqual(await inbox.untilMarker(client), []);
      });
    }

    it('and leaves the queue as it was', async () => {
      const server = await boundSocket();
      const { port } = server.address();
      const client = createSocket();
      const inbox = inboxOf(server);
      const sent = [send(client, 'one', port, LOOPBACK)];
      assert.throws(() => client.send('lost', 0, LOOPBACK), badPort);
      sent.push(send(client, 'two', port, LOOPBACK));
      assert.throws(() => client.send('lost', port, {}), badAddress);
      assert.throws(() => client.send([1], port, LOOPBACK), badItem);
      sent.push(send(client, 'three', port, LOOPBACK));
      await Promise.all(sent);
      assert.deepEqual(await inbox.untilMarker(client), ['one', 'two', 'three']);
    });

    it('after close()', async () => {
      const { client, port } = await pair();
      client.close();
      assert.throws(() => client.send('x', port, LOOPBACK), { name: 'Error', message: 'Not running' });
    });
  });
});
