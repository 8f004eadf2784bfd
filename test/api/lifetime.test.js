'use strict';

// What keeps the process alive, and what is garbage.

const assert = require('node:assert/strict');
const { runFunction } = require('../support/node.js');

describe('lifetime', () => {
  describe('the process ends by itself', () => {
    const bodies = {
      'with an unbound socket': ({ dgram }) => {
        dgram.createSocket('udp4', () => {});
      },
      'with an unbound socket that somebody holds': ({ dgram }) => {
        globalThis.held = dgram.createSocket('udp4', () => {});
      },
      'with an unbound socket that has joined a group': ({ dgram }) => {
        globalThis.held = dgram.createSocket('udp4', () => {});
        globalThis.held.addMembership('230.255.255.250', '127.0.0.1');
      },
      'after a bind that failed': ({ dgram }) => {
        const socket = dgram.createSocket('udp4');
        socket.on('error', () => {});
        socket.bind(0, '203.0.113.77');
      },
      'when its bound sockets are closed': ({ dgram }) => {
        const socket = dgram.createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => socket.close());
      },
      'when a socket is closed while it is being bound': ({ dgram }) => {
        const socket = dgram.createSocket('udp4');
        socket.bind(0, '127.0.0.1');
        socket.close();
      },
      'when a socket is closed from its last send callback': ({ dgram }) => {
        const socket = dgram.createSocket('udp4');
        socket.send('x', 9, '127.0.0.1', () => socket.close());
      },
    };
    for (const [title, body] of Object.entries(bodies)) {
      it(title, () => runFunction(body));
    }
  });

  it('a bound socket keeps the process alive', async () => {
    const { values } = await runFunction(({ dgram, log }) => {
      process.on('exit', () => log('exit'));
      dgram.createSocket('udp4').bind(0, '127.0.0.1', function onListening() {
        // It fires only in a process that something else keeps alive.
        setTimeout(() => {
          log('alive');
          this.close();
        }, 20).unref();
      });
    });
    assert.deepEqual(values, ['alive', 'exit']);
  });

  it('so does one that was bound for a send, after the send', async () => {
    const { values } = await runFunction(({ dgram, log }) => {
      const socket = dgram.createSocket('udp4');
      process.on('exit', () => log('exit'));
      socket.send('x', 9, '127.0.0.1', () => {
        setTimeout(() => {
          log('alive');
          socket.close();
        }, 20).unref();
      });
    });
    assert.deepEqual(values, ['alive', 'exit']);
  });

  it('messages that wait to leave keep the process alive until they have left', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const { client, port } = await sockets.pair();
      client.send('x', port, '127.0.0.1', async (error, length) => {
        log(length);
        await sockets.closeAll();
      });
    });
    assert.deepEqual(values, [1]);
  });

  it('process.exit() in a handler ends it at once', async () => {
    const { values } = await runFunction(async ({ sockets, log }) => {
      const { server, client, port } = await sockets.pair();
      server.on('message', (message) => {
        log(message.toString());
        process.exit(0);
      });
      for (const text of ['first', 'second']) client.send(text, port, '127.0.0.1');
    });
    assert.deepEqual(values, ['first']);
  });

  describe('garbage', () => {
    const flags = ['--expose-gc'];

    it('is a socket that nobody can reach and that is not bound', async () => {
      const { values } = await runFunction(async ({ dgram, log }) => {
        const makers = [
          () => dgram.createSocket('udp4'),
          () => dgram.createSocket('udp4', () => {}),
          () => {
            const socket = dgram.createSocket('udp4');
            socket.on('message', () => socket);
            return socket;
          },
          () => {
            const socket = dgram.createSocket('udp4');
            socket.addMembership('230.255.255.250', '127.0.0.1');
            return socket;
          },
        ];
        const references = makers.map((make) => new WeakRef(make()));
        for (let i = 0; i < 10 && references.some((reference) => reference.deref()); i++) {
          await new Promise((resolve) => setImmediate(resolve));
          globalThis.gc();
        }
        log(references.map((reference) => reference.deref() === undefined));
      }, { flags });
      assert.deepEqual(values, [[true, true, true, true]]);
    });

    it('is a closed socket', async () => {
      const { values } = await runFunction(async ({ dgram, log }) => {
        const reference = await new Promise((resolve) => {
          const socket = dgram.createSocket('udp4');
          socket.bind(0, '127.0.0.1', () => socket.close(() => resolve(new WeakRef(socket))));
        });
        for (let i = 0; i < 10 && reference.deref(); i++) {
          await new Promise((resolve) => setImmediate(resolve));
          globalThis.gc();
        }
        log(reference.deref() === undefined);
      }, { flags });
      assert.deepEqual(values, [true]);
    });

    it('is not a bound socket, nor one that is being bound', async () => {
      const { values } = await runFunction(async ({ dgram, log }) => {
        const port = await new Promise((resolve) => {
          dgram.createSocket('udp4').on('message', function onMessage(message) {
            log(message.toString());
            this.close();
          }).bind(0, '127.0.0.1', function onListening() {
            resolve(this.address().port);
          });
          globalThis.gc();
        });
        for (let i = 0; i < 5; i++) {
          await new Promise((resolve) => setImmediate(resolve));
          globalThis.gc();
        }
        const client = dgram.createSocket('udp4');
        client.send('still there', port, '127.0.0.1', () => client.close());
      }, { flags });
      assert.deepEqual(values, ['still there']);
    });
  });
});
