'use strict';

// Sends datagrams of many sizes to a peer, from two sockets, one of which has other times to live than the usual ones;
// ends when it has heard nothing for a while.

const dgram = require('dgram');

const [port, address] = [Number(process.argv[2]), process.argv[3]];
const COUNT = 120;
const MULTICAST = '239.9.9.9';
const SILENCE = 500; // ms

const sockets = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
const end = () => sockets.forEach((socket) => socket.close());
let timer = setTimeout(end, SILENCE);

function message(number) {
  return Buffer.from(`${number} `.padEnd(number * 12, 'x'));
}

sockets.forEach((socket, which) => {
  socket.on('message', () => {
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE);
  });
  socket.bind(0, which === 0 ? undefined : '10.99.0.1', () => {
    if (which === 1) {
      socket.setTTL(9);
      socket.setMulticastTTL(2);
    }
    for (let number = which; number < COUNT; number += 2) {
      socket.send(message(number), port, number % 10 === which ? MULTICAST : address);
    }
  });
});
