'use strict';

// Prints what becomes of setMulticastTTL() and of setTTL(): 'works', or the error's code and the target that it names.
//
// Usage: probe.js [SETTINGS]      for simulate(), as JSON

const iotjsDgram = '../../../..';

if (process.argv[2] !== undefined) require(`${iotjsDgram}/lib/simulate.js`)(JSON.parse(process.argv[2]));

const dgram = require(iotjsDgram);
const { targetNames } = require(`${iotjsDgram}/sim/board/table.js`);

function outcome(body) {
  try {
    body();
    return 'works';
  } catch ({ code, message }) {
    return `${code} ${targetNames().find((name) => message.includes(name))}`;
  }
}

const socket = dgram.createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  console.log(JSON.stringify([outcome(() => socket.setMulticastTTL(3)), outcome(() => socket.setTTL(3))]));
  socket.close();
});
