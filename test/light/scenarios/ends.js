'use strict';

// How a copy ends: each copy plays the scenario of its index.

const dgram = require('dgram');
const fs = require('fs');

const say = (text) => console.log(text);
const onExit = () => process.on('exit', (code) => say(`exit listener: ${code} ${process.exitCode}`));

const SCENARIOS = {
  'with nothing to do: 0': () => { onExit(); },
  'after its last timer': () => { onExit(); setTimeout(() => say('timer'), 5); },
  'after the last of timers that start each other': () => {
    let left = 3;
    const next = () => (left-- > 0 ? setTimeout(next, 1) : say('last'));
    next();
  },
  'after an interval that is cleared': () => {
    let left = 2;
    const timer = setInterval(() => { say('interval'); if (--left === 0) clearInterval(timer); }, 1);
  },
  'after a timer that is cleared by its number': () => {
    const number = Number(setTimeout(() => say('never'), 1000000));
    clearTimeout(number);
  },
  'without waiting for a timer without a reference': () => { setTimeout(() => say('never'), 1000000).unref(); },
  'after a timer that got its reference back': () => { setTimeout(() => say('timer'), 5).unref().ref(); },
  'after a timer that was refreshed': () => {
    let isSecond = false;
    const timer = setTimeout(() => {
      say('timer');
      if (!isSecond) timer.refresh();
      isSecond = true;
    }, 1);
  },
  'without waiting for a cleared timer that was refreshed': () => {
    const timer = setTimeout(() => say('never'), 1);
    clearTimeout(timer);
    timer.refresh();
  },
  'without waiting for a timer whose delay throws': () => {
    try {
      setTimeout(() => say('never'), { valueOf() { throw new Error('no delay'); } });
    } catch (error) {
      say(error.message);
    }
  },
  'without waiting for a cleared immediate': () => {
    clearImmediate(setImmediate(() => say('never')));
    setImmediate((text) => say(text), 'immediate');
  },
  'after what a promise and a tick begin': () => {
    Promise.resolve().then(() => process.nextTick(() => setTimeout(() => say('timer'), 1)));
  },
  'after a file was read': () => { fs.readFile(__filename, (error, data) => say(data.length > 0)); },
  'when its socket is closed': () => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => setTimeout(() => { say('closing'); socket.close(); }, 5));
  },
  'without waiting for a socket that is not bound': () => { dgram.createSocket('udp4'); },
  'after a send to a name': () => {
    const socket = dgram.createSocket('udp4');
    socket.send('x', 9, 'localhost', (error, size) => { say(`${error} ${size}`); socket.close(); });
  },
  'after what beforeExit begins, which comes again': () => {
    let left = 2;
    process.on('beforeExit', (code) => { say(`beforeExit ${code}`); if (left-- > 0) setTimeout(() => {}, 1); });
  },
  'with process.exit(3): its code': () => { onExit(); setTimeout(() => say('never'), 1); process.exit(3); },
  'with process.exit() after process.exitCode': () => { process.exitCode = 4; process.exit(); },
  'with the code that an exit listener sets': () => {
    process.on('exit', () => { process.exitCode = 6; });
  },
  'with the code of process.exit() in an exit listener': () => {
    process.on('exit', () => process.exit(8));
    process.on('exit', () => say('never'));
  },
  'and does nothing more where it catches what process.exit() throws': () => {
    process.on('exit', () => say('exit'));
    try {
      process.exit(9);
    } catch {
      say('never');
      setTimeout(() => say('never'), 1);
    }
  },
  'with 1 after an error, behind its exit listeners': () => { onExit(); throw new TypeError('mine'); },
  'well where uncaughtException catches its error': () => {
    process.on('uncaughtException', (error, origin) => say(`${error instanceof TypeError} ${origin}`));
    setTimeout(() => say('timer'), 5);
    throw new TypeError('mine');
  },
  'well where unhandledRejection catches it': () => {
    process.on('unhandledRejection', (error, promise) => say(`${error.message} ${promise instanceof Promise}`));
    Promise.reject(new Error('mine'));
  },
  'well where uncaughtException catches a rejection': () => {
    process.on('uncaughtException', (error, origin) => say(`${error.message} ${origin}`));
    Promise.reject(new Error('mine'));
  },
  'with 7 where uncaughtException throws': () => {
    process.on('uncaughtException', () => { throw new Error('further'); });
    throw new Error('mine');
  },
  'with what it had printed without a line end': () => { process.stdout.write('no end'); },
};

if (require.main === module) Object.values(SCENARIOS)[process.env.IOTJS_DGRAM_INDEX]();

module.exports = { SCENARIOS };
