'use strict';

// Copies in pairs: the one with an even index does something that the other one, and all others, must not notice. Each
// sees whether the world is as it should be, prints what is not, and ends.

const dgram = require('dgram');
const dns = require('dns');
const { EventEmitter } = require('events');
const fs = require('fs');
const timers = require('timers');
const util = require('util');

const shared = require('./shared.js');

const bang = (where) => new Error(`bang ${where}`);

/* eslint-disable no-extend-native -- that is what is tested */

/** Functions whose code is one for all copies. */
const SHARED = [dgram.Socket, dgram.createSocket, dgram.Socket.prototype.send, setTimeout, performance.now];

/** What is patched, and how one sees it. */
const PATCHES = {
  'an accidental global': [() => { globalThis.leaked = 1; }, () => typeof leaked === 'undefined'],
  'Object.prototype': [() => { Object.prototype.patched = 1; }, () => ({}).patched === undefined],
  'Array.prototype': [() => { Array.prototype.push = null; }, () => [].push instanceof Function],
  'Error.prototype': [() => { Error.prototype.patched = 1; }, () => new Error('').patched === undefined],
  'Function.prototype': [() => { Function.prototype.patched = 1; }, () => fs.readFile.patched === undefined],
  'what functions of this package and timers inherit': [
    () => SHARED.forEach((each) => { Object.getPrototypeOf(each).patched = 1; }),
    () => SHARED.every((each) => each.patched === undefined),
  ],
  'properties of functions of this package and timers': [
    () => SHARED.forEach((each) => { each.mark = 1; }),
    () => SHARED.every((each) => each.mark === undefined),
  ],
  'the prototype of timers': [
    () => { Object.getPrototypeOf(setTimeout(() => {}, 0)).ref = null; },
    () => setTimeout(() => {}, 0).ref instanceof Function,
  ],
  'performance.now': [() => { performance.now = null; }, () => performance.now() > 0],
  'Promise.prototype': [() => { Promise.prototype.then = null; }, () => Promise.prototype.then instanceof Function],
  'Buffer.prototype': [() => { Buffer.prototype.toString = () => 'patched'; }, () => `${Buffer.from('a')}` === 'a'],
  'Buffer.from': [() => { Buffer.from = null; }, () => Buffer.from instanceof Function],
  'EventEmitter.prototype': [
    () => { EventEmitter.prototype.on = null; }, () => EventEmitter.prototype.on instanceof Function,
  ],
  'the largest number of listeners': [
    () => { EventEmitter.defaultMaxListeners = 1; }, () => EventEmitter.defaultMaxListeners === 10,
  ],
  'Socket.prototype': [() => { dgram.Socket.prototype.send = null; }, () => dgram.Socket.prototype.send !== null],
  'dgram.createSocket': [() => { dgram.createSocket = null; }, () => dgram.createSocket !== null],
  'dns.lookup': [() => { dns.lookup = null; }, () => dns.lookup !== null],
  'fs.readFileSync': [() => { fs.readFileSync = null; }, () => fs.readFileSync !== null],
  'a property of a function of Node.js': [() => { fs.statSync.patched = 1; }, () => fs.statSync.patched === undefined],
  'util.inspect.styles': [() => { util.inspect.styles.number = null; }, () => util.inspect.styles.number !== null],
  'timers.setTimeout': [() => { timers.setTimeout = null; }, () => timers.setTimeout !== null],
  'the global setImmediate': [() => { global.setImmediate = null; }, () => setImmediate instanceof Function],
  'Math.random': [() => { Math.random = () => 2; }, () => Math.random() < 1],
  'JSON.stringify': [() => { JSON.stringify = null; }, () => JSON.stringify instanceof Function],
  'exports of a file of the user\'s': [() => { shared.value = 'patched'; }, () => shared.value === 'as written'],
  'the cache of require()': [
    () => { Object.keys(require.cache).forEach((name) => { require.cache[name].exports = null; }); },
    () => require('./shared.js') !== null,
  ],
  'process.env': [() => { process.env.PATCHED = 1; }, () => process.env.PATCHED === undefined],
  'process.argv': [() => { process.argv.push('patched'); }, () => process.argv.length === 2],
  'process.nextTick': [() => { process.nextTick = null; }, () => process.nextTick !== null],
  'process.exitCode': [() => { process.exitCode = 5; }, () => process.exitCode === undefined],
  'console.log': [() => { console.log = null; }, () => console.log !== null],
  'process.stdout.write': [() => { process.stdout.write = null; }, () => process.stdout.write !== null],
  'Error.stackTraceLimit': [() => { Error.stackTraceLimit = 0; }, () => Error.stackTraceLimit === 10],
  'closed stdout': [() => { process.stdout.end(); }, () => process.stdout.writable],
  'destroyed stderr': [() => { process.stderr.destroy(); }, () => process.stderr.writable],
  'groups of the console': [() => { console.group(); }, () => true],
  'process.removeAllListeners': [
    () => { process.removeAllListeners(); }, () => process.listenerCount('exit') === 1,
  ],
};

function withSocket(use) {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => use(socket, socket.address().port));
}

/** Errors that nobody catches. */
const ERRORS = {
  'a throw of the script': () => { throw bang('in the script'); },
  'a throw of what is no error': () => { throw 'bang thrown'; }, // eslint-disable-line no-throw-literal
  'a throw in a timer': () => { setTimeout(() => { throw bang('in a timer'); }, 1); },
  'a throw in an interval': () => { setInterval(() => { throw bang('in an interval'); }, 1); },
  'a throw in an immediate': () => { setImmediate(() => { throw bang('in an immediate'); }); },
  'a throw in a tick': () => { process.nextTick(() => { throw bang('in a tick'); }); },
  'a throw in a microtask': () => { queueMicrotask(() => { throw bang('in a microtask'); }); },
  'a rejected promise': () => { Promise.reject(bang('in a promise')); },
  'a promise rejected with a string': () => { Promise.reject('bang string'); },
  'a throw in an async function': async () => { await null; throw bang('in an async function'); },
  'a promise rejected with what Node.js has thrown': async () => { await null; fs.readFileSync('/bang'); },
  'a throw in a promise job': () => {
    setTimeout(() => { Promise.resolve().then(() => { throw bang('in a job'); }); }, 1);
  },
  'a throw in listening': () => { withSocket(() => { throw bang('in listening'); }); },
  'a throw in message': () => {
    withSocket((socket, port) => {
      socket.on('message', () => { throw bang('in message'); });
      socket.send('x', port, '127.0.0.1');
    });
  },
  'a throw in close': () => { dgram.createSocket('udp4').close(() => { throw bang('in close'); }); },
  'a throw in close of what is no error': () => {
    dgram.createSocket('udp4').close(() => { throw 'bang in close'; }); // eslint-disable-line no-throw-literal
  },
  'a throw of a replaced dns.lookup for a send that waits': () => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    socket.send('x', 9, 'a name');
    dns.lookup = () => { throw 'bang in a lookup'; }; // eslint-disable-line no-throw-literal
  },
  'a throw in a send callback': () => {
    withSocket((socket, port) => socket.send('x', port, '127.0.0.1', () => { throw bang('in a send callback'); }));
  },
  'an error that nobody hears': () => { new EventEmitter().emit('error', bang('in an event')); },
  'a throw in a file callback': () => { fs.stat('/', () => { throw bang('in a file callback'); }); },
  'a throw in a lookup callback': () => { dns.lookup('127.0.0.1', () => { throw bang('in a lookup'); }); },
  'a throw in an event of stdout': () => {
    process.stdout.on('finish', () => { throw bang('in an event of stdout'); });
    process.stdout.end();
  },
  'a write to closed stdout': () => {
    process.stdout.end();
    process.stdout.write('bang');
  },
  'a throw in an exit listener': () => { process.on('exit', () => { throw bang('in an exit listener'); }); },
};

/** Ends of a copy. */
const ENDS = {
  'process.exit': () => { process.exit(0); },
  'process.exit, whose error it catches': () => {
    const asks = [
      () => process.exit(0),
      () => dgram.createSocket('udp4'),
      () => setTimeout(() => {}, 0),
      () => fs.stat('/', () => {}),
    ];
    const thrown = asks.map((ask) => {
      try {
        return ask();
      } catch (error) {
        return error;
      }
    });
    if (new Set(thrown).size !== 1) fs.writeSync(1, `bang: ${thrown}\n`);
  },
  'process.exit in an async function': async () => { await null; process.exit(0); },
  'process.exit in a tick': () => { process.nextTick(() => process.exit(0)); },
  'process.exit in a promise job': () => { Promise.resolve().then(() => process.exit(0)); },
  'process.exit in message': () => {
    withSocket((socket, port) => {
      socket.on('message', () => process.exit(0));
      socket.send('x', port, '127.0.0.1');
    });
  },
  'process.exit in a send callback': () => {
    withSocket((socket, port) => socket.send('x', port, '127.0.0.1', () => process.exit(0)));
  },
  'process.exit with timers and sockets': () => {
    let hasEnded = false;
    const tell = (what) => hasEnded && fs.writeSync(1, `bang: ${what}\n`);
    setInterval(() => tell('a timer'), 1);
    withSocket((socket, port) => {
      socket.on('message', () => tell('a message'));
      socket.send('x', port, '127.0.0.1');
      process.nextTick(() => tell('a tick'));
      hasEnded = true;
      process.exit(0);
    });
  },
};

const FAULTS = [
  ...Object.entries(PATCHES).map(([name, [act]]) => ({ name, act, kind: 'patch' })),
  ...Object.entries(ERRORS).map(([name, act]) => ({ name, act, kind: 'error' })),
  ...Object.entries(ENDS).map(([name, act]) => ({ name, act, kind: 'end' })),
];

/** Whether ticks, promise jobs, timers and sockets work, too. */
function live(done) {
  const marks = [];
  withSocket((socket, port) => {
    socket.once('message', () => {
      Promise.resolve().then(() => marks.push('job'));
      process.nextTick(() => marks.push('tick'));
      setTimeout(() => {
        socket.close();
        done(`${marks}` === 'tick,job' ? [] : [`ticks and jobs: ${marks}`]);
      }, 30);
    });
    socket.send('x', port, '127.0.0.1');
  });
}

function observe() {
  process.on('exit', () => {});
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => console.log(`noticed: ${event} ${error}`));
  }
  const look = () => Object.entries(PATCHES).filter(([, [, isWell]]) => !isWell()).map(([name]) => `noticed: ${name}`);
  for (const line of look()) console.log(line);
  live((troubles) => {
    for (const line of [...troubles, ...look()]) console.log(line);
    console.log('well');
  });
}

if (require.main === module) {
  const index = Number(process.env.IOTJS_DGRAM_INDEX);
  if (index % 2 === 0) FAULTS[index / 2].act();
  else observe();
}

module.exports = { FAULTS, observe };
