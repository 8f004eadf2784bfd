'use strict';

const assert = require('node:assert/strict');
const { runFunction, runFunctionInNamespace } = require('../support/node.js');
const { warningsOf } = require('./support/warnings.js');
const { requireNamespace } = require('../support/namespace.js');
const {
  LOOPBACK, boundSocket, closeAll, createSocket, eventOf, inboxOf, pair, roundTrip, send,
} = require('../support/sockets.js');

// The broadcast address of `lo`, to which a socket may not send unless it says so.
const FORBIDDEN = '127.255.255.255';

/** Asserts that there is one warning, and what it says. */
function assertOneWarning(warnings, code, text) {
  assert.deepEqual(warnings.map((warning) => warning.code), [code]);
  assert.equal(warnings[0].name, 'IotjsDgramWarning');
  assert.match(warnings[0].message, text);
}

/** How often a code occurs in what a process printed. */
function countOf(code, stderr) {
  return stderr.split(`[${code}]`).length - 1;
}

describe('warnings', () => {
  afterEach(closeAll);

  describe('IOTJS_DGRAM_DISCARDED', () => {
    const CODE = 'IOTJS_DGRAM_DISCARDED';

    for (const [count, text] of [[1, /discarded 1 message /], [3, /discarded 3 messages /]]) {
      it(`tells of ${count} that close() discarded`, async () => {
        const { client, port } = await pair();
        assertOneWarning(await warningsOf(() => {
          for (let i = 0; i < count; i++) client.send('x', port, LOOPBACK);
          client.close();
        }), CODE, text);
      });
    }

    it('counts those with and those without a callback', async () => {
      const { client, port } = await pair();
      assertOneWarning(await warningsOf(() => {
        client.send('x', port, LOOPBACK, () => assert.fail('it called back'));
        client.send('x', port, LOOPBACK);
        client.close();
      }), CODE, /discarded 2 messages /);
    });

    it('counts those that waited for the bind', async () => {
      const { port } = await pair();
      const client = createSocket();
      assertOneWarning(await warningsOf(async () => {
        client.send('x', port, LOOPBACK);
        client.send('x', port, LOOPBACK);
        client.close();
        await eventOf(client, 'close');
      }), CODE, /discarded 2 messages /);
    });

    it('counts those that waited for a bind that failed', async () => {
      const { port } = await pair();
      const client = createSocket();
      assertOneWarning(await warningsOf(async () => {
        client.bind(port, LOOPBACK);
        client.send('x', port, LOOPBACK, () => assert.fail('it called back'));
        await eventOf(client, 'error');
        client.close();
      }), CODE, /discarded 1 message /);
    });

    it('tells nothing when all messages have left', async () => {
      const { client, port } = await pair();
      assert.deepEqual(await warningsOf(async () => {
        await send(client, 'x', port, LOOPBACK);
        client.close();
        createSocket().close();
        (await boundSocket()).close();
      }), []);
    });

    it('counts what has not left, and not what has', async () => {
      const { client, port } = await pair();
      assertOneWarning(await warningsOf(async () => {
        await send(client, 'x', port, LOOPBACK);
        client.send('y', port, LOOPBACK);
        client.close();
      }), CODE, /discarded 1 message /);
    });

    it('comes for each socket', async () => {
      const { server, client, port } = await pair();
      const warnings = await warningsOf(() => {
        for (const [count, socket] of [server, client].entries()) {
          for (let i = 0; i <= count; i++) socket.send('x', port, LOOPBACK);
          socket.close();
        }
      });
      assert.deepEqual(warnings.map(({ code }) => code), [CODE, CODE]);
      assert.match(warnings[0].message, /discarded 1 message /);
      assert.match(warnings[1].message, /discarded 2 messages /);
    });

    describe('with names', () => {
      before(requireNamespace);

      it('counts those that waited for a name', async () => {
        const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
          process.on('warning', ({ code, message }) => log([code, /discarded (\d+) message/.exec(message)[1]]));
          const { client, port } = await sockets.pair();
          client.send('a', port, 'localhost', () => log('called back'));
          client.send('b', port, 'localhost');
          client.send('c', port, '127.0.0.1');
          client.close();
          await sockets.roundTrip();
          await sockets.closeAll();
        }, { flags: ['--no-warnings'] });
        assert.deepEqual(values, [[CODE, '3']]);
      });
    });
  });

  describe('IOTJS_DGRAM_REFUSED', () => {
    const CODE = 'IOTJS_DGRAM_REFUSED';

    it('tells how many sends without a callback the system refused, where the first was to go, and why', async () => {
      const { client, port } = await pair();
      const warnings = await warningsOf(async () => {
        client.send('x', port, FORBIDDEN);
        client.send(Buffer.alloc(65508), port, LOOPBACK);
        client.send('x', port, FORBIDDEN);
        await roundTrip();
      });
      assertOneWarning(warnings, CODE, /refused 3 messages /);
      const refusal = `${FORBIDDEN}:${port} (EACCES: permission denied; a broadcast address needs setBroadcast(true))`;
      assert.ok(warnings[0].message.includes(refusal), warnings[0].message);
    });

    it('says "1 message" for one', async () => {
      const { client, port } = await pair();
      assertOneWarning(await warningsOf(async () => {
        client.send(Buffer.alloc(65508), port, LOOPBACK);
        await roundTrip();
      }), CODE, /refused 1 message .*127\.0\.0\.1:\d+ \(EMSGSIZE: /);
    });

    it('counts a burst of them', async () => {
      const { client, port } = await pair();
      assertOneWarning(await warningsOf(async () => {
        for (let i = 0; i < 300; i++) client.send('x', port, FORBIDDEN);
        await roundTrip();
      }), CODE, /refused 300 messages /);
    });

    it('does not count those with a callback', async () => {
      const { client, port } = await pair();
      assert.deepEqual(await warningsOf(async () => {
        assert.ok((await send(client, 'x', port, FORBIDDEN)).error);
        client.close();
      }), []);
      const other = await boundSocket();
      assertOneWarning(await warningsOf(async () => {
        const refused = send(other, 'x', port, FORBIDDEN);
        other.send('x', port, FORBIDDEN);
        await refused;
      }), CODE, /refused 1 message /);
    });

    it('comes once for each socket, and tells of the rest at close()', async () => {
      const { client, port } = await pair();
      assertOneWarning(await warningsOf(async () => {
        client.send('x', port, FORBIDDEN);
        await roundTrip();
      }), CODE, /refused 1 message /);

      assert.deepEqual(await warningsOf(async () => {
        for (let i = 0; i < 2; i++) {
          client.send('x', port, FORBIDDEN);
          await roundTrip();
        }
      }), []);

      assertOneWarning(await warningsOf(async () => {
        const closed = eventOf(client, 'close');
        client.close();
        await closed;
      }), CODE, /refused 2 messages /);
    });

    it('tells nothing at close() when there is no rest', async () => {
      const { client, port } = await pair();
      await warningsOf(async () => {
        client.send('x', port, FORBIDDEN);
        await roundTrip();
      });
      assert.deepEqual(await warningsOf(() => client.close()), []);
    });

    it('comes for each of several sockets', async () => {
      const { server, client, port } = await pair();
      const warnings = await warningsOf(async () => {
        server.send('x', port, FORBIDDEN);
        client.send('x', port, FORBIDDEN);
        client.send('x', port, FORBIDDEN);
        await roundTrip();
      });
      assert.deepEqual(warnings.map(({ code }) => code), [CODE, CODE]);
      const counts = warnings.map(({ message }) => /refused (\d+) message/.exec(message)[1]);
      assert.deepEqual(counts.sort(), ['1', '2']);
    });

    it('comes also when the socket is closed at once', async () => {
      const { client, port } = await pair();
      assertOneWarning(await warningsOf(async () => {
        client.send('x', port, FORBIDDEN);
        await send(client, 'x', port, LOOPBACK);
        client.close();
      }), CODE, /refused 1 message /);
    });
  });

  describe('IOTJS_DGRAM_NO_ADDRESS', () => {
    const CODE = 'IOTJS_DGRAM_NO_ADDRESS';

    it('comes once, for send() with a callback but no address', async () => {
      const { values } = await runFunction(async ({ sockets, log }) => {
        process.on('warning', ({ name, code, message }) => log([name, code, message]));
        const { client, port } = await sockets.pair();
        await sockets.send(client, 'x', port);
        await sockets.send(client, Buffer.from('x'), 0, 1, port);
        await sockets.send(await sockets.boundSocket(), 'x', port);
        await sockets.closeAll();
      }, { flags: ['--no-warnings'] });
      assert.equal(values.length, 1);
      const [[name, code, message]] = values;
      assert.equal(name, 'IotjsDgramWarning');
      assert.equal(code, CODE);
      assert.match(message, /127\.0\.0\.1/);
    });

    it('does not come for the forms that IoT.js takes', async () => {
      const { values } = await runFunction(async ({ sockets, log }) => {
        process.on('warning', ({ code }) => log(code));
        const { client, port } = await sockets.pair();
        const forms = [['x', port], [Buffer.from('x'), 0, 1, port], ['x', port, undefined], ['x', port, null]];
        for (const args of forms) client.send(...args);
        for (const address of [undefined, null, '', '127.0.0.1']) await sockets.send(client, 'x', port, address);
        await sockets.closeAll();
      }, { flags: ['--no-warnings'] });
      assert.deepEqual(values, []);
    });

    for (const workersFirst of [false, true]) {
      const first = workersFirst ? 'a worker' : 'the main thread';
      it(`comes once in a process with its workers, ${first} first`, async () => {
        const { values, stderr } = await runFunction(async ({ sockets, log }, helper, workersBegin) => {
          const { Worker } = require('node:worker_threads');
          async function sendOnce() {
            const { client, port } = await sockets.pair();
            log((await sockets.send(client, 'x', port)).error);
            await sockets.closeAll();
          }
          async function sendInWorker() {
            const worker = new Worker(`
              const sockets = require(${JSON.stringify(helper)});
              const { parentPort } = require('node:worker_threads');
              (async () => {
                const { client, port } = await sockets.pair();
                const { error } = await sockets.send(client, 'x', port);
                await sockets.closeAll();
                parentPort.postMessage(error);
              })();
            `, { eval: true });
            const exit = sockets.eventOf(worker, 'exit');
            log((await sockets.eventOf(worker, 'message'))[0]);
            await exit;
          }
          if (!workersBegin) await sendOnce();
          await Promise.all([sendInWorker(), sendInWorker()]);
          if (workersBegin) await sendOnce();
        }, { args: [require.resolve('../support/sockets.js'), workersFirst] });
        assert.deepEqual(values, [null, null, null]);
        assert.equal(countOf(CODE, stderr), 1, stderr);
      });
    }
  });

  describe('can be', () => {
    /** Earns one warning of each code. */
    async function earn({ sockets }) {
      const { client, port } = await sockets.pair();
      await sockets.send(client, 'x', port);
      client.send('x', port, '127.255.255.255');
      await sockets.roundTrip();
      client.send('x', port, '127.0.0.1');
      client.close();
      await sockets.roundTrip();
      await sockets.closeAll();
    }
    const CODES = ['IOTJS_DGRAM_NO_ADDRESS', 'IOTJS_DGRAM_REFUSED', 'IOTJS_DGRAM_DISCARDED'];

    it('seen on standard error, each with its code', async () => {
      const { stderr } = await runFunction(earn);
      assert.deepEqual(CODES.map((code) => countOf(code, stderr)), [1, 1, 1]);
    });

    // Node.js 20.11 and later.
    const canDisable = process.allowedNodeEnvironmentFlags.has('--disable-warning');
    const itIfItCan = canDisable ? it : it.skip;
    const reason = canDisable ? '' : ' (skipped: this version of Node.js has no such option)';

    for (const silenced of CODES) {
      itIfItCan(`silenced: --disable-warning=${silenced}${reason}`, async () => {
        const { stderr } = await runFunction(earn, { flags: [`--disable-warning=${silenced}`] });
        assert.deepEqual(CODES.map((code) => countOf(code, stderr)), CODES.map((code) => (code === silenced ? 0 : 1)));
      });
    }

    itIfItCan(`silenced all at once: --disable-warning=IotjsDgramWarning${reason}`, async () => {
      const { stderr } = await runFunction(earn, { flags: ['--disable-warning=IotjsDgramWarning'] });
      assert.deepEqual(CODES.map((code) => countOf(code, stderr)), [0, 0, 0]);
    });

    it('made errors by a listener', async () => {
      const { stderr } = await runFunction(async ({ sockets }) => {
        process.on('warning', (warning) => {
          if (warning.code === 'IOTJS_DGRAM_DISCARDED') throw warning;
        });
        const { client, port } = await sockets.pair();
        client.send('x', port, '127.0.0.1');
        client.close();
      }, { code: 1, flags: ['--no-warnings'] });
      assert.match(stderr, /close\(\) discarded 1 message/);
    });
  });

  it('do not come for messages that arrive', async () => {
    const { server, client, port } = await pair();
    assert.deepEqual(await warningsOf(async () => {
      const inbox = inboxOf(server);
      for (let i = 0; i < 20; i++) client.send('x', port, LOOPBACK);
      assert.equal((await inbox.untilMarker(client)).length, 20);
      await closeAll();
    }), []);
  });
});
