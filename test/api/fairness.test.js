'use strict';

// No socket starves the rest of the process.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, pair, receiveTexts, roundTrip, send,
} = require('../support/sockets.js');

describe('a script that sends again', () => {
  afterEach(closeAll);

  /** Waits until timers, immediates and messages of another pair of sockets have had their turns. */
  async function everythingElse() {
    await roundTrip();
    await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
    await nextTurn();
    await roundTrip();
  }

  it('from its own send callback starves neither timers nor receiving', async () => {
    const { server, client, port } = await pair();
    let going = true;
    let calls = 0;
    const received = receiveTexts(server, 20);
    const stopped = new Promise((resolve) => {
      function again(error) {
        assert.equal(error, null);
        calls++;
        if (going) {
          client.send('again', port, LOOPBACK, again);
        } else {
          resolve();
        }
      }
      again(null);
    });
    await received;
    await everythingElse();
    going = false;
    await stopped;
    assert.ok(calls >= 20);
  });

  it('from many callbacks at a time starves nothing either', async () => {
    const { server, client, port } = await pair();
    let going = true;
    const received = receiveTexts(server, 100);
    const chains = Array.from({ length: 30 }, async () => {
      while (going) await send(client, 'again', port, LOOPBACK);
    });
    await received;
    await everythingElse();
    going = false;
    await Promise.all(chains);
  });

  it('from its own message listener starves neither timers nor other sockets', async () => {
    const socket = await boundSocket();
    const { port } = socket.address();
    let count = 0;
    socket.on('message', () => {
      count++;
      socket.send('again', port, LOOPBACK);
    });
    for (let i = 0; i < 10; i++) socket.send('start', port, LOOPBACK);
    await receiveTexts(socket, 500);
    await everythingElse();
    const before = count;
    await receiveTexts(socket, 10);
    assert.ok(count > before, 'the chain goes on');
    socket.removeAllListeners('message');
    await roundTrip();
  });

  it('from the listening event of one socket after the other starves nothing either', async () => {
    const { server, port } = await pair();
    let going = true;
    const received = receiveTexts(server, 20);
    const stopped = new Promise((resolve) => {
      function next() {
        if (!going) {
          resolve();
          return;
        }
        const socket = createSocket();
        socket.send('hello', port, LOOPBACK, () => socket.close());
        socket.on('listening', next);
      }
      next();
    });
    await received;
    await everythingElse();
    going = false;
    await stopped;
    await roundTrip();
  });

  it('from the callback of a send that is refused starves nothing either', async () => {
    const { client, port } = await pair();
    let going = true;
    const stopped = (async () => {
      while (going) assert.ok((await send(client, 'x', port, '127.255.255.255')).error);
    })();
    await everythingElse();
    going = false;
    await stopped;
  });
});
