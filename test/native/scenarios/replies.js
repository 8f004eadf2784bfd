'use strict';

// When what a 'message' handler sends leaves, and how much of the loop a socket takes.

const assert = require('node:assert/strict');
const nodeDgram = require('node:dgram');
const { once } = require('node:events');

const { play } = require('../support/scenarios.js');
const { bound, closed, event } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';
const ROUNDS = 20;

process.removeAllListeners('warning'); // messages that close() discards

play({
  /** The reply has left when the batch ends, which is before the script's immediates. */
  async 'before-immediates'() {
    const other = nodeDgram.createSocket('udp4');
    other.bind(0, LOOPBACK);
    await once(other, 'listening');
    const socket = await bound();
    for (let round = 0; round < ROUNDS; round++) {
      const log = [];
      const finished = new Promise((resolve) => {
        socket.once('message', (message, { port }) => {
          setImmediate(() => { log.push('immediate'); resolve(); });
          socket.send('reply', port, LOOPBACK, () => { log.push('sent'); });
        });
      });
      const replied = once(other, 'message');
      other.send('ask', socket.address().port, LOOPBACK);
      await Promise.all([finished, replied]);
      assert.deepEqual(log, ['sent', 'immediate']);
    }
    await closed(socket);
    other.close();
  },

  /** A socket that is never empty: what it takes in one turn is bounded, and immediates come in between. */
  async bounded() {
    const socket = await bound();
    const { port } = socket.address();
    const FEW = 100;
    let inTurn = 0;
    let most = 0;
    let left = 3000;
    const over = new Promise((resolve) => {
      socket.on('message', () => {
        inTurn++;
        most = Math.max(most, inTurn);
        if (--left === 0) resolve();
        if (left > 0) socket.send('again', port, LOOPBACK);
      });
    });
    let running = true;
    function turn() {
      inTurn = 0;
      if (running) setImmediate(turn);
    }
    turn();
    for (let i = 0; i < FEW; i++) socket.send('first', port, LOOPBACK);
    await over;
    running = false;
    assert.ok(most <= 128 + 64, `${most} in one turn`); // UDP_RECEIVE_MAX, and a run that came along
    const close = event(socket, 'close');
    socket.close();
    await close;
  },
});
