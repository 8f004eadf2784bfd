'use strict';

// What keeps the process alive, and what does not starve what.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { performance } = require('node:perf_hooks');

const { anotherInstance, open } = require('../support/addon.js');
const { play } = require('../support/scenarios.js');
const { bound, closed, dgram, event, sent } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';

/** Resolves when the process would end. */
function idle() {
  return event(process, 'beforeExit');
}

/** Resolves when each of several things has happened so often. */
function counted(names, times) {
  const left = new Map(names.map((name) => [name, times]));
  let resolve;
  const promise = new Promise((settle) => { resolve = settle; });
  function count(name) {
    left.set(name, left.get(name) - 1);
    if ([...left.values()].every((value) => value <= 0)) resolve();
  }
  return { count, promise };
}

/** Timers, immediates, the thread pool and messages, beside a script that never pauses. */
async function goOnBeside(socket, other) {
  process.removeAllListeners('warning'); // of messages that the end discards: not what this is about
  const { count, promise } = counted(['timer', 'immediate', 'file', 'message', 'other message'], 20);
  const timer = setInterval(count, 1, 'timer');
  let running = true;
  (function immediate() {
    count('immediate');
    if (running) setImmediate(immediate);
  })();
  (function read() {
    fs.stat(__filename, () => {
      count('file');
      if (running) read();
    });
  })();
  socket.on('message', () => count('message'));
  other.on('message', () => {
    count('other message');
    if (running) other.send('x', other.address().port, LOOPBACK);
  });
  other.send('x', other.address().port, LOOPBACK);
  await promise;
  running = false;
  clearInterval(timer);
}

play({
  async 'unbound-socket'() {
    const socket = dgram.createSocket('udp4');
    await idle();
    await closed(socket);
  },

  async 'closed-sockets'() {
    const socket = await bound();
    await sent(socket, 'x', socket.address().port);
    socket.close();
    await idle();
  },

  async 'closed-while-sending'() {
    process.removeAllListeners('warning');
    const socket = await bound();
    for (let i = 0; i < 100; i++) socket.send('x', socket.address().port, LOOPBACK, () => {});
    socket.close();
    await idle();
  },

  /** The flush is not what keeps the loop alive: only a socket that receives does. */
  async 'refused-on-unbound'() {
    const addon = anotherInstance();
    const socket = open(addon);
    assert.equal(addon.send(socket, 0, 'x', 0, 0, 0x7f000001, 9), 0);
    await idle();
    addon.close(socket);
  },

  /** The flush keeps the loop from blocking; when all has left it blocks again. */
  async 'no-spinning'() {
    const socket = await bound();
    await sent(socket, 'x', socket.address().port);
    const turns = () => performance.nodeTiming.uvMetricsInfo.loopCount;
    const before = turns();
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    assert.ok(turns() - before < 20, `${turns() - before} turns of the loop`);
    await closed(socket);
  },

  async 'send-forever'() {
    const socket = await bound();
    const other = await bound();
    let running = true;
    const ended = new Promise((resolve) => {
      (function again() {
        if (running) socket.send('x', socket.address().port, LOOPBACK, again);
        else resolve();
      })();
    });
    await goOnBeside(socket, other);
    running = false;
    await ended;
    await closed(socket, other);
  },

  async 'send-many-forever'() {
    const socket = await bound();
    const other = await bound();
    let running = true;
    let under = 0;
    const ended = new Promise((resolve) => {
      function again() {
        under--;
        if (running) start(1);
        else if (under === 0) resolve();
      }
      function start(count) {
        for (let i = 0; i < count; i++) {
          under++;
          socket.send('x', socket.address().port, LOOPBACK, again);
        }
      }
      start(200);
    });
    await goOnBeside(socket, other);
    running = false;
    await ended;
    await closed(socket, other);
  },

  /** A socket that answers itself for ever. */
  async 'echo-forever'() {
    const socket = await bound();
    const other = await bound();
    let running = true;
    socket.on('message', (message, { port }) => { if (running) socket.send(message, port, LOOPBACK); });
    for (let i = 0; i < 100; i++) socket.send(String(i), socket.address().port, LOOPBACK);
    await goOnBeside(socket, other);
    running = false;
    await closed(socket, other);
  },
});
