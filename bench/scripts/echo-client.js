'use strict';

// One message there and back, then the next; in microseconds.

const { cpuTime, finish, listen, options } = require('./common');

const [port] = options.ports;
const PATIENCE = 200; // ms until an answer is given up
const message = Buffer.alloc(options.size, 'm');
const times = [];
let sentAt;
let cpu; // since the warm-up
let elapsed; // as well

function result() {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)];
  return { messages: times.length, median: at(0.5), p99: at(0.99), cpu: cpuTime() - cpu, elapsed };
}

listen((socket) => {
  const start = performance.now();
  const warm = start + options.warmup;
  const end = warm + options.measure;
  let over = false;

  function sendNext() {
    sentAt = process.hrtime.bigint();
    socket.send(message, port, '127.0.0.1');
  }

  const patience = setInterval(sendNext, PATIENCE);
  socket.on('message', () => {
    const time = Number(process.hrtime.bigint() - sentAt) / 1000;
    const now = performance.now();
    if (now > warm) {
      cpu ??= cpuTime();
      times.push(time);
    }
    if (over) return;
    patience.refresh();
    over = now > end;
    elapsed = Math.round((now - warm) * 1000);
    if (over) finish(result());
    else sendNext();
  });
  sendNext();
});
