'use strict';

// A function in the place of dns.lookup is asked for each address, as on the device: tests stub names in this way.
// What it is asked, and what comes of its answers, the lookup-* cases of test/compat show.

const assert = require('node:assert/strict');
const { AsyncLocalStorage } = require('node:async_hooks');
const dns = require('node:dns');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { createDgram } = require('../../lib/dgram.js');
const native = require('../../lib/native.js');
const { SimulatedBoard } = require('../../sim/board/board.js');
const { read } = require('../../sim/board/settings.js');
const { runFunction, runNode } = require('../support/node.js');
const {
  LOOPBACK, bind, boundSocket, close, closeAll, createSocket, eventOf, inboxOf, pair, receiveTexts, send, track,
} = require('../support/sockets.js');
const { warningsOf } = require('./support/warnings.js');

const ROOT = require.resolve('../..');
const NATIVE = require.resolve('../../lib/native.js');
const ORIGINAL = dns.lookup;

/** Names are looked up when the test says so: each call is kept, and answered by its `answer(error, address)`. */
function keepCalls() {
  const calls = [];
  dns.lookup = (name, family, answer) => {
    calls.push({ name, answer });
  };
  return calls;
}

/** All names are at 127.0.0.1. */
function answerAll() {
  dns.lookup = (name, family, answer) => {
    answer(null, LOOPBACK, 4);
  };
}

describe('a replaced dns.lookup', () => {
  afterEach(closeAll);
  afterEach(() => {
    dns.lookup = ORIGINAL;
  });

  it('is asked instead of the system, and not any more when it has gone', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 3);
    const before = native.counters().lookups.opened;
    answerAll();
    const bound = await bind(createSocket(), 0, 'sensor.example');
    assert.equal(bound.address().address, LOOPBACK);
    await send(client, 'one', port, 'sensor.example');
    await send(client, 'two', port, '203.0.113.1');
    assert.equal(native.counters().lookups.opened, before);
    dns.lookup = ORIGINAL;
    await send(client, 'three', port, 'localhost');
    assert.equal(native.counters().lookups.opened, before + 1);
    assert.deepEqual(await texts, ['one', 'two', 'three']);
  });

  for (const [how, replace, name] of [
    ['assigned', 'dns.lookup = (name, family, answer) => answer(null, "127.0.0.1", 4);', 'sensor.example'],
    ['mocked', 'mock.method(dns, "lookup", (name, family, answer) => answer(null, "127.0.0.1", 4));', 'sensor.example'],
    ['watched', 'mock.method(dns, "lookup");', 'localhost'],
  ]) {
    it(`${how} before the package is loaded is asked, too, and not any more when it has gone`, async () => {
      const { code, lines, stderr } = await runNode(['-e', `
        const dns = require('node:dns');
        const { mock } = require('node:test');
        const original = dns.lookup;
        ${replace}
        const { createSocket } = require(${JSON.stringify(ROOT)});
        const native = require(${JSON.stringify(NATIVE)});
        const socket = createSocket('udp4');
        socket.bind(0, ${JSON.stringify(name)}, () => {
          console.log(socket.address().address, native.counters().lookups.opened);
          mock.restoreAll();
          dns.lookup = original;
          socket.send('x', 9, 'localhost', () => {
            console.log(native.counters().lookups.opened);
            socket.close();
          });
        });
      `]);
      assert.deepEqual({ code, lines, stderr }, { code: 0, lines: ['127.0.0.1 0', '1'], stderr: '' });
    });
  }

  it('that is not a function is an error of who calls', () => {
    const socket = createSocket();
    dns.lookup = undefined;
    assert.throws(() => socket.bind(0, 'sensor.example'), TypeError);
    dns.lookup = null;
    assert.throws(() => socket.send('x', 9, LOOPBACK), TypeError);
  });

  it('may answer what is no IPv4 address; the cause of the error says so', async () => {
    const socket = await boundSocket();
    const answers = [['::1', "'::1'"], ['', "''"], [undefined, 'undefined'], [[LOOPBACK], "[ '127.0.0.1' ]"], [5, '5']];
    for (const [address, shown] of answers) {
      dns.lookup = (name, family, answer) => answer(null, address);
      const { error } = await send(socket, 'x', 9, 'sensor.example');
      assert.equal(error.message, 'EAI_NONAME, name or service not known');
      assert.equal(error.cause.message, `dns.lookup answered ${shown}, which is no IPv4 address`);
      const other = createSocket();
      const failed = eventOf(other, 'error');
      other.bind(0, 'sensor.example');
      assert.equal((await failed)[0].message, error.message);
    }
  });

  it('tells after send() has returned, and what it has answered first', async () => {
    const socket = await boundSocket();
    dns.lookup = (name, family, answer) => {
      answer(new Error('first'));
      answer(null, LOOPBACK);
    };
    let hasReturned = false;
    const told = new Promise((resolve) => {
      socket.send('x', 9, 'sensor.example', (error) => resolve([hasReturned, error?.message]));
    });
    hasReturned = true;
    assert.deepEqual(await told, [true, 'first']);
  });

  it('that throws for a message that waits for the bind leaves that to the process, and the others leave', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const names = require('node:dns');
      const socket = sockets.createSocket();
      process.on('uncaughtException', (error) => log(error.message));
      socket.bind(0, sockets.LOOPBACK);
      socket.send('x', 9, 'sensor.example');
      const other = sockets.send(socket, 'y', 9, 'other.example');
      names.lookup = (name, family, answer) => {
        if (name === 'sensor.example') throw new Error('thrown');
        answer(null, sockets.LOOPBACK);
      };
      log((await other).error);
      await sockets.closeAll();
    });
    assert.deepEqual(values, ['thrown', null]);
  });

  describe('keeps the order', () => {
    it('of messages to one name, whichever is answered first, from all sockets', async () => {
      const { server, client, port } = await pair();
      const other = await boundSocket();
      const texts = receiveTexts(server, 6);
      const calls = keepCalls();
      for (let i = 0; i < 6; i++) {
        (i % 2 === 0 ? client : other).send(`m${i}`, port, 'sensor.example');
        if (i === 3) await nextTurn();
      }
      assert.deepEqual(calls.map(({ name }) => name), new Array(6).fill('sensor.example'));
      for (const { answer } of [...calls].reverse()) {
        answer(null, LOOPBACK);
        await nextTurn();
      }
      assert.deepEqual(await texts, ['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
    });

    it('of callbacks that fail among others', async () => {
      const socket = await boundSocket();
      const calls = keepCalls();
      const ends = [];
      const all = Promise.all([1, 2, 3].map((i) => send(socket, 'x', 9, 'sensor.example').then(() => ends.push(i))));
      calls[2].answer(new Error('three'));
      calls[1].answer(null, LOOPBACK);
      calls[0].answer(new Error('one'));
      await all;
      assert.deepEqual(ends, [1, 3, 2], 'the one that is sent is told when it has left');
    });

    it('and holds up no message to another name', async () => {
      const { server, client, port } = await pair();
      const texts = receiveTexts(server, 2);
      const calls = keepCalls();
      client.send('slow', port, 'slow.example');
      client.send('fast', port, 'fast.example');
      calls[1].answer(null, LOOPBACK);
      const [first] = await eventOf(server, 'message');
      assert.equal(String(first), 'fast');
      calls[0].answer(null, LOOPBACK);
      assert.deepEqual(await texts, ['fast', 'slow']);
    });

    it('and is held up by no send() that threw', async () => {
      const { server, client, port } = await pair();
      const texts = receiveTexts(server, 2);
      dns.lookup = () => {
        throw new Error('thrown');
      };
      assert.throws(() => client.send('x', port, 'sensor.example'), { message: 'thrown' });
      answerAll();
      client.send('one', port, 'sensor.example');
      client.send('two', port, 'other.example');
      assert.deepEqual(await texts, ['one', 'two']);
    });

    it('and holds up no bind', async () => {
      const [first, second] = [createSocket(), createSocket()];
      const calls = keepCalls();
      first.bind(0, 'sensor.example');
      const bound = bind(second, 0, 'sensor.example');
      calls[1].answer(null, LOOPBACK);
      await bound;
    });

    it('but waits no longer than a second for an answer that does not come', async () => {
      const { server, client, port } = await pair();
      const inbox = inboxOf(server);
      const calls = keepCalls();
      const never = send(client, 'first', port, 'sensor.example');
      await Promise.all([2, 3].map((i) => {
        const sent = send(client, `m${i}`, port, 'sensor.example');
        calls.at(-1).answer(null, LOOPBACK);
        return sent;
      }));
      // One that comes after all is taken.
      calls[0].answer(null, LOOPBACK);
      await never;
      dns.lookup = ORIGINAL;
      assert.deepEqual(await inbox.untilMarker(client), ['m2', 'm3', 'first']);
    });
  });

  it('has the bytes of when send() was called', async () => {
    const { server, client, port } = await pair();
    const texts = receiveTexts(server, 1);
    const calls = keepCalls();
    const bytes = Buffer.from('before');
    client.send(bytes, port, 'sensor.example');
    bytes.write('after!');
    calls[0].answer(null, LOOPBACK);
    assert.deepEqual(await texts, ['before']);
  });

  it('that answers after close() is a message lost, with a warning', async () => {
    const { client, port } = await pair();
    const calls = keepCalls();
    const warnings = await warningsOf(async () => {
      client.send('x', port, 'sensor.example', () => assert.fail('called back'));
      await close(client);
      calls[0].answer(null, LOOPBACK);
    });
    assert.deepEqual(warnings.map(({ code }) => code), ['IOTJS_DGRAM_DISCARDED']);
  });

  it('keeps the async context of who called', async () => {
    const storage = new AsyncLocalStorage();
    const socket = await boundSocket();
    const other = createSocket();
    const calls = keepCalls();
    const seen = Promise.all([
      new Promise((resolve) => {
        storage.run('sender', () => socket.send('x', 9, 'sensor.example', () => resolve(storage.getStore())));
      }),
      new Promise((resolve) => {
        storage.run('binder', () => other.bind(0, 'sensor.example', () => resolve(storage.getStore())));
      }),
      new Promise((resolve) => {
        socket.on('error', () => resolve(storage.getStore()));
        storage.run('without a callback', () => socket.send('x', 9, 'nobody.example'));
      }),
    ]);
    storage.run('resolver', () => {
      for (const { name, answer } of calls) answer(name === 'nobody.example' ? new Error(name) : null, LOOPBACK);
    });
    assert.deepEqual(await seen, ['sender', 'binder', 'without a callback']);
  });

  it('is asked behind a simulated network, too', async () => {
    const server = await boundSocket();
    const texts = receiveTexts(server, 1);
    const client = track(createDgram(new SimulatedBoard(read({ delay: '5ms' }))).createSocket('udp4'));
    answerAll();
    client.send('x', server.address().port, 'sensor.example');
    assert.deepEqual(await texts, ['x']);
  });

  it('leaves what is thrown in a callback to the process, and tells the others', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const names = require('node:dns');
      const socket = await sockets.boundSocket();
      process.on('uncaughtException', (error) => log(error.message));
      names.lookup = (name, family, answer) => answer(new Error(name));
      const told = new Promise((resolve) => {
        socket.on('error', (error) => {
          log(`event ${error.message}`);
          resolve();
        });
      });
      socket.send('x', 9, 'a.example', () => {
        throw new Error('thrown');
      });
      socket.send('x', 9, 'a.example');
      await told;
      await sockets.closeAll();
    });
    assert.deepEqual(values, ['thrown', 'event a.example']);
  });
});
