'use strict';

// Sends with callbacks to pair-receive.js, with at most `burst` messages in flight. Messages have numbers, since a
// simulated network may lose some.

const { Meter, finish, listen, options } = require('./common');

const { burst, size } = options;
const [port] = options.ports;
const MARKS = 20; // so many times, since some may be lost
const LAST = 100; // ms until what is sent last has arrived
const PATIENCE = 200; // ms without an acknowledgement until what is in flight is given up
const message = Buffer.alloc(size, 'm');
const meter = new Meter();
let queued = 0;
let sent = 0;
let acknowledged = 0;
let patience;
let hasEnded = false;

listen((socket) => {
  function fillWindow() {
    while (queued - acknowledged < burst) {
      queued++;
      message.writeUInt32LE(queued);
      socket.send(message, port, '127.0.0.1', onSent);
    }
  }

  function mark(text) {
    for (let i = 0; i < MARKS; i++) socket.send(text, port, '127.0.0.1');
  }

  function onSent(error) {
    if (error) throw error;
    sent++;
  }

  function onAcknowledged(count) {
    if (hasEnded) return;
    acknowledged = Math.max(acknowledged, count);
    patience.refresh();
    const wasMeasuring = meter.measuring;
    const isOver = meter.isOver(acknowledged);
    if (meter.measuring && !wasMeasuring) mark('b');
    if (isOver) {
      hasEnded = true;
      const result = meter.result(acknowledged);
      mark('e');
      setTimeout(() => finish(result), LAST);
    } else {
      fillWindow();
    }
  }

  patience = setInterval(() => onAcknowledged(sent), PATIENCE);
  socket.on('message', (bytes) => onAcknowledged(bytes.readUInt32LE()));
  fillWindow();
});
