'use strict';

// Sends bursts with callbacks, from each of the sockets in turn and to each of the ports in turn. After the last
// callback of a burst the loop goes round once before the next one.

const { Meter, finish, listen, options } = require('./common');

const { burst, ports, senders = 1, size } = options;
const message = Buffer.alloc(size, 'm');
const meter = new Meter();
const sockets = [];
let waiting = 0;
let sent = 0;

function sendBurst() {
  if (meter.isOver(sent)) {
    finish({ ...meter.result(sent), total: sent });
    return;
  }
  waiting = burst;
  for (let i = 0; i < burst; i++) {
    sockets[(sent + i) % senders].send(message, ports[(sent + i) % ports.length], '127.0.0.1', onSent);
  }
}

function onSent(error, length) {
  if (error) throw error;
  if (length !== size) throw new Error(`${length} bytes were sent`);
  sent++;
  if (--waiting === 0) setImmediate(sendBurst);
}

for (let i = 0; i < senders; i++) {
  listen((socket) => {
    if (sockets.push(socket) === senders) sendBurst();
  });
}
