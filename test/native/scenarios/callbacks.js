'use strict';

// What runs after each callback, also after one that threw; and what callbacks do to the sockets they are about.

const faults = require('../support/faults.js');
const { play } = require('../support/scenarios.js');
const { bound, closed, dgram, event } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';

process.removeAllListeners('warning'); // of discarded messages: not what this is about

/** Prints a name now, and again when ticks and when promise jobs run. */
function log(name) {
  console.log(name);
  process.nextTick(() => console.log(`${name} tick`));
  Promise.resolve().then(() => console.log(`${name} job`));
}

/** Calls an asynchronous function `times` times, and resolves when that many have called `done`. */
function all(times, start) {
  return new Promise((resolve) => {
    let left = times;
    for (let i = 0; i < times; i++) start(i, () => { if (--left === 0) setImmediate(resolve); });
  });
}

play({
  async ticks() {
    const receiver = await bound();
    const sender = await bound();
    const { port } = receiver.address();
    await new Promise((resolve) => {
      receiver.on('message', (message) => {
        log(`message ${message}`);
        if (String(message) === '2') setImmediate(resolve);
      });
      for (let i = 0; i < 3; i++) sender.send(String(i), port, LOOPBACK, () => log(`sent ${i}`));
    });
    await closed(receiver, sender);
  },

  async throws() {
    const receiver = await bound();
    const sender = await bound();
    const { port } = receiver.address();
    process.on('uncaughtException', (error) => console.log(`caught ${error.message}`));
    await new Promise((resolve) => {
      receiver.on('message', (message) => {
        log(`message ${message}`);
        if (String(message) === '2') setImmediate(resolve);
        throw new Error(`in message ${message}`);
      });
      for (let i = 0; i < 3; i++) {
        sender.send(String(i), port, LOOPBACK, () => {
          log(`sent ${i}`);
          throw new Error(`in sent ${i}`);
        });
      }
    });
    process.removeAllListeners('uncaughtException');
    await closed(receiver, sender);
  },

  async 'throws-in-resolved'() {
    const sender = await bound();
    process.on('uncaughtException', (error) => console.log(`caught ${error.message}`));
    await all(3, (i, done) => sender.send(String(i), 9, 'name.none', () => {
      log(`resolved ${i}`);
      done();
      throw new Error(`in resolved ${i}`);
    }));
    process.removeAllListeners('uncaughtException');
    await closed(sender);
  },

  async 'close-in-message'() {
    const receiver = await bound();
    const sender = await bound();
    const { port } = receiver.address();
    let messages = 0;
    receiver.on('message', () => {
      messages++;
      // Sent from the handler and closed before it can leave: dropped, as its callback is.
      receiver.send('reply', sender.address().port, LOOPBACK, () => console.log('sent'));
      receiver.close();
    });
    await all(50, (i, done) => sender.send(String(i), port, LOOPBACK, done));
    console.log(`messages ${messages}`);
    await closed(sender);
  },

  async 'close-other-in-message'() {
    const receivers = await Promise.all(Array.from({ length: 10 }, () => bound()));
    const sender = await bound();
    let messages = 0;
    for (const receiver of receivers) {
      receiver.on('message', () => {
        messages++;
        for (const other of receivers.splice(0)) other.close();
      });
    }
    const ports = receivers.map((receiver) => receiver.address().port);
    await all(100, (i, done) => sender.send('x', ports[i % 10], LOOPBACK, done));
    console.log(`messages ${messages}`);
    await closed(sender);
  },

  async 'close-in-sent'() {
    const sockets = await Promise.all(Array.from({ length: 10 }, () => bound()));
    const sink = await bound();
    const { port } = sink.address();
    let callbacks = 0;
    // All have left when the first of them is told of; what has left is told of, also on a socket closed meanwhile.
    await all(100, (i, done) => sockets[i % 10].send('x', port, LOOPBACK, () => {
      if (callbacks++ === 0) for (const socket of sockets) socket.close();
      done();
    }));
    console.log(`callbacks ${callbacks}`);
    await closed(sink);
  },

  async 'close-in-refused'() {
    const sender = await bound();
    let callbacks = 0;
    await all(20, (i, done) => sender.send('#1', 9, LOOPBACK, (error) => {
      if (callbacks++ === 0) sender.close();
      if (error.cause.code !== 'EPERM') console.log(error);
      done();
    }));
    console.log(`callbacks ${callbacks}`);
  },

  async 'close-in-listening-and-error'() {
    const first = dgram.createSocket('udp4');
    first.bind(0, LOOPBACK);
    await event(first, 'listening');
    const second = dgram.createSocket('udp4');
    second.on('error', () => second.close());
    second.bind(first.address().port, LOOPBACK);
    await event(second, 'close');
    first.close();
    const third = dgram.createSocket('udp4');
    third.bind(0, LOOPBACK, () => third.close());
    await event(third, 'close');
    console.log('closed');
  },

  async 'send-in-message'() {
    const echo = await bound((message, rinfo) => echo.send(message, rinfo.port, rinfo.address));
    const sender = await bound();
    const { port } = echo.address();
    await new Promise((resolve) => {
      let next = 0;
      sender.on('message', (message) => {
        if (String(message) !== String(next)) console.log(`${message} instead of ${next}`);
        if (++next === 2000) resolve();
        // Always some on their way, each sent from a handler.
        if (next + 49 < 2000) sender.send(String(next + 49), port, LOOPBACK);
      });
      for (let i = 0; i < 50; i++) sender.send(String(i), port, LOOPBACK);
    });
    await closed(echo, sender);
  },

  async 'open-and-close-in-message'() {
    let opened = 0;
    const receiver = await bound(() => {
      const socket = dgram.createSocket('udp4');
      socket.bind(0, LOOPBACK);
      socket.send('x', 9, LOOPBACK);
      socket.close();
      opened++;
    });
    const sender = await bound();
    const { port } = receiver.address();
    for (let i = 0; i < 20; i++) await all(10, (j, done) => sender.send('x', port, LOOPBACK, done));
    while (opened < 200) await event(receiver, 'message');
    await closed(receiver, sender);
  },

  async 'nested-callbacks'() {
    const sender = await bound();
    const { port } = sender.address();
    await new Promise((resolve) => {
      let depth = 0;
      (function again() {
        if (depth++ === 1000) resolve();
        else sender.send('x', port, LOOPBACK, again);
      })();
    });
    await closed(sender);
  },

  async 'close-in-blocked'() {
    // A callback from libuv's own queue: what waited for the kernel to have room is told of like the rest.
    const sender = await bound();
    faults.full(3);
    let callbacks = 0;
    await all(10, (i, done) => sender.send('x', sender.address().port, LOOPBACK, () => {
      if (callbacks++ === 0) sender.close();
      done();
    }));
    console.log(`callbacks ${callbacks}`);
  },
});
