'use strict';

const assert = require('node:assert/strict');
const { assertAddressError, assertThrowsSystemError } = require('./support/errors.js');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, inboxOf, pair, receive,
} = require('../support/sockets.js');

/** Calls sendto() with a callback and waits for it. */
function sendto(socket, ...args) {
  return new Promise((resolve) => {
    socket.sendto(...args, (error, length) => resolve({ error, length }));
  });
}

describe('sendto', () => {
  afterEach(closeAll);

  const forms = [
    ['a part of a buffer', 'send', [Buffer.from('sendto!'), 0, 4]],
    ['a part of a string', 'endt', ['sendto!', 1, 4]],
    ['a part of a string, in bytes', '\u20ac', ['\u00e9\u20ac', 2, 3]],
    ['all of a buffer', 'sendto!', [Buffer.from('sendto!'), 0, 7]],
    ['what is there when the length goes beyond the end', 'to!', [Buffer.from('sendto!'), 4, 100]],
    ['nothing when the length is 0', '', [Buffer.from('sendto!'), 3, 0]],
  ];
  for (const [title, text, args] of forms) {
    it(`sends ${title}`, async () => {
      const { server, client, port } = await pair();
      const received = receive(server, 1);
      assert.deepEqual(await sendto(client, ...args, port, LOOPBACK), { error: null, length: Buffer.byteLength(text) });
      assert.equal((await received)[0].message.toString(), text);
    });

    it(`sends ${title}, without a callback`, async () => {
      const { server, client, port } = await pair();
      const received = receive(server, 1);
      assert.equal(client.sendto(...args, port, LOOPBACK), undefined, 'it returns nothing');
      assert.equal((await received)[0].message.toString(), text);
    });
  }

  it('binds a socket that is not bound', async () => {
    const server = await boundSocket();
    const client = createSocket();
    const received = receive(server, 1);
    await sendto(client, 'x', 0, 1, server.address().port, LOOPBACK);
    assert.equal(client.address().address, '0.0.0.0');
    assert.equal((await received)[0].rinfo.port, client.address().port);
  });

  it('calls back with the error of a message that the system refuses', async () => {
    const { client, port } = await pair();
    const { error, length } = await sendto(client, 'to all', 3, 3, port, '127.255.255.255');
    assertAddressError(error, 'send', 'EACCES', '127.255.255.255', port);
    assert.equal(length, 3);
  });

  describe('throws', () => {
    const badOffsets = { name: 'Error', message: 'send takes offset and length as args 2 and 3' };
    const noAddress = { name: 'Error', message: 'udp4 sockets must send to port, address' };
    const badMessage = { name: 'TypeError', message: 'First argument must be a buffer or string' };
    const badPort = { name: 'RangeError', message: 'Port should be > 0 and < 65536' };
    const cases = [
      ['without arguments', badOffsets, []],
      ['without offset and length', badOffsets, ['x', undefined, undefined, 9, LOOPBACK]],
      ['for the short form of send()', badOffsets, ['x', 9, LOOPBACK]],
      ['for an offset that is a string', badOffsets, ['x', '0', 1, 9, LOOPBACK]],
      ['for a length that is a string', badOffsets, ['x', 0, '1', 9, LOOPBACK]],
      ['without an address', noAddress, ['x', 0, 1, 9]],
      ['for a callback in place of the address', noAddress, ['x', 0, 1, 9, () => {}]],
      ['for an address that is a number', noAddress, ['x', 0, 1, 9, 12]],
      ['for null in place of the address', noAddress, ['x', 0, 1, 9, null]],
      ['for an array', badMessage, [['x'], 0, 1, 9, LOOPBACK]],
      ['for a number', badMessage, [42, 0, 1, 9, LOOPBACK]],
      ['for port 0', badPort, ['x', 0, 1, 0, LOOPBACK]],
      ['for port 65536', badPort, ['x', 0, 1, 65536, LOOPBACK]],
    ];
    for (const [title, expected, args] of cases) {
      it(`${title}, and neither binds nor queues`, async () => {
        const server = await boundSocket();
        const withPort = args.map((argument) => (argument === 9 ? server.address().port : argument));
        const client = createSocket();
        const inbox = inboxOf(server);
        assert.throws(() => client.sendto(...withPort), expected);
        assertThrowsSystemError(() => client.address(), 'getsockname', 'EBADF');
        assert.deepEqual(await inbox.untilMarker(client), []);
      });
    }

    it('after close()', () => {
      const socket = createSocket();
      socket.close();
      assert.throws(() => socket.sendto('x', 0, 1, 9, LOOPBACK), { name: 'Error', message: 'Not running' });
    });
  });
});
