'use strict';

// Inside a callback the process or the worker exits, the callback throws, or the socket closes.

const { Worker, workerData } = require('node:worker_threads');

const { play } = require('../support/scenarios.js');
const { dgram, event } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';

/** What leads to each kind of callback; `end` is called in it, with the sockets that are open. */
const callbacks = {
  listening(end) {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, LOOPBACK, () => end(socket));
  },
  message(end) {
    const socket = dgram.createSocket('udp4', () => end(socket));
    socket.bind(0, LOOPBACK, () => {
      for (let i = 0; i < 100; i++) socket.send(`message ${i}`, socket.address().port, LOOPBACK, () => {});
    });
  },
  sent(end) {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, LOOPBACK, () => {
      const { port } = socket.address();
      for (let i = 0; i < 100; i++) socket.send(`message ${i}`, port, LOOPBACK, i === 3 ? () => end(socket) : () => {});
    });
  },
  refused(end) {
    const socket = dgram.createSocket('udp4');
    for (let i = 0; i < 100; i++) socket.send('#1', 9, LOOPBACK, () => end(socket));
  },
  resolved(end) {
    const socket = dgram.createSocket('udp4');
    for (let i = 0; i < 3; i++) socket.send('x', 9, 'name.slow', () => end(socket));
  },
  unresolved(end) {
    const socket = dgram.createSocket('udp4');
    for (let i = 0; i < 3; i++) socket.send('x', 9, 'name.none', () => end(socket));
  },
  error(end) {
    const first = dgram.createSocket('udp4');
    const second = dgram.createSocket('udp4');
    first.bind(0, LOOPBACK, () => second.bind(first.address().port, LOOPBACK));
    second.on('error', () => end(first, second));
  },
  close(end) {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, LOOPBACK, () => socket.close(() => end()));
  },
};

const ends = {
  exit() {
    process.exit(7);
  },
  throw() {
    throw new Error('thrown in a callback');
  },
  caught(...sockets) {
    process.once('uncaughtException', () => ends.close(...sockets));
    throw new Error('thrown in a callback');
  },
  close(...sockets) {
    for (const socket of sockets) socket.close();
  },
};

/** Ends once: further callbacks of sends that are under way do nothing. */
function begin(callback, end) {
  let ended = false;
  callbacks[callback]((...sockets) => {
    if (ended) return;
    ended = true;
    ends[end](...sockets);
  });
}

process.removeAllListeners('warning'); // of discarded messages: not what this is about

play({
  async main(callback, end) {
    process.once('beforeExit', () => console.log('ended by itself'));
    begin(callback, end);
    // Until the process has nothing left to do: play() would end it otherwise.
    await event(process, 'beforeExit');
  },
  async worker(callback, end) {
    const worker = new Worker(__filename, { workerData: { scenario: 'worker', callback, end } });
    worker.on('error', (error) => console.log(error.message));
    const code = await event(worker, 'exit');
    console.log(`worker exit ${code}`);
  },
}, {
  worker: () => begin(workerData.callback, workerData.end),
});
