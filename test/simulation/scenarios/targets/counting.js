'use strict';

// Opens, uses and closes sockets, never more at a time than two, then a third one; prints how many warnings there had
// been before that one and after it.

const { setImmediate: nextTurn } = require('node:timers/promises');

const dgram = require('../../../..');

let warnings = 0;
process.on('warning', ({ code, message }) => {
  if (code === 'IOTJS_DGRAM_TARGET' && message.includes('createSocket')) warnings++;
});

async function main() {
  const first = dgram.createSocket('udp4');
  for (let i = 0; i < 5; i++) {
    const second = dgram.createSocket('udp4');
    if (i % 2 === 0) second.bind(0, '127.0.0.1');
    await nextTurn();
    second.close();
  }
  const rest = [dgram.createSocket('udp4')];
  await nextTurn();
  const before = warnings;
  rest.push(dgram.createSocket('udp4'), dgram.createSocket('udp4'));
  await nextTurn();
  console.log(JSON.stringify([before, warnings]));
  for (const socket of [first, ...rest]) socket.close();
}

main();
