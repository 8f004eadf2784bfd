'use strict';

const assert = require('node:assert/strict');
const { runFunctionInNamespace } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');

const NATIVE = require.resolve('../../lib/native.js');

describe('names', () => {
  before(requireNamespace);

  describe('of bind', () => {
    it('are looked up', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const socket = await sockets.bind(sockets.createSocket(), 0, 'localhost');
        log(socket.address().address);
        await sockets.closeAll();
      });
      assert.deepEqual(values, ['127.0.0.1']);
    });

    it('that do not resolve leave a socket that can bind again', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, assert: check, log }) => {
        const socket = sockets.createSocket();
        for (const name of ['no-such-host.invalid', '300.1.2.3', '::1', '1.2.3.4.5', 'with space', 'a\0b']) {
          await check.rejects(sockets.bind(socket, 0, name), (error) => {
            check.match(error.message, /^EAI_[A-Z]+, \w/);
            check.deepEqual(Object.keys(error), []);
            check.match(error.cause.code, /^E/);
            log(name);
            return true;
          });
        }
        await sockets.bind(socket, 0, 'localhost');
        log(socket.address().address);
        await sockets.closeAll();
      });
      assert.equal(values.length, 7);
      assert.equal(values.at(-1), '127.0.0.1');
    });

    it('let messages wait until they are looked up', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket();
        const { port } = server.address();
        const texts = sockets.receiveTexts(server, 3);
        const client = sockets.createSocket();
        client.bind(0, 'localhost');
        client.send('one', port, '127.0.0.1');
        client.send('two', port, '127.0.0.1');
        client.once('listening', () => client.send('three', port, '127.0.0.1'));
        log(await texts);
        log(client.address().address);
        await sockets.closeAll();
      });
      assert.deepEqual(values, [['one', 'two', 'three'], '127.0.0.1']);
    });

    it('are forgotten when the socket is closed', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const socket = sockets.createSocket();
        for (const event of ['listening', 'error', 'close']) socket.on(event, () => log(event));
        socket.bind(0, 'localhost');
        socket.close();
        await sockets.bind(sockets.createSocket(), 0, 'localhost');
        await sockets.roundTrip();
        await sockets.closeAll();
      });
      assert.deepEqual(values, ['close']);
    });
  });

  describe('of send', () => {
    it('are looked up', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        const texts = sockets.receiveTexts(server, 2);
        log(await sockets.send(client, 'string', port, 'localhost'));
        log(await sockets.send(client, Buffer.from('buffer'), 1, 4, port, 'localhost'));
        log(await texts);
        await sockets.closeAll();
      });
      assert.deepEqual(values, [
        { error: null, length: 6 }, { error: null, length: 4 }, ['string', 'uffe'],
      ]);
    });

    it('come back after the ticks, as all else', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { client, port } = await sockets.pair();
        const sent = new Promise((resolve) => {
          client.send('x', port, 'localhost', () => {
            log('sent');
            process.nextTick(log, 'tick of the callback');
            setImmediate(resolve);
          });
        });
        log('send returned');
        process.nextTick(log, 'tick');
        Promise.resolve().then(() => log('promise job'));
        await sent;
        await sockets.closeAll();
      });
      assert.equal(values[0], 'send returned');
      assert.deepEqual(values.slice(1, 3).sort(), ['promise job', 'tick']);
      assert.deepEqual(values.slice(3), ['sent', 'tick of the callback']);
    });

    it('that do not resolve come back to the callback, with nothing but an error', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const socket = await sockets.boundSocket();
        const errors = [];
        socket.on('error', (error) => errors.push(error.message));
        for (const name of ['no-such-host.invalid', '300.0.0.1', '::1', 'a\0b', `${'n'.repeat(300)}.invalid`]) {
          const args = await new Promise((resolve) => {
            socket.send('x', 9, name, (...given) => resolve(given));
          });
          const [error] = args;
          log([args.length, error.name, error.message, Object.keys(error), error.cause.code]);
        }
        log(errors);
        await sockets.closeAll();
      });
      assert.equal(values.length, 6);
      assert.deepEqual(values.pop(), [], 'there is no error event');
      for (const [count, name, message, keys, causeCode] of values) {
        assert.equal(count, 1);
        assert.equal(name, 'Error');
        assert.match(message, /^EAI_[A-Z]+, \w/);
        assert.deepEqual(keys, []);
        assert.match(causeCode, /^E/);
      }
    });

    it('that do not resolve hold up no other message', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        const inbox = sockets.inboxOf(server);
        const outcomes = [];
        for (let i = 0; i < 12; i++) {
          const address = ['no-such-host.invalid', 'localhost', '127.0.0.1'][i % 3];
          outcomes.push(sockets.send(client, `m${i}`, port, address));
        }
        log((await Promise.all(outcomes)).map(({ error }) => error === null));
        log((await inbox.untilMarker(client)).sort());
        await sockets.closeAll();
      });
      assert.deepEqual(values[0], Array.from({ length: 12 }, (_, i) => i % 3 !== 0));
      assert.deepEqual(values[1], Array.from({ length: 12 }, (_, i) => `m${i}`).filter((_, i) => i % 3 !== 0).sort());
    });

    it('lose their messages when the socket is closed meanwhile, without a callback', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        const inbox = sockets.inboxOf(server);
        client.send('lost', port, 'localhost', () => log('called back'));
        client.send('lost', port, 'localhost');
        client.close();
        const other = await sockets.boundSocket();
        await sockets.send(other, 'sent', port, 'localhost');
        log(await inbox.untilMarker(other));
        await sockets.closeAll();
      }, { flags: ['--no-warnings'] });
      assert.deepEqual(values, [['sent']]);
    });
  });

  it('share one lookup where several sends wait for it, and get a new one later', async () => {
    const { values } = await runFunctionInNamespace(async ({ sockets, log }, native) => {
      const { counters } = require(native);
      const { client, port } = await sockets.pair();
      const other = await sockets.boundSocket();
      log(counters().lookups);
      const send = (socket) => sockets.send(socket, 'x', port, 'localhost');
      await Promise.all([send(client), send(client), send(other), send(client)]);
      log(counters().lookups);
      await send(client);
      log(counters().lookups);
      await sockets.closeAll();
    }, { args: [NATIVE] });
    assert.deepEqual(values, [{ opened: 0, freed: 0 }, { opened: 1, freed: 1 }, { opened: 2, freed: 2 }]);
  });

  it('are not what IPv4 addresses are: those are never looked up', async () => {
    const { values } = await runFunctionInNamespace(async ({ sockets, log }, native) => {
      const { client, port } = await sockets.pair();
      await sockets.bind(sockets.createSocket(), 0, '0.0.0.0');
      for (const address of ['127.0.0.1', '127.0.0.2', '255.255.255.255', undefined, null, '']) {
        await sockets.send(client, 'x', port, address);
      }
      log(require(native).counters().lookups);
      await sockets.closeAll();
    }, { args: [NATIVE] });
    assert.deepEqual(values, [{ opened: 0, freed: 0 }]);
  });

  describe('keep the order', () => {
    it('of what is sent to them, at whatever moment', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        let sent = 0;
        const send = (callback) => client.send(`m${sent++}`, port, 'localhost', callback);
        const texts = sockets.receiveTexts(server, 60);
        const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

        for (let i = 0; i < 5; i++) send();
        process.nextTick(() => {
          for (let i = 0; i < 5; i++) send();
        });
        // The first to hear of the name sends again, while the others are still to be told.
        send(() => {
          process.nextTick(send);
          Promise.resolve().then(() => send(() => send()));
        });
        while (sent < 60) {
          send();
          await nextTurn();
        }
        log(await texts);
        await sockets.closeAll();
      });
      assert.deepEqual(values[0], Array.from({ length: 60 }, (_, i) => `m${i}`));
    });

    it('of what waited for the bind and for them', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const server = await sockets.boundSocket();
        const { port } = server.address();
        const texts = sockets.receiveTexts(server, 30);
        const client = sockets.createSocket();
        let sent = 0;
        const send = (count) => {
          for (let i = 0; i < count; i++) client.send(`m${sent++}`, port, 'localhost');
        };
        send(5);
        client.once('listening', () => {
          send(5);
          process.nextTick(send, 5);
          setImmediate(send, 10);
        });
        process.nextTick(send, 5);
        log(await texts);
        await sockets.closeAll();
      });
      assert.deepEqual(values[0], Array.from({ length: 30 }, (_, i) => `m${i}`));
    });

    it('of each address by itself, where they are mixed', async () => {
      const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
        const { server, client, port } = await sockets.pair();
        const addresses = ['localhost', '127.0.0.1', '127.0.0.2'];
        const others = await sockets.bind(sockets.createSocket(), port, '127.0.0.2');
        const received = [sockets.receiveTexts(server, 80), sockets.receiveTexts(others, 40)];
        for (let i = 0; i < 120; i++) {
          client.send(`${i % 3}:${i}`, port, addresses[i % 3]);
          if (i % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
        }
        log((await Promise.all(received)).flat());
        await sockets.closeAll();
      });
      for (const address of ['0', '1', '2']) {
        const indices = values[0].map((text) => text.split(':')).filter(([to]) => to === address).map(([, i]) => +i);
        assert.equal(indices.length, 40);
        assert.deepEqual(indices, [...indices].sort((a, b) => a - b));
      }
    });
  });
});
