'use strict';

const assert = require('node:assert/strict');
const { assertThrowsSystemError } = require('./support/errors.js');
const { bind, boundSocket, closeAll, createSocket, eventOf, receive, send } = require('../support/sockets.js');

describe('address', () => {
  afterEach(closeAll);

  for (const address of ['127.0.0.1', '127.0.0.2', '0.0.0.0']) {
    it(`tells where a socket on ${address} is bound`, async () => {
      const where = (await boundSocket(address)).address();
      assert.deepEqual(Object.keys(where).sort(), ['address', 'family', 'port']);
      assert.equal(where.address, address);
      assert.equal(where.family, 'IPv4');
      assert.ok(Number.isInteger(where.port) && where.port > 0 && where.port < 65536, `port ${where.port}`);
    });
  }

  it('names the port that messages come from and go to', async () => {
    const server = await boundSocket();
    const client = await boundSocket('127.0.0.2');
    const received = receive(server, 1);
    await send(client, 'x', server.address().port, server.address().address);
    const [{ rinfo }] = await received;
    const { address, port } = client.address();
    assert.deepEqual({ address: rinfo.address, port: rinfo.port }, { address, port });
  });

  it('works in the listening event', async () => {
    const socket = createSocket();
    const seen = new Promise((resolve) => socket.on('listening', () => resolve(socket.address())));
    await bind(socket);
    assert.deepEqual(await seen, socket.address());
  });

  it('returns an object of the caller\'s own', async () => {
    const socket = await boundSocket();
    const { port } = socket.address();
    socket.address().port = 0;
    assert.equal(socket.address().port, port);
  });

  it('works on a socket that was bound for a send', async () => {
    const { port } = (await boundSocket()).address();
    const socket = createSocket();
    await send(socket, 'x', port, '127.0.0.1');
    assert.equal(socket.address().address, '0.0.0.0');
    assert.ok(socket.address().port > 0);
  });

  it('throws before the socket is bound', () => {
    assertThrowsSystemError(() => createSocket().address(), 'getsockname', 'EBADF');
  });

  it('throws while the socket is being bound', async () => {
    const socket = createSocket();
    socket.bind(0);
    assertThrowsSystemError(() => socket.address(), 'getsockname', 'EBADF');
    await eventOf(socket, 'listening');
    assert.ok(socket.address().port > 0);
  });

  it('throws after close()', async () => {
    const socket = await boundSocket();
    socket.close();
    assert.throws(() => socket.address(), { name: 'Error', message: 'Not running' });
  });
});
