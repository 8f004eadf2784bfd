'use strict';

// What runs when a callback of a socket has returned, and what never runs before the call that asked for it has.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { runFunction } = require('../support/node.js');
const { NEXT_JOBS, logNextJobs, numbered } = require('./support/logs.js');
const {
  LOOPBACK, closeAll, createSocket, eventOf, pair, receiveTexts, roundTrip,
} = require('../support/sockets.js');

/** Asserts that a log has `name`, then all that it queued, and so on `count` times. */
function assertJobsAfterEach(log, name, count) {
  assert.equal(log.length, count * (1 + NEXT_JOBS.length));
  for (let i = 0; i < count; i++) {
    const [first, ...rest] = log.splice(0, 1 + NEXT_JOBS.length);
    assert.equal(first, name);
    assert.deepEqual(rest.sort(), NEXT_JOBS);
  }
}

describe('ticks and promise jobs run', () => {
  afterEach(closeAll);

  it('after each message of a batch', async () => {
    const { server, client, port } = await pair();
    const log = [];
    const done = receiveTexts(server, 8);
    server.on('message', () => {
      log.push('message');
      logNextJobs(log);
    });
    for (const text of numbered(8)) client.send(text, port, LOOPBACK);
    await done;
    await nextTurn();
    assertJobsAfterEach(log, 'message', 8);
  });

  it('after each send callback', async () => {
    const { client, port } = await pair();
    const log = [];
    await new Promise((resolve) => {
      for (let i = 0; i < 8; i++) {
        client.send('x', port, LOOPBACK, () => {
          log.push('sent');
          logNextJobs(log);
          if (i === 7) setImmediate(resolve);
        });
      }
    });
    assertJobsAfterEach(log, 'sent', 8);
  });

  it('after each callback of a send that was refused', async () => {
    const { client, port } = await pair();
    const log = [];
    await new Promise((resolve) => {
      for (let i = 0; i < 4; i++) {
        client.send('x', port, '127.255.255.255', (error) => {
          assert.equal(error.cause.code, 'EACCES');
          log.push('refused');
          logNextJobs(log);
          if (i === 3) setImmediate(resolve);
        });
      }
    });
    assertJobsAfterEach(log, 'refused', 4);
  });

  it('after a message listener that threw', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const { server, client, port } = await sockets.pair();
      process.on('uncaughtException', (error) => log(error.message));
      let count = 0;
      server.on('message', () => {
        const i = ++count;
        log(`message ${i}`);
        process.nextTick(() => log(`tick ${i}`));
        Promise.resolve().then(() => log(`job ${i}`));
        if (i === 3) sockets.closeAll();
        throw new Error(`boom ${i}`);
      });
      for (let i = 0; i < 3; i++) client.send('x', port, '127.0.0.1');
    });
    assert.deepEqual(values, [1, 2, 3].flatMap((i) => [`message ${i}`, `boom ${i}`, `tick ${i}`, `job ${i}`]));
  });

  it('after a send callback that threw', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const { client, port } = await sockets.pair();
      process.on('uncaughtException', (error) => log(error.message));
      for (let i = 1; i <= 3; i++) {
        client.send('x', port, '127.0.0.1', () => {
          log(`sent ${i}`);
          process.nextTick(() => log(`tick ${i}`));
          Promise.resolve().then(() => log(`job ${i}`));
          if (i === 3) sockets.closeAll();
          throw new Error(`boom ${i}`);
        });
      }
    });
    assert.deepEqual(values, [1, 2, 3].flatMap((i) => [`sent ${i}`, `boom ${i}`, `tick ${i}`, `job ${i}`]));
  });

  it('before the next message, which a tick can call off by closing the socket', async () => {
    const { server, client, port } = await pair();
    const texts = [];
    server.on('message', (message) => {
      texts.push(message.toString());
      if (texts.length === 3) process.nextTick(() => server.close());
    });
    const closed = eventOf(server, 'close');
    for (const text of numbered(8)) client.send(text, port, LOOPBACK);
    await closed;
    await roundTrip();
    assert.deepEqual(texts, numbered(3));
  });
});

describe('nothing happens inside the call that asked for it', () => {
  afterEach(closeAll);

  const calls = {
    'bind()': (socket, port, log) => socket.bind(0, LOOPBACK, () => log.push('event')),
    'bind() that fails': (socket, port, log) => socket.on('error', () => log.push('event')).bind(port, LOOPBACK),
    'send() on an unbound socket': (socket, port, log) => socket.send('x', port, LOOPBACK, () => log.push('event')),
    'close()': (socket, port, log) => socket.close(() => log.push('event')),
  };
  for (const [title, call] of Object.entries(calls)) {
    it(title, async () => {
      const { port } = await pair();
      const log = [];
      call(createSocket(), port, log);
      log.push('returned');
      await roundTrip();
      assert.deepEqual(log, ['returned', 'event']);
    });
  }

  const sends = {
    'send()': [LOOPBACK],
    'send() that is refused': ['127.255.255.255'],
  };
  for (const [title, [address]] of Object.entries(sends)) {
    it(title, async () => {
      const { client, port } = await pair();
      const log = [];
      await new Promise((resolve) => {
        client.send('x', port, address, () => {
          log.push('called back');
          client.send('y', port, address, () => {
            log.push('called back');
            resolve();
          });
          log.push('returned');
        });
        log.push('returned');
      });
      assert.deepEqual(log, ['returned', 'called back', 'returned', 'called back']);
    });
  }

  it('send() in a message listener, however many', async () => {
    const { server, client, port } = await pair();
    let inside = false;
    let nested = 0;
    let calls = 0;
    const replies = receiveTexts(client, 150);
    server.on('message', (message, rinfo) => {
      inside = true;
      for (let i = 0; i < 3; i++) {
        server.send('reply', rinfo.port, rinfo.address, () => {
          calls++;
          if (inside) nested++;
        });
      }
      inside = false;
    });
    for (const text of numbered(50)) client.send(text, port, LOOPBACK);
    await replies;
    await nextTurn();
    assert.equal(calls, 150);
    assert.equal(nested, 0);
  });
});
