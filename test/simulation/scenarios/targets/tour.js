'use strict';

// Calls the APIs of the platform table, and prints for each call what came of it: a line of JSON with `api`, `open`
// (the sockets that are open after it), `result` or `error`, and the `warnings` that came of it.
//
// Usage: tour.js [membership]      only what needs a network namespace, instead of all that does not

const node = require('node:dgram');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');

const dgram = require('../../../..');

const LOOPBACK = '127.0.0.1';
const GROUP = '230.255.255.250';

const warnings = [];
process.on('warning', ({ code, message, name }) => warnings.push({ code, message, name }));

let open = 0;

async function call(api, body) {
  const line = { api };
  let result;
  try {
    result = body();
    line.result = typeof result === 'object' ? 'an object' : String(result);
  } catch ({ name, code, message }) {
    line.error = { name, code, message };
  }
  // A warning is emitted in a tick, what the system refused told of in an immediate.
  await nextTurn();
  await nextTurn();
  if (api === 'createSocket' && result !== undefined) open++;
  if (api === 'close' && line.error === undefined) open--;
  console.log(JSON.stringify({ ...line, open, warnings: warnings.splice(0) }));
  return result;
}

function openSocket() {
  return call('createSocket', () => dgram.createSocket('udp4'));
}

async function bind(socket) {
  const listening = once(socket, 'listening');
  await call('bind', () => socket.bind(0, LOOPBACK));
  await listening;
}

/** Sends to a socket of Node's, to see it arrive. */
async function send(socket) {
  const receiver = node.createSocket('udp4').bind(0, LOOPBACK);
  await once(receiver, 'listening');
  const arrived = once(receiver, 'message');
  await call('send', () => socket.send('x', receiver.address().port, LOOPBACK));
  await arrived;
  receiver.close();
}

async function boundSocket() {
  const socket = await openSocket();
  await bind(socket);
  return socket;
}

async function tourOfMembership() {
  const socket = await boundSocket();
  await call('addMembership', () => socket.addMembership(GROUP));
  await call('dropMembership', () => socket.dropMembership(GROUP));
  socket.close();
}

async function tour() {
  const first = await boundSocket();
  await send(first);
  await call('address', () => first.address());
  await call('setBroadcast', () => first.setBroadcast(true));
  await call('setMulticastLoopback', () => first.setMulticastLoopback(true));
  await call('setMulticastTTL', () => first.setMulticastTTL(3));
  await call('setTTL', () => first.setTTL(5));

  const second = await boundSocket();
  await send(second);
  const third = await openSocket(); // send() binds it: that is no bind() of the script
  await send(third);
  const fourth = await boundSocket();
  await send(fourth);
  await call('setTTL', () => second.setTTL(5));
  for (const socket of [first, second, third, fourth]) await call('close', () => socket.close());
}

if (process.argv[2] === 'membership') {
  tourOfMembership();
} else {
  tour();
}
