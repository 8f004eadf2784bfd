'use strict';

// Receives datagrams of the sizes that it is given, and prints for each: [the size, rinfo.size, msg.length, whether the
// bytes are those that were sent, the warnings by then].
//
// Usage: sizes.js SIZE... [burst]      `burst`: all sent in one go, and by this package

const node = require('node:dgram');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');

const dgram = require('../../../..');

const LOOPBACK = '127.0.0.1';

const burst = process.argv.includes('burst');
const sizes = process.argv.slice(2).filter((argument) => argument !== 'burst').map(Number);

const warnings = [];
process.on('warning', ({ code, message }) => warnings.push([code, message]));

/** No two datagrams are alike, nor are two parts of one. */
function datagram(size, number) {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) + number * 7) & 0xff;
  return bytes;
}

/** address() may be missing on the target: whom the socket sends to knows its port. */
async function portOf(socket) {
  const helper = node.createSocket('udp4').bind(0, LOOPBACK);
  await once(helper, 'listening');
  socket.send('x', helper.address().port, LOOPBACK);
  const [, { port }] = await once(helper, 'message');
  helper.close();
  return port;
}

async function main() {
  const receiver = dgram.createSocket('udp4');
  await once(receiver.bind(0, LOOPBACK), 'listening');
  const port = await portOf(receiver);
  const sender = (burst ? dgram : node).createSocket('udp4');

  let count = 0;
  let arrived = () => {};
  receiver.on('message', (msg, rinfo) => {
    const sent = datagram(sizes[count], count);
    const line = [sizes[count], rinfo.size, msg.length, msg.equals(sent.subarray(0, msg.length))];
    count++;
    setImmediate(() => console.log(JSON.stringify([...line, warnings.slice()])));
    arrived();
  });

  if (burst) {
    sizes.forEach((size, i) => sender.send(datagram(size, i), port, LOOPBACK));
    while (count < sizes.length) await nextTurn();
  } else {
    for (const [i, size] of sizes.entries()) {
      const arrival = new Promise((resolve) => { arrived = resolve; });
      sender.send(datagram(size, i), port, LOOPBACK);
      await arrival;
      await nextTurn();
      await nextTurn();
    }
  }
  sender.close();
  receiver.close();
}

main();
