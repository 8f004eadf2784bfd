'use strict';

// Receives a flood and counts. After every burst it sleeps for `pause` ms, so that more messages always wait: where
// messages come one by one, a sender alone cannot keep a fast receiver busy, and waking up would be measured instead.

const { Meter, finish, listen, options, print } = require('./common');

const { burst, pause, size } = options;

const clock = new Int32Array(new SharedArrayBuffer(4));
const meter = new Meter();
let received = 0;
let over = false;

listen((socket) => {
  socket.on('message', (message, rinfo) => {
    if (message.length !== size || rinfo.size !== size) throw new Error('A message of the wrong size');
    received++;
    if (received % burst !== 0 || over) return;
    over = meter.isOver(received);
    if (over) finish(meter.result(received));
    else if (pause > 0) Atomics.wait(clock, 0, 0, pause);
  });
  print({ ports: [socket.address().port] });
});
