'use strict';

const assert = require('node:assert/strict');
const { assertThrowsSystemError } = require('./support/errors.js');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { boundSocket, closeAll } = require('../support/sockets.js');

// Outside a namespace only `lo` is joined: anything else would be told to a real network.
const LO = '127.0.0.1';
const GROUP = '230.255.255.250';

describe('dropMembership', () => {
  afterEach(closeAll);

  it('returns nothing', async () => {
    const socket = await boundSocket();
    socket.addMembership(GROUP, LO);
    assert.equal(socket.dropMembership(GROUP, LO), undefined);
  });

  it('lets the group be joined again', async () => {
    const socket = await boundSocket();
    for (let i = 0; i < 3; i++) {
      socket.addMembership(GROUP, LO);
      socket.dropMembership(GROUP, LO);
    }
    assertThrowsSystemError(() => socket.dropMembership(GROUP, LO), 'dropMembership', 'EADDRNOTAVAIL');
  });

  describe('throws', () => {
    for (const group of [undefined, null, '', 0, false]) {
      it(`for ${JSON.stringify(group)}, that is without an address`, async () => {
        const socket = await boundSocket();
        assert.throws(() => socket.dropMembership(group, LO), {
          name: 'Error',
          message: 'multicast address must be specified',
        });
      });
    }

    for (const group of [5, true, {}, ['230.1.1.1']]) {
      it(`for ${JSON.stringify(group)}, and names the address`, async () => {
        const socket = await boundSocket();
        assert.throws(() => socket.dropMembership(group, LO), (error) => {
          assert.equal(error.message, 'Internal error');
          assert.match(error.cause.message, /multicast address/);
          return true;
        });
      });
    }

    for (const interfaceAddress of ['', 5, 0, true, false, {}, [LO]]) {
      it(`for the interface ${JSON.stringify(interfaceAddress)}`, async () => {
        const socket = await boundSocket();
        socket.addMembership(GROUP, LO);
        const leave = () => socket.dropMembership(GROUP, interfaceAddress);
        assertThrowsSystemError(leave, 'dropMembership', 'EINVAL');
        socket.dropMembership(GROUP, LO);
      });
    }

    it('for a group that it has not joined', async () => {
      const socket = await boundSocket();
      socket.addMembership('230.255.255.251', LO);
      assertThrowsSystemError(() => socket.dropMembership(GROUP, LO), 'dropMembership', 'EADDRNOTAVAIL');
    });

    it('for a group that another socket has joined', async () => {
      const [joined, other] = [await boundSocket(), await boundSocket()];
      joined.addMembership(GROUP, LO);
      assertThrowsSystemError(() => other.dropMembership(GROUP, LO), 'dropMembership', 'EADDRNOTAVAIL');
      joined.dropMembership(GROUP, LO);
    });

    it('for a name, an IPv6 group, and an interface that is no address', async () => {
      const socket = await boundSocket();
      socket.addMembership(GROUP, LO);
      assertThrowsSystemError(() => socket.dropMembership('not-an-ip', LO), 'dropMembership', 'EINVAL');
      assertThrowsSystemError(() => socket.dropMembership('ff02::1', LO), 'dropMembership', 'EINVAL');
      assertThrowsSystemError(() => socket.dropMembership(GROUP, 'lo'), 'dropMembership', 'EINVAL');
      socket.dropMembership(GROUP, LO);
    });

    it('after close()', async () => {
      const socket = await boundSocket();
      socket.addMembership(GROUP, LO);
      socket.close();
      for (const args of [[GROUP, LO], [], [5]]) {
        assert.throws(() => socket.dropMembership(...args), { name: 'Error', message: 'Not running' });
      }
    });
  });

  describe('keeps out', () => {
    before(requireNamespace);

    it('the messages of its group, and of no other', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        const client = await sockets.boundSocket('0.0.0.0');
        const { port } = server.address();
        const inbox = sockets.inboxOf(server);
        const tell = (text, group) => sockets.send(client, text, port, group);

        server.addMembership('230.255.255.250');
        server.addMembership('230.255.255.251');
        await tell('joined', '230.255.255.250');
        server.dropMembership('230.255.255.250');
        await tell('dropped', '230.255.255.250');
        await tell('another group', '230.255.255.251');
        server.addMembership('230.255.255.250');
        await tell('joined again', '230.255.255.250');
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['joined', 'another group', 'joined again']]);
    });

    it('the messages of the group when it is called in a message handler', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        server.addMembership('230.255.255.250');
        const inbox = sockets.inboxOf(server);
        const dropped = new Promise((resolve) => {
          server.once('message', () => resolve(server.dropMembership('230.255.255.250')));
        });
        const client = await sockets.boundSocket('0.0.0.0');
        await sockets.send(client, 'first', server.address().port, '230.255.255.250');
        await dropped;
        await sockets.send(client, 'second', server.address().port, '230.255.255.250');
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['first']]);
    });

    it('only those of the interface that it was given', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        const client = await sockets.boundSocket('0.0.0.0');
        const { port } = server.address();
        const inbox = sockets.inboxOf(server);
        server.addMembership('230.255.255.250', '127.0.0.1');
        server.addMembership('230.255.255.250', '10.99.0.1');
        server.dropMembership('230.255.255.250', '127.0.0.1');
        await sockets.send(client, 'joined on the veth pair', port, '230.255.255.250');
        server.dropMembership('230.255.255.250', '10.99.0.1');
        await sockets.send(client, 'joined nowhere', port, '230.255.255.250');
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['joined on the veth pair']]);
    });
  });
});
