'use strict';

// The bytes are taken when send() is called, in every form.

const assert = require('node:assert/strict');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, inboxOf, pair, receiveTexts,
} = require('../support/sockets.js');

const TEXT = 'as it was';

/** A buffer with memory of its own, which can be transferred and resized. */
function ownBuffer(text) {
  const bytes = Buffer.from(text);
  const buffer = Buffer.from(new ArrayBuffer(bytes.length, { maxByteLength: bytes.length }));
  bytes.copy(buffer);
  return buffer;
}

const FORMS = {
  'send(buffer, port, address)': (socket, buffer, port, address) => socket.send(buffer, port, address),
  'send(buffer, port, address, callback)': (socket, buffer, port, address) => {
    socket.send(buffer, port, address, () => {});
  },
  'send(buffer, offset, length, port, address)': (socket, buffer, port, address) => {
    socket.send(buffer, 0, buffer.length, port, address);
  },
  'send([buffer], port, address)': (socket, buffer, port, address) => socket.send([buffer], port, address),
  'send([string, buffer], port, address)': (socket, buffer, port, address) => socket.send(['', buffer], port, address),
  'sendto(buffer, offset, length, port, address)': (socket, buffer, port, address) => {
    socket.sendto(buffer, 0, buffer.length, port, address);
  },
};

const CHANGES = {
  'changed': (buffer) => buffer.fill('x'),
  'transferred': (buffer) => structuredClone(buffer.buffer, { transfer: [buffer.buffer] }),
  'made shorter': (buffer) => buffer.buffer.resize(0),
};

describe('the bytes are taken when send() is called', () => {
  afterEach(closeAll);

  for (const [form, sendIn] of Object.entries(FORMS)) {
    for (const [change, apply] of Object.entries(CHANGES)) {
      it(`${form}, with the buffer ${change} afterwards`, async () => {
        const { server, client, port } = await pair();
        const texts = receiveTexts(server, 1);
        const buffer = ownBuffer(TEXT);
        sendIn(client, buffer, port, LOOPBACK);
        apply(buffer);
        assert.deepEqual(await texts, [TEXT]);
      });

      it(`${form} on an unbound socket, with the buffer ${change} afterwards`, async () => {
        const server = await boundSocket();
        const texts = receiveTexts(server, 1);
        const buffer = ownBuffer(TEXT);
        sendIn(createSocket(), buffer, server.address().port, LOOPBACK);
        apply(buffer);
        assert.deepEqual(await texts, [TEXT]);
      });
    }
  }

  for (const [title, make] of [['a bound socket', boundSocket], ['an unbound socket', createSocket]]) {
    it(`on ${title}, with an array that changes afterwards`, async () => {
      const server = await boundSocket();
      const texts = receiveTexts(server, 1);
      const list = ['as ', 'it ', Buffer.from('was')];
      (await make()).send(list, server.address().port, LOOPBACK);
      list[0] = 'no longer ';
      list[2].fill('x');
      list.push('more');
      assert.deepEqual(await texts, [TEXT]);
    });
  }

  it('when one buffer is sent again and again', async () => {
    const { server, client, port } = await pair();
    const inbox = inboxOf(server);
    const reading = Buffer.alloc(4);
    for (let i = 0; i < 100; i++) {
      reading.write(String(1000 + i));
      client.send(reading, port, LOOPBACK);
    }
    assert.deepEqual(await inbox.untilMarker(client), Array.from({ length: 100 }, (_, i) => String(1000 + i)));
  });

  it('when the buffer is the message that came in', async () => {
    const { server, client, port } = await pair();
    server.on('message', (message, rinfo) => {
      server.send(message, rinfo.port, rinfo.address);
      message.fill('x');
    });
    const texts = receiveTexts(client, 2);
    client.send('first', port, LOOPBACK);
    client.send('second', port, LOOPBACK);
    assert.deepEqual(await texts, ['first', 'second']);
  });

  it('which is too late for a buffer that was transferred before', async () => {
    const { server, client, port } = await pair();
    const inbox = inboxOf(server);
    for (const sendIn of Object.values(FORMS)) {
      const buffer = ownBuffer(TEXT);
      structuredClone(buffer.buffer, { transfer: [buffer.buffer] });
      try {
        sendIn(client, buffer, port, LOOPBACK);
      } catch (error) {
        assert.ok(error instanceof TypeError, error.stack);
      }
    }
    for (const text of await inbox.untilMarker(client)) assert.equal(text, '');
  });

  describe('also while a name is looked up', () => {
    before(requireNamespace);

    it('in every form', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        const texts = sockets.receiveTexts(server, 12);
        function ownBytes() {
          const buffer = Buffer.from(new ArrayBuffer(9));
          buffer.write('as it was');
          return buffer;
        }
        for (const socket of [client, sockets.createSocket()]) {
          for (const change of [(b) => b.fill('x'), (b) => structuredClone(b.buffer, { transfer: [b.buffer] })]) {
            const buffers = [ownBytes(), ownBytes(), ownBytes()];
            socket.send(buffers[0], port, 'localhost');
            socket.send(buffers[1], 0, 9, port, 'localhost');
            socket.send([buffers[2]], port, 'localhost');
            for (const buffer of buffers) change(buffer);
          }
        }
        log(await texts);
        await sockets.closeAll();
      });
      assert.deepEqual(values[0], new Array(12).fill(TEXT));
    });
  });
});
