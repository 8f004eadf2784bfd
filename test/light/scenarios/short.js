'use strict';

// Sends a message to itself, and ends with a socket and a timer.

const dgram = require('dgram');

const socket = dgram.createSocket('udp4');
socket.on('message', () => {
  console.log('answer');
  process.exit();
});
socket.bind(0, '127.0.0.1', () => socket.send('x', socket.address().port, '127.0.0.1'));
setInterval(() => {}, 1000);
