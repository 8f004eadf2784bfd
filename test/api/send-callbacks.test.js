'use strict';

// When send callbacks come, and that each comes once.

const assert = require('node:assert/strict');
const nodeDgram = require('node:dgram');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { NEXT_JOBS, logNextJobs, numbered } = require('./support/logs.js');
const { warningsOf } = require('./support/warnings.js');
const {
  LOOPBACK, boundSocket, closeAll, eventOf, inboxOf, pair, receiveTexts, roundTrip, send,
} = require('../support/sockets.js');

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
    assert.deepEqual(log.splice(0, NEXT_JOBS.length).sort(), NEXT_JOBS);
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

  it('and so before a message that is there already', async () => {
    const { server, client, port } = await pair();
    const other = nodeDgram.createSocket('udp4');
    try {
      await new Promise((resolve) => other.connect(port, LOOPBACK, resolve));
      for (const schedule of [setImmediate, (call) => setTimeout(call, 1)]) {
        const log = [];
        const received = eventOf(server, 'message').then(() => log.push('message'));
        const sent = new Promise((resolve) => {
          schedule(() => {
            // A connected socket of Node.js sends at once.
            other.send('x');
            client.send('x', other.address().port, LOOPBACK, () => resolve(log.push('sent')));
          });
        });
        await Promise.all([received, sent]);
        assert.deepEqual(log, ['sent', 'message']);
      }
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
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
