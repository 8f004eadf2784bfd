'use strict';

// Counts messages, and prints how many there were so far whenever a line comes on its standard input.

const dgram = require('dgram');

let count = 0;
const sink = dgram.createSocket('udp4');
sink.on('message', () => { count++; });
sink.bind(0, '127.0.0.1', () => console.log(sink.address().port));
process.stdin.on('data', () => console.log(count)).on('end', () => sink.close());
