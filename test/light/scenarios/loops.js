'use strict';

// Copies that never give control back, beside others that work: each plays the loop of its index; those behind the last
// one work. Each loop is in the line of its name.

const dgram = require('dgram');
const dns = require('dns');
const fs = require('fs');

const ROUNDS = 40;
const HOST = '127.0.0.1';

/** Calls back with a bound socket and its port. */
function withSocket(callback) {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, HOST, () => callback(socket, socket.address().port));
}

/* eslint-disable @stylistic/max-len -- each in one line */
const LOOPS = {
  'the script itself': () => { for (;;); },
  'a timer': () => { setTimeout(() => { for (;;); }, 5); },
  'an interval': () => { setInterval(() => { for (;;); }, 5); },
  'an immediate': () => { setTimeout(() => setImmediate(() => { for (;;); }), 5); },
  'an immediate among others': () => { setTimeout(() => { setImmediate(() => {}); setImmediate(() => { for (;;); }); setImmediate(() => {}); }, 5); },
  'a tick': () => { process.nextTick(() => { for (;;); }); },
  'ticks that call for each other': () => { (function next() { process.nextTick(next); })(); },
  'a promise job': () => { setTimeout(() => Promise.resolve().then(() => { for (;;); }), 5); },
  'promise jobs that call for each other': () => { (function next() { Promise.resolve().then(next); })(); },
  'a job of queueMicrotask()': () => { setTimeout(() => queueMicrotask(() => { for (;;); }), 5); },
  'an async function': () => { (async () => { await null; for (;;); })(); },
  'an async function that awaits': () => { (async () => { for (;;) await null; })(); },
  'an exit listener': () => { process.on('exit', () => { for (;;); }); },
  'an exit listener after process.exit()': () => { process.on('exit', () => { for (;;); }); setTimeout(() => process.exit(), 5); },
  'a listener of beforeExit': () => { process.on('beforeExit', () => { for (;;); }); },
  'a listener of uncaughtException': () => { process.on('uncaughtException', () => { for (;;); }); setTimeout(() => { throw new Error(''); }, 5); },
  'a listener of unhandledRejection': () => { process.on('unhandledRejection', () => { for (;;); }); Promise.reject(new Error('')); },
  'a listener of message': () => { withSocket((socket, port) => { socket.on('message', () => { for (;;); }); socket.send('one', port, HOST); socket.send('other', port, HOST); }); },
  'a listener of listening': () => { withSocket(() => { for (;;); }); },
  'a listener of close': () => { withSocket((socket) => { socket.close(() => { for (;;); }); }); },
  'the callback of a send': () => { withSocket((socket, port) => { socket.send('one', port, HOST, () => { for (;;); }); socket.send('other', port, HOST, () => {}); }); },
  'the callback of a lookup': () => { dns.lookup('localhost', () => { for (;;); }); },
  'the callback of a file': () => { fs.readFile(__filename, () => { for (;;); }); },
  'what catches errors': () => { for (let i = 0; ; i++) { try { for (;;) i++; } catch { i++; } finally { if (i > 0) continue; } } }, // eslint-disable-line no-unsafe-finally
  'a regular expression': () => { /^(a+)+$/.test(`${'a'.repeat(60)}b`); },
  'JSON.stringify() of much': () => { const much = Array(100).fill({ a: [1, 2, 3] }); for (;;) JSON.stringify(much); },
  'Atomics.wait()': () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); },
  'timers again and again': () => { for (;;) clearTimeout(setTimeout(() => {}, 5)); },
  'sockets again and again': () => { for (;;) dgram.createSocket('udp4').close(); },
  'files again and again': () => { for (;;) fs.readFileSync(__filename); },
};
/* eslint-enable @stylistic/max-len */

/** Does some of everything, prints how often, and ends. */
function work() {
  const done = { timers: 0, immediates: 0, ticks: 0, jobs: 0, files: 0, messages: 0, sent: 0 };
  const count = (name) => () => { done[name]++; };
  withSocket((socket, port) => {
    socket.on('message', count('messages'));
    const timer = setInterval(() => {
      done.timers++;
      for (let i = 0; i < 2; i++) {
        setImmediate(() => {
          done.immediates++;
          process.nextTick(count('ticks'));
          Promise.resolve().then(count('jobs'));
        });
      }
      fs.readFile(__filename, count('files'));
      socket.send('x', port, HOST, count('sent'));
      if (done.timers === ROUNDS) clearInterval(timer);
    }, 5);
    (async function end() {
      const isBehind = () => Object.values(done).some((each) => each < ROUNDS);
      while (isBehind()) await new Promise((resolve) => { setTimeout(resolve, 5); });
      console.log(JSON.stringify(done));
      socket.close();
    })();
  });
}

if (require.main === module) {
  (Object.values(LOOPS)[process.env.IOTJS_DGRAM_INDEX] ?? work)();
}

module.exports = { LOOPS, ROUNDS };
