'use strict';

// Sends a burst with callbacks, to each of the ports in turn; when the last callback has come, the loop goes round once
// and the next burst follows.

const { Meter, finish, listen, options } = require('./common');

const { burst, ports, size } = options;
const message = Buffer.alloc(size, 'm');
const meter = new Meter();
let waiting = 0;
let sent = 0;

listen((socket) => {
  function sendBurst() {
    if (meter.isOver(sent)) {
      finish({ ...meter.result(sent), total: sent });
      return;
    }
    waiting = burst;
    for (let i = 0; i < burst; i++) {
      socket.send(message, ports[(sent + i) % ports.length], '127.0.0.1', onSent);
    }
  }

  function onSent(error, length) {
    if (error) throw error;
    if (length !== size) throw new Error(`${length} bytes were sent`);
    sent++;
    if (--waiting === 0) setImmediate(sendBurst);
  }

  sendBurst();
});
