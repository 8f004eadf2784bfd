'use strict';

// Answers each datagram with what was in it, turned round.

const socket = require('node:dgram').createSocket('udp4');

socket.on('message', (message, { port, address }) => socket.send(Buffer.from(message).reverse(), port, address));
socket.bind(5683, '10.99.0.2', () => console.log('bound'));
