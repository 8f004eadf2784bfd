'use strict';

// No socket starves the rest of the process.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, pair, receiveTexts, roundTrip, send,
} = require('../support/sockets.js');

/** So many sends end a chain that nothing has stopped before; it makes some thousand while all others have a turn. */
const FAR_TOO_MANY = 500000;

/** Sends that follow each other until they are stopped. */
class Chain {
  #left = FAR_TOO_MANY;
  #isStopped = false;

  /** @returns {boolean} whether to send again */
  goesOn() {
    return !this.#isStopped && this.#left-- > 0;
  }

  stop() {
    this.#isStopped = true;
    assert.ok(this.#left > 0, `nothing else had a turn before ${FAR_TOO_MANY} sends`);
  }
}

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
    const chain = new Chain();
    const received = receiveTexts(server, 20);
    const stopped = new Promise((resolve) => {
      function again(error) {
        assert.equal(error, null);
        if (chain.goesOn()) {
          client.send('again', port, LOOPBACK, again);
        } else {
          resolve();
        }
      }
      again(null);
    });
    await received;
    await everythingElse();
    chain.stop();
    await stopped;
  });

  it('from many callbacks at a time starves nothing either', async () => {
    const { server, client, port } = await pair();
    const chain = new Chain();
    const received = receiveTexts(server, 100);
    const chains = Array.from({ length: 30 }, async () => {
      while (chain.goesOn()) await send(client, 'again', port, LOOPBACK);
    });
    await received;
    await everythingElse();
    chain.stop();
    await Promise.all(chains);
  });

  it('from its own message listener starves neither timers nor other sockets', async () => {
    const socket = await boundSocket();
    const { port } = socket.address();
    const chain = new Chain();
    socket.on('message', () => {
      if (chain.goesOn()) socket.send('again', port, LOOPBACK);
    });
    for (let i = 0; i < 10; i++) socket.send('start', port, LOOPBACK);
    await receiveTexts(socket, 500);
    await everythingElse();
    // The chain has gone on meanwhile, and goes on.
    await receiveTexts(socket, 10);
    chain.stop();
    socket.removeAllListeners('message');
    await roundTrip();
  });

  it('from the listening event of one socket after the other starves nothing either', async () => {
    const { server, port } = await pair();
    const chain = new Chain();
    const received = receiveTexts(server, 20);
    const stopped = new Promise((resolve) => {
      function next() {
        if (!chain.goesOn()) {
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
    chain.stop();
    await stopped;
    await roundTrip();
  });

  it('from the callback of a send that is refused starves nothing either', async () => {
    const { client, port } = await pair();
    const chain = new Chain();
    const stopped = (async () => {
      while (chain.goesOn()) assert.ok((await send(client, 'x', port, '127.255.255.255')).error);
    })();
    await everythingElse();
    chain.stop();
    await stopped;
  });
});
