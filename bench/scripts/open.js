'use strict';

// Opens many sockets, each bound to a port of its own, and closes them again.

const { cpuTime, dgram, finish, options } = require('./common');

const collect = globalThis.gc ?? (() => globalThis.Bun?.gc(true));

function openAll(count, callback) {
  const sockets = [];
  let listening = 0;
  for (let i = 0; i < count; i++) {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      if (++listening === count) callback(sockets);
    });
    sockets.push(socket);
  }
}

function closeAll(sockets, callback) {
  let open = sockets.length;
  for (const socket of sockets) {
    socket.close(() => {
      if (--open === 0) callback();
    });
  }
}

function measure(count) {
  collect();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  let cpu = cpuTime();
  openAll(count, (sockets) => {
    cpu = cpuTime() - cpu;
    collect();
    const bytes = process.memoryUsage.rss() - before;
    const closing = cpuTime();
    closeAll(sockets, () => {
      cpu += cpuTime() - closing;
      const elapsed = Math.round((performance.now() - start) * 1000);
      finish({ sockets: count, cpu, elapsed, bytes });
    });
  });
}

openAll(Math.ceil(options.sockets / 20), (sockets) => closeAll(sockets, () => measure(options.sockets)));
