'use strict';

// Counts messages, and acknowledges every 64 with the number of the last one. A message of one byte is a mark, which
// may come several times: 'b' begins the measurement, 'e' ends it.

const { Meter, finish, listen, options, print } = require('./common');

const ACK_EVERY = 64;
const NUMBER = 4; // bytes

const meter = new Meter();
let received = 0;
let isOver = false;

function onMark(mark) {
  if (mark === 'b' && !meter.measuring) meter.begin(received);
  if (mark !== 'e' || isOver) return;
  isOver = true;
  finish(meter.result(received));
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
    socket.send(Buffer.from(message.subarray(0, NUMBER)), rinfo.port, rinfo.address);
  });
  print({ ports: [socket.address().port] });
});
