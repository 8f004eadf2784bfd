'use strict';

// Does in two workers and then in the main thread what a target warns of: opens as many sockets as it is told, sends
// from each of them, and receives a datagram of 2,000 bytes.
//
// Usage: workers.js SOCKETS

const { once } = require('node:events');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const dgram = require('../../../..');

const LOOPBACK = '127.0.0.1';

async function use(count) {
  const sockets = Array.from({ length: count }, () => dgram.createSocket('udp4'));
  for (const socket of sockets) await once(socket.bind(0, LOOPBACK), 'listening');
  const [receiver] = sockets;
  const helper = require('node:dgram').createSocket('udp4').bind(0, LOOPBACK);
  await once(helper, 'listening');
  for (const socket of sockets) socket.send('x', helper.address().port, LOOPBACK);
  await new Promise((resolve) => {
    let left = sockets.length;
    helper.on('message', (msg, { port }) => {
      if (--left === 0) resolve();
      helper.send(Buffer.alloc(2000), port, LOOPBACK);
    });
  });
  await once(receiver, 'message');
  helper.close();
  for (const socket of sockets) socket.close();
}

async function main() {
  const count = Number(process.argv[2]);
  const workers = [1, 2].map(() => new Worker(__filename, { workerData: count }));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  await use(count);
}

if (isMainThread) {
  main();
} else {
  use(workerData);
}
