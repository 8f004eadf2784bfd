'use strict';

// One of a fleet that does nothing: a socket that has sent a message and got it back, and waits for the next one.

const dgram = require('dgram');

const client = dgram.createSocket('udp4');
client.once('message', () => console.log('up'));
client.bind(0, '127.0.0.1', () => client.send('hello', client.address().port, '127.0.0.1'));
