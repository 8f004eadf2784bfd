'use strict';

// What must hold at every moment: when things happen, and in which order.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { runChild } = require('./support/child.js');
const { warningsOf } = require('./support/warnings.js');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, eventOf, inboxOf, pair, receiveTexts, roundTrip, send,
} = require('../helpers/sockets.js');

/** The texts of `count` numbered messages. */
function numbered(count) {
  return Array.from({ length: count }, (_, i) => `m${i}`);
}

/** Writes into a log what runs next: a tick, a tick of that tick, and a promise job. */
function logNextJobs(log) {
  process.nextTick(() => {
    log.push('tick');
    process.nextTick(() => log.push('tick of tick'));
  });
  Promise.resolve().then(() => log.push('job'));
}

const NEXT_JOBS = ['tick', 'tick of tick', 'job'];

/** Asserts that a log has `name`, then all that it queued, and so on `count` times. */
function assertJobsAfterEach(log, name, count) {
  assert.equal(log.length, count * (1 + NEXT_JOBS.length));
  for (let i = 0; i < count; i++) {
    const [first, ...rest] = log.splice(0, 1 + NEXT_JOBS.length);
    assert.equal(first, name);
    assert.deepEqual(rest.sort(), [...NEXT_JOBS].sort());
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
    const { values } = await runChild(async ({ sockets, log }) => {
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
    const { values } = await runChild(async ({ sockets, log }) => {
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

describe('send callbacks come when the tick queue is empty, before the loop polls', () => {
  afterEach(closeAll);

  it('and so not between immediates, but before those of the next turn', async () => {
    const { client, port } = await pair();
    const log = [];
    await new Promise((resolve) => {
      setImmediate(() => {
        log.push('immediate');
        client.send('x', port, LOOPBACK, () => log.push('sent'));
        logNextJobs(log);
        setImmediate(() => {
          log.push('immediate of the next turn');
          resolve();
        });
      });
      setImmediate(() => log.push('other immediate'));
    });
    assert.equal(log.shift(), 'immediate');
    assert.deepEqual(log.splice(0, NEXT_JOBS.length).sort(), [...NEXT_JOBS].sort());
    assert.deepEqual(log, ['other immediate', 'sent', 'immediate of the next turn']);
  });

  it('and so after all ticks and promise jobs, however many', async () => {
    const { client, port } = await pair();
    let sent = false;
    let early = 0;
    let jobs = 0;
    await new Promise((resolve) => {
      setImmediate(() => {
        client.send('x', port, LOOPBACK, () => {
          sent = true;
          resolve();
        });
        function again(left) {
          jobs++;
          if (sent) early++;
          if (left === 0) return;
          if (left % 2 === 0) {
            process.nextTick(again, left - 1);
          } else {
            Promise.resolve(left - 1).then(again);
          }
        }
        again(1000);
      });
    });
    assert.equal(early, 0);
    assert.equal(jobs, 1001);
  });

  it('and so before the immediates that follow a timer', async () => {
    const { client, port } = await pair();
    const log = [];
    await new Promise((resolve) => {
      setTimeout(() => {
        client.send('x', port, LOOPBACK, () => log.push('sent'));
        process.nextTick(() => log.push('tick'));
        setImmediate(() => {
          log.push('immediate');
          resolve();
        });
      }, 1);
    });
    assert.deepEqual(log, ['tick', 'sent', 'immediate']);
  });

  it('and those of one turn in the order of its sends to one destination', async () => {
    const { client, port } = await pair();
    const order = [];
    await Promise.all(numbered(100).map((text) => send(client, text, port, LOOPBACK).then(() => order.push(text))));
    assert.deepEqual(order, numbered(100));
  });

  for (const [title, closeIn] of [['a tick', process.nextTick], ['a promise job', queueMicrotask]]) {
    it(`so that a close() in ${title} after send() still drops the message`, async () => {
      const { server, client, port } = await pair();
      const inbox = inboxOf(server);
      const warnings = await warningsOf(async () => {
        const closed = eventOf(client, 'close');
        client.send('dropped', port, LOOPBACK, () => assert.fail('it called back'));
        closeIn(() => client.close());
        await closed;
        assert.deepEqual(await inbox.untilMarker(), []);
      });
      assert.deepEqual(warnings.map(({ code }) => code), ['IOTJS_DGRAM_DISCARDED']);
    });
  }
});

describe('a send callback comes before the message it announces', () => {
  afterEach(closeAll);

  /** Sends numbered messages and logs 'sent' and 'message' for each; each is sent at a moment that `schedule` finds. */
  async function logOf(server, client, count, schedule) {
    const { port } = server.address();
    const log = [];
    await new Promise((resolve) => {
      let left = 2 * count;
      const note = (entry) => {
        log.push(entry);
        if (--left === 0) resolve();
      };
      server.on('message', (message) => note(`message ${message}`));
      for (let i = 0; i < count; i++) {
        schedule(() => client.send(`${i}`, port, LOOPBACK, () => note(`sent ${i}`)), i);
      }
    });
    return log;
  }

  function assertSentFirst(log, count) {
    for (let i = 0; i < count; i++) {
      const [sent, message] = [log.indexOf(`sent ${i}`), log.indexOf(`message ${i}`)];
      assert.ok(sent >= 0 && message >= 0 && sent < message, `message ${i} came before it was sent:\n${log}`);
    }
  }

  const moments = {
    'for one after the other': (() => {
      let last = Promise.resolve();
      return (sendIt) => {
        last = last.then(() => nextTurn()).then(sendIt);
      };
    })(),
    'for many of one tick': (sendIt) => sendIt(),
    'from ticks': (sendIt) => process.nextTick(sendIt),
    'from immediates': (sendIt) => setImmediate(sendIt),
    'from timers': (sendIt, i) => setTimeout(sendIt, i % 3),
  };
  for (const [title, schedule] of Object.entries(moments)) {
    it(title, async () => {
      const { server, client } = await pair();
      assertSentFirst(await logOf(server, client, 60, schedule), 60);
    });
  }

  it('for messages of a socket to itself', async () => {
    const socket = await boundSocket();
    assertSentFirst(await logOf(socket, socket, 60, (sendIt) => sendIt()), 60);
  });

  it('for messages that are sent in message listeners', async () => {
    const { server, client, port } = await pair();
    const log = [];
    let count = 0;
    await new Promise((resolve) => {
      function onMessage(message, rinfo) {
        log.push(`message ${message}`);
        if (count === 100) {
          resolve();
          return;
        }
        const i = ++count;
        this.send(`${i}`, rinfo.port, rinfo.address, () => log.push(`sent ${i}`));
      }
      server.on('message', onMessage);
      client.on('message', onMessage);
      client.send('0', port, LOOPBACK, () => log.push('sent 0'));
    });
    assertSentFirst(log, 101);
  });
});

describe('a script that sends again', () => {
  afterEach(closeAll);

  /** Waits until timers, immediates and messages of another pair of sockets have had their turns. */
  async function everythingElse() {
    await roundTrip();
    await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
    await nextTurn();
    await roundTrip();
  }

  it('from its own send callback starves neither timers nor receiving', async () => {
    const { server, client, port } = await pair();
    let going = true;
    let calls = 0;
    const received = receiveTexts(server, 20);
    const stopped = new Promise((resolve) => {
      function again(error) {
        assert.equal(error, null);
        calls++;
        if (going) {
          client.send('again', port, LOOPBACK, again);
        } else {
          resolve();
        }
      }
      again(null);
    });
    await received;
    await everythingElse();
    going = false;
    await stopped;
    assert.ok(calls >= 20);
  });

  it('from many callbacks at a time starves nothing either', async () => {
    const { server, client, port } = await pair();
    let going = true;
    const received = receiveTexts(server, 100);
    const chains = Array.from({ length: 30 }, async () => {
      while (going) await send(client, 'again', port, LOOPBACK);
    });
    await received;
    await everythingElse();
    going = false;
    await Promise.all(chains);
  });

  it('from its own message listener starves neither timers nor other sockets', async () => {
    const socket = await boundSocket();
    const { port } = socket.address();
    let count = 0;
    socket.on('message', () => {
      count++;
      socket.send('again', port, LOOPBACK);
    });
    for (let i = 0; i < 10; i++) socket.send('start', port, LOOPBACK);
    await receiveTexts(socket, 500);
    await everythingElse();
    const before = count;
    await receiveTexts(socket, 10);
    assert.ok(count > before, 'the chain goes on');
    socket.removeAllListeners('message');
    await roundTrip();
  });

  it('from the listening event of one socket after the other starves nothing either', async () => {
    const { server, port } = await pair();
    let going = true;
    const received = receiveTexts(server, 20);
    const stopped = new Promise((resolve) => {
      function next() {
        if (!going) {
          resolve();
          return;
        }
        const socket = createSocket();
        socket.send('hello', port, LOOPBACK, () => socket.close());
        socket.on('listening', next);
      }
      next();
    });
    await received;
    await everythingElse();
    going = false;
    await stopped;
    await roundTrip();
  });

  it('from the callback of a send that is refused starves nothing either', async () => {
    const { client, port } = await pair();
    let going = true;
    const stopped = (async () => {
      while (going) assert.ok((await send(client, 'x', port, '127.255.255.255')).error);
    })();
    await everythingElse();
    going = false;
    await stopped;
  });
});

describe('messages to one destination leave in the order in which they were sent', () => {
  afterEach(closeAll);

  it('in every form', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 200);
    for (const [i, text] of numbered(200).entries()) {
      const callback = i % 3 === 0 ? () => {} : undefined;
      switch (i % 5) {
        case 0: client.send(text, port, LOOPBACK, callback); break;
        case 1: client.send(Buffer.from(text), port, LOOPBACK, callback); break;
        case 2: client.send([text.slice(0, 1), Buffer.from(text.slice(1))], port, LOOPBACK, callback); break;
        case 3: client.send(Buffer.from(`..${text}`), 2, text.length, port, LOOPBACK, callback); break;
        default: client.sendto(`${text}..`, 0, text.length, port, LOOPBACK, callback);
      }
    }
    assert.deepEqual(await texts, numbered(200));
  });

  it('over many turns of the loop', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 300);
    for (const [i, text] of numbered(300).entries()) {
      client.send(text, port, LOOPBACK);
      if (i % 7 === 6) await nextTurn();
    }
    assert.deepEqual(await texts, numbered(300));
  });

  it('from the script, from ticks and from send callbacks', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 100);
    let sent = 0;
    function next(callback) {
      if (sent < 100) client.send(`m${sent++}`, port, LOOPBACK, callback);
    }
    const more = () => {
      next(more);
      process.nextTick(next, more);
    };
    for (let i = 0; i < 5; i++) next(more);
    assert.deepEqual(await texts, numbered(100));
  });

  it('before and after the socket is bound', async () => {
    const server = await boundSocket();
    const { port } = server.address();
    const texts = receiveTexts(server, 40);
    const client = createSocket();
    let sent = 0;
    const sendTen = () => {
      for (let i = 0; i < 10; i++) client.send(`m${sent++}`, port, LOOPBACK);
    };
    client.on('listening', () => {
      sendTen();
      process.nextTick(sendTen);
    });
    sendTen();
    process.nextTick(sendTen);
    assert.deepEqual(await texts, numbered(40));
  });

  it('with others among them, large and small', async () => {
    const { server, client, port } = await pair();
    const other = await boundSocket('127.0.0.2');
    const texts = receiveTexts(server, 60);
    const otherTexts = receiveTexts(other, 60);
    for (const [i, text] of numbered(60).entries()) {
      client.send(text.padEnd(i % 10 === 0 ? 8000 : 10), port, LOOPBACK);
      client.send(text, other.address().port, '127.0.0.2');
      if (i % 20 === 19) await nextTurn();
    }
    assert.deepEqual((await texts).map((text) => text.trimEnd()), numbered(60));
    assert.deepEqual(await otherTexts, numbered(60));
  });
});

describe('every send ends once', () => {
  afterEach(closeAll);

  it('whether it leaves or is refused', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 50);
    const calls = new Array(150).fill(0);
    await new Promise((resolve) => {
      let left = calls.length;
      for (let i = 0; i < calls.length; i++) {
        const message = i % 3 === 2 ? Buffer.alloc(65508) : `m${i / 3}`;
        client.send(message, port, i % 3 === 1 ? '127.255.255.255' : LOOPBACK, (error, length) => {
          assert.equal(error === null, i % 3 === 0);
          assert.equal(length, message.length);
          calls[i]++;
          if (--left === 0) resolve();
        });
      }
    });
    assert.deepEqual(await texts, numbered(50));
    await roundTrip();
    assert.ok(calls.every((count) => count === 1), `${calls}`);
  });

  it('on several sockets at a time', async () => {
    const server = await boundSocket();
    const { port } = server.address();
    const clients = await Promise.all(Array.from({ length: 10 }, () => boundSocket()));
    const texts = receiveTexts(server, 120);
    let calls = 0;
    for (let i = 0; i < 12; i++) {
      for (const client of clients) client.send('x', port, LOOPBACK, () => calls++);
    }
    await texts;
    await roundTrip();
    assert.equal(calls, 120);
  });

  it('also when a callback closes its socket or another one', async () => {
    const { server, client, port } = await pair();
    const other = await boundSocket();
    const log = [];
    await warningsOf(async () => {
      const closed = [eventOf(client, 'close'), eventOf(other, 'close')];
      // Both leave in one flush, so both come back, whoever is closed meanwhile.
      client.send('x', port, LOOPBACK, () => {
        log.push('client');
        if (!log.includes('other')) other.close();
        client.send('never', port, LOOPBACK, () => log.push('never'));
        client.close();
      });
      other.send('x', port, LOOPBACK, () => {
        log.push('other');
        if (!log.includes('client')) client.close();
      });
      await closed[0];
      await roundTrip();
    });
    assert.deepEqual(log.sort(), ['client', 'other']);
    assert.equal(server.address().port, port);
  });
});
