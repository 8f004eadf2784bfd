'use strict';

// Several boards in one process: each has a module of its own, and does to its own datagrams what it would alone.

const assert = require('node:assert/strict');

const { createDgram } = require('../../lib/dgram.js');
const { SimulatedBoard } = require('../../sim/board/board.js');
const { read } = require('../../sim/board/settings.js');
const { bind, boundSocket, closeAll, eventOf, inboxOf, track } = require('../support/sockets.js');

const COUNT = 60;

function boardOf(spelled) {
  const board = new SimulatedBoard(read(spelled));
  const { createSocket, Socket } = createDgram(board);
  return { board, Socket, createSocket: (...args) => track(createSocket(...args)) };
}

/** The numbers that get through from a board, of so many that it sends in turn. */
async function numbersThrough(sender, receiver) {
  const inbox = inboxOf(receiver);
  const { port } = receiver.address();
  for (let i = 0; i < COUNT; i++) {
    await new Promise((resolve) => { sender.send(String(i), port, '127.0.0.1', resolve); });
  }
  return (await inbox.untilMarker()).map(Number);
}

describe('two boards in one process', () => {
  afterEach(closeAll);

  it('lose each its own datagrams, as it would alone', async () => {
    const alone = {};
    for (const seed of [7, 8]) {
      const { createSocket } = boardOf({ loss: '50%', direction: 'send', seed });
      alone[seed] = await numbersThrough(await bind(createSocket('udp4')), await boundSocket());
    }
    assert.notDeepEqual(alone[7], alone[8]);

    const seven = boardOf({ loss: '50%', direction: 'send', seed: 7 });
    const eight = boardOf({ loss: '50%', direction: 'send', seed: 8 });
    const senders = [await bind(seven.createSocket('udp4')), await bind(eight.createSocket('udp4'))];
    const receivers = [await boundSocket(), await boundSocket()];
    const together = await Promise.all(senders.map((sender, i) => numbersThrough(sender, receivers[i])));
    assert.deepEqual(together, [alone[7], alone[8]]);
    for (const [{ board }, through] of [[seven, together[0]], [eight, together[1]]]) {
      assert.equal(board.network.out.counts.lost, COUNT - through.length);
    }
  });

  it('have each a target, with its errors and its warnings', async () => {
    const warnings = [];
    const onWarning = ({ code, message }) => {
      if (code === 'IOTJS_DGRAM_TARGET') warnings.push(/△ on (\S+)/.exec(message)[1]);
    };
    process.on('warning', onWarning);
    const nuttx = boardOf({ target: 'nuttx-stm32f4' });
    const tizen = boardOf({ target: 'tizen-rpi' });
    const plain = boardOf({});
    const again = boardOf({ target: 'nuttx-stm32f4' });
    const sockets = [nuttx, tizen, plain, again].map(({ createSocket }) => createSocket('udp4'));
    for (const socket of sockets) await bind(socket);
    const tried = sockets.map((socket) => {
      try {
        return socket.setMulticastLoopback(true);
      } catch (error) {
        return error.code;
      }
    });
    assert.deepEqual(tried, ['IOTJS_DGRAM_UNSUPPORTED', true, true, 'IOTJS_DGRAM_UNSUPPORTED']);
    for (const socket of sockets) {
      const closed = eventOf(socket, 'close');
      socket.close();
      await closed;
    }
    process.removeListener('warning', onWarning);
    // close() has a limit there: each of the two boards is told.
    assert.deepEqual(warnings, ['nuttx-stm32f4', 'nuttx-stm32f4']);
  });

  it('do not see what a script did to the Socket class of the other', () => {
    const one = boardOf({});
    const other = boardOf({});
    one.Socket.prototype.send = () => 'patched';
    one.Socket.prototype.extra = true;
    const socket = other.createSocket('udp4');
    assert.notEqual(socket.send, one.Socket.prototype.send);
    assert.equal(socket.extra, undefined);
    assert.ok(socket instanceof other.Socket);
    assert.ok(!(socket instanceof one.Socket));
  });
});
