'use strict';

// Counts messages, and acknowledges every 64 with their count so far. A message of one byte is a mark: 'b' begins the
// measurement, 'e' ends it.

const { Meter, finish, listen, options, print } = require('./common');

const ACK_EVERY = 64;

const meter = new Meter();
let received = 0;

function onMark(mark) {
  if (mark === 'b') meter.begin(received);
  if (mark === 'e') finish(meter.result(received));
}

listen((socket) => {
  socket.on('message', (message, rinfo) => {
    if (message.length === 1) {
      onMark(message.toString());
      return;
    }
    if (message.length !== options.size) throw new Error('A message of the wrong size');
    received++;
    if (received % ACK_EVERY !== 0) return;
    const count = Buffer.alloc(4);
    count.writeUInt32LE(received);
    socket.send(count, rinfo.port, rinfo.address);
  });
  print({ ports: [socket.address().port] });
});
