'use strict';

// Sends ten messages a second from each of its sockets, at times that have nothing to do with each other.
// Usage: fleet-sender.js <port> [sockets]

const dgram = require('dgram');

const PERIOD = 100; // milliseconds
const [port, sockets = 1] = process.argv.slice(2).map(Number);

function start(socket) {
  let next = performance.now() + PERIOD * Math.random();

  // By the clock: intervals of many sockets would become one.
  function send() {
    socket.send('hello', port, '127.0.0.1');
    next += PERIOD;
    setTimeout(send, next - performance.now());
  }

  setTimeout(send, next - performance.now());
  console.log('up');
}

for (let i = 0; i < sockets; i++) {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => start(socket));
}
