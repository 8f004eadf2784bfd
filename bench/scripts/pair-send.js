'use strict';

// Sends with callbacks to pair-receive.js, with at most `burst` messages in flight.

const { Meter, finish, listen, options } = require('./common');

const { burst, size } = options;
const [port] = options.ports;
const PATIENCE = 200; // ms without an acknowledgement until what is in flight is given up
const message = Buffer.alloc(size, 'm');
const meter = new Meter();
let queued = 0;
let sent = 0;
let acknowledged = 0;
let patience;

listen((socket) => {
  function fillWindow() {
    while (queued - acknowledged < burst) {
      queued++;
      socket.send(message, port, '127.0.0.1', onSent);
    }
  }

  function onSent(error) {
    if (error) throw error;
    sent++;
  }

  function onAcknowledged(count) {
    acknowledged = count;
    patience.refresh();
    const wasMeasuring = meter.measuring;
    const isOver = meter.isOver(acknowledged);
    if (meter.measuring && !wasMeasuring) socket.send('b', port, '127.0.0.1');
    if (isOver) {
      const result = meter.result(acknowledged);
      socket.send('e', port, '127.0.0.1', () => finish(result));
    } else {
      fillWindow();
    }
  }

  patience = setInterval(() => onAcknowledged(sent), PATIENCE);
  socket.on('message', (bytes) => onAcknowledged(bytes.readUInt32LE()));
  fillWindow();
});
