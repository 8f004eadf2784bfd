'use strict';

const assert = require('node:assert/strict');
const { assertThrowsSystemError } = require('./support/errors.js');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { boundSocket, closeAll, createSocket } = require('../support/sockets.js');

// Outside a namespace only `lo` is joined: anything else would be told to a real network.
const LO = '127.0.0.1';
const GROUP = '230.255.255.250';

describe('addMembership', () => {
  afterEach(closeAll);

  it('returns nothing', async () => {
    assert.equal((await boundSocket()).addMembership(GROUP, LO), undefined);
  });

  it('joins several groups', async () => {
    const socket = await boundSocket();
    socket.addMembership(GROUP, LO);
    socket.addMembership('230.255.255.251', LO);
    assertThrowsSystemError(() => socket.addMembership('230.255.255.251', LO), 'addMembership', 'EADDRINUSE');
  });

  it('on an unbound socket has the system pick a port', () => {
    const socket = createSocket();
    assert.equal(socket.addMembership(GROUP, LO), undefined);
    const { address, family, port } = socket.address();
    assert.deepEqual({ address, family }, { address: '0.0.0.0', family: 'IPv4' });
    assert.ok(port > 0);
  });

  describe('throws', () => {
    for (const group of [undefined, null, '', 0, false]) {
      it(`for ${JSON.stringify(group)}, that is without an address`, async () => {
        const socket = await boundSocket();
        assert.throws(() => socket.addMembership(group, LO), {
          name: 'Error',
          message: 'multicast address must be specified',
        });
      });
    }

    for (const group of [5, true, {}, ['230.1.1.1']]) {
      it(`for ${JSON.stringify(group)}, and names the address`, async () => {
        const socket = await boundSocket();
        assert.throws(() => socket.addMembership(group, LO), (error) => {
          assert.equal(error.message, 'Internal error');
          assert.match(error.cause.message, /multicast address/);
          return true;
        });
      });
    }

    for (const interfaceAddress of ['', 5, 0, true, false, {}, [LO]]) {
      it(`for the interface ${JSON.stringify(interfaceAddress)}`, async () => {
        const socket = await boundSocket();
        const join = () => socket.addMembership(GROUP, interfaceAddress);
        assertThrowsSystemError(join, 'addMembership', 'EINVAL');
      });
    }

    const refused = [
      ['an address that is no group', 'EINVAL', ['127.0.0.1', LO]],
      ['a name', 'EINVAL', ['not-an-ip', LO]],
      ['an IPv6 group', 'EINVAL', ['ff02::1', LO]],
      ['a group with a NUL behind it', 'EINVAL', [`${GROUP}\0`, LO]],
      ['an interface that is not there', 'ENODEV', [GROUP, '203.0.113.9']],
      ['an interface given by its name', 'EINVAL', [GROUP, 'lo']],
      ['an interface given by an IPv6 address', 'EINVAL', [GROUP, '::1']],
    ];
    for (const [title, causeCode, args] of refused) {
      it(`for ${title}`, async () => {
        const socket = await boundSocket();
        assertThrowsSystemError(() => socket.addMembership(...args), 'addMembership', causeCode);
        socket.addMembership(GROUP, LO);
      });
    }

    it('for a group that it has joined', async () => {
      const socket = await boundSocket();
      socket.addMembership(GROUP, LO);
      assertThrowsSystemError(() => socket.addMembership(GROUP, LO), 'addMembership', 'EADDRINUSE');
    });

    it('after close()', async () => {
      const socket = await boundSocket();
      socket.close();
      for (const args of [[GROUP, LO], [], [5]]) {
        assert.throws(() => socket.addMembership(...args), { name: 'Error', message: 'Not running' });
      }
    });
  });

  describe('lets in', () => {
    before(requireNamespace);

    it('the messages of its group, and of no other', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        const client = await sockets.boundSocket('0.0.0.0');
        const { port } = server.address();
        const inbox = sockets.inboxOf(server);
        const tell = (text, group) => sockets.send(client, text, port, group);

        await tell('not joined yet', '230.255.255.250');
        server.addMembership('230.255.255.250');
        await tell('joined', '230.255.255.250');
        await tell('another group', '230.255.255.251');
        server.addMembership('230.255.255.251');
        await tell('joined, too', '230.255.255.251');
        await tell('still joined', '230.255.255.250');
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['joined', 'joined, too', 'still joined']]);
    });

    it('its own messages to the group', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const socket = await sockets.boundSocket('0.0.0.0');
        socket.addMembership('230.255.255.250');
        const received = sockets.receive(socket, 1);
        const { port } = socket.address();
        const { error } = await sockets.send(socket, 'to us all', port, '230.255.255.250');
        const [{ message, rinfo }] = await received;
        log([error, message.toString(), rinfo.address, rinfo.port === port, rinfo.size]);
        await sockets.closeAll();
      });
      assert.deepEqual(values, [[null, 'to us all', '10.99.0.1', true, 9]]);
    });

    for (const none of [[], [null]]) {
      it(`the messages of the interface that the system chose, given ${none.length ? 'null' : 'none'}`, async () => {
        const { values } = await runFunctionInNamespace(async ({ sockets, log }, rest) => {
          const server = await sockets.boundSocket('0.0.0.0');
          server.addMembership('230.255.255.250', ...rest);
          const texts = sockets.receiveTexts(server, 1);
          const client = await sockets.boundSocket('0.0.0.0');
          client.send('hello', server.address().port, '230.255.255.250');
          log(await texts);
          await sockets.closeAll();
        }, { args: [none] });
        assert.deepEqual(values, [['hello']]);
      });
    }

    it('the messages of the interface that it was given, and of no other', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket('0.0.0.0');
        const client = await sockets.boundSocket('0.0.0.0');
        const { port } = server.address();
        const inbox = sockets.inboxOf(server);
        server.addMembership('230.255.255.250', '127.0.0.1');
        await sockets.send(client, 'through the veth pair: joined on lo', port, '230.255.255.250');
        server.addMembership('230.255.255.250', '10.99.0.1');
        await sockets.send(client, 'through the veth pair: joined on it', port, '230.255.255.250');
        log(await inbox.untilMarker());
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['through the veth pair: joined on it']]);
    });

    it('the messages for all sockets that share the port', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const reuse = { type: 'udp4', reuseAddr: true };
        const first = await sockets.boundSocket('0.0.0.0', reuse);
        const { port } = first.address();
        const second = await sockets.bind(sockets.createSocket(reuse), port);
        first.addMembership('230.255.255.250');
        second.addMembership('230.255.255.250');
        const texts = Promise.all([first, second].map((socket) => sockets.receiveTexts(socket, 1)));
        sockets.createSocket().send('to both', port, '230.255.255.250');
        log(await texts);
        await sockets.closeAll();
      });
      assert.deepEqual(values, [[['to both'], ['to both']]]);
    });
  });
});
