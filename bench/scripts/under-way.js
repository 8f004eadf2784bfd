'use strict';

// Sends so many messages that all of them are on their way in a simulated network at once, and waits until they have
// come out of it. To be run with a delay of some seconds.
// Usage: under-way.js MODULE {"messages":N,"limit":MS}

const { cpuTime, dgram, finish, listen, options } = require('./common');

const TURN = 1000; // messages
const REST = 500; // ms
const message = Buffer.alloc(64, 'm');

listen((sink) => {
  let last = Date.now();
  sink.on('message', () => {
    last = Date.now();
  });
  const { port } = sink.address();
  const socket = dgram.createSocket('udp4');
  const memory = process.memoryUsage().rss;
  const cpu = cpuTime();
  let sent = 0;
  socket.bind(0, '127.0.0.1', function sendSome() {
    for (let i = 0; i < TURN; i++) socket.send(message, port, '127.0.0.1');
    sent += TURN;
    if (sent < options.messages) setImmediate(sendSome);
    else wait(process.memoryUsage().rss - memory);
  });

  function wait(bytes) {
    const isOver = Date.now() - last > REST && last > start;
    if (isOver) finish({ messages: sent, bytes, cpu: cpuTime() - cpu });
    else setTimeout(() => wait(bytes), REST);
  }

  const start = Date.now();
});
