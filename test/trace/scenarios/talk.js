'use strict';

// Sends numbered messages from one socket to another, which answers each; closes both when no more come.
// Usage: talk.js [messages]

const dgram = require('dgram');

const count = Number(process.argv[2] || 5);
const QUIET = 400; // ms; longer than anything is on its way

const client = dgram.createSocket('udp4');
const server = dgram.createSocket('udp4');
let timer;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    client.close();
    server.close();
  }, QUIET);
}

server.on('message', (message, { port, address }) => {
  wait();
  server.send(`re ${message}`, port, address);
});
client.on('message', wait);
client.bind(0, '127.0.0.1', () => {
  server.bind(0, '127.0.0.1', () => {
    const { port } = server.address();
    console.log(JSON.stringify({ client: client.address().port, server: port }));
    for (let i = 0; i < count; i++) client.send(`message ${i}`, port, '127.0.0.1', wait);
  });
});
