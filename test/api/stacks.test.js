'use strict';

// Where the stack of an error begins: at the script's line. What the package does in between is not in it.

const assert = require('node:assert/strict');
const path = require('node:path');

const dgram = require('../..');
const { warningsOf } = require('./support/warnings.js');
const { runFunctionInNamespace, runNode } = require('../support/node.js');
const { requireNamespace } = require('../support/namespace.js');
const { ROOT, makeDirectory, removeProjects } = require('../support/project.js');
const { LOOPBACK, boundSocket, closeAll, createSocket, send } = require('../support/sockets.js');

/** What a frame of this package's own code has in it. */
const OWN = ['bin', 'lib', 'sim'].map((folder) => path.join(ROOT, folder, path.sep));
const HERE = /^ +at .*stacks\.test\.js:/;

function framesOf(error) {
  return error.stack.split('\n').filter((line) => /^ +at /.test(line));
}

function assertBeginsHere(error) {
  const frames = framesOf(error);
  assert.match(frames[0], HERE);
  assert.equal(frames.find((frame) => OWN.some((folder) => frame.includes(folder))), undefined);
  assert.equal(error.stack.split('\n', 1)[0], String(error));
  return true;
}

describe('the stack', () => {
  afterEach(closeAll);
  after(removeProjects);

  describe('of what is thrown begins with the call:', () => {
    const closed = () => {
      const socket = createSocket();
      socket.close();
      return socket;
    };
    const calls = {
      'createSocket()': () => dgram.createSocket('upd4'),
      'new Socket()': () => new dgram.Socket('upd4'),
      'bind() of a wrong port': () => createSocket().bind(70000),
      'bind() of a wrong address': () => createSocket().bind(0, 5),
      'bind() again': () => createSocket().bind(0).bind(0),
      'send() of a wrong message': () => createSocket().send(5, 9, LOOPBACK),
      'send() of a wrong item': () => createSocket().send([5], 9, LOOPBACK),
      'send() of a part of a wrong message': () => createSocket().send(5, 0, 1, 9, LOOPBACK),
      'send() to a wrong port': () => createSocket().send('x', 0, LOOPBACK),
      'send() to a wrong address': () => createSocket().send('x', 9, 5),
      'send() on a closed socket': () => closed().send('x', 9, LOOPBACK),
      'sendto() without offset and length': () => createSocket().sendto('x', 9, LOOPBACK),
      'sendto() without an address': () => createSocket().sendto('x', 0, 1, 9),
      'sendto() on a closed socket': () => closed().sendto('x', 0, 1, 9, LOOPBACK),
      'close() again': () => closed().close(),
      'address()': () => createSocket().address(),
      'setBroadcast()': () => createSocket().setBroadcast(true),
      'setTTL() of a string': () => createSocket().setTTL('5'),
      'setTTL()': () => createSocket().setTTL(5),
      'addMembership() without a group': () => createSocket().addMembership(),
      'addMembership() of a number': () => createSocket().addMembership(5),
      'addMembership()': () => createSocket().addMembership('127.0.0.1'),
    };
    for (const [title, call] of Object.entries(calls)) {
      it(title, () => {
        assert.throws(call, (error) => {
          if (error.cause !== undefined) assert.deepEqual(framesOf(error.cause), []);
          return assertBeginsHere(error);
        });
      });
    }

    it('send() behind a close() that waits', async () => {
      await warningsOf(async () => {
        const socket = createSocket();
        socket.send('x', 9, LOOPBACK);
        socket.close();
        assert.throws(() => socket.send('x', 9, LOOPBACK), assertBeginsHere);
        await closeAll();
      });
    });

    it('also in a class that calls the method of Socket', () => {
      class Own extends dgram.Socket {
        send(...args) {
          super.send(...args);
        }
      }
      assert.throws(() => new Own('udp4').sendto('x', 0, 1, 0, LOOPBACK), (error) => {
        assertBeginsHere(error);
        assert.match(framesOf(error)[0], /Own\.send/);
        assert.match(framesOf(error)[1], HERE);
        return true;
      });
    });

    it('and is left alone where the script has its own Error.prepareStackTrace', () => {
      const { prepareStackTrace } = Error;
      Error.prepareStackTrace = (error, frames) => frames.map((frame) => frame.getFileName());
      const seen = {};
      try {
        dgram.createSocket('upd4');
      } catch ({ message, stack }) {
        Object.assign(seen, { message, stack });
      }
      Error.prepareStackTrace = prepareStackTrace; // before an assertion that fails has a stack
      assert.match(seen.message, /^Bad socket type/);
      assert.ok(Array.isArray(seen.stack) && seen.stack.includes(__filename));
    });
  });

  describe('of what comes later is empty, and that of its cause', () => {
    function failure(socket) {
      return new Promise((resolve) => { socket.on('error', resolve); });
    }

    it('begins with the bind() that the system refused', async () => {
      const { port } = (await boundSocket()).address();
      for (const args of [[port, LOOPBACK], [0, '192.0.2.1'], [{ port }]]) {
        const socket = createSocket();
        socket.bind(...args);
        const error = await failure(socket);
        assert.deepEqual(framesOf(error), []);
        assertBeginsHere(error.cause);
      }
    });

    it('is empty for a send() that the system refused', async () => {
      const { error } = await send(await boundSocket(), Buffer.alloc(65508), 9, LOOPBACK);
      assert.deepEqual(framesOf(error), []);
      assert.deepEqual(framesOf(error.cause), []);
    });

    describe('with names', () => {
      before(requireNamespace);

      it('begins with the bind() or the first send() that asked for the name', async () => {
        const { values } = await runFunctionInNamespace(async ({ sockets, log }) => {
          const name = 'no-such-host.invalid';
          const frames = ({ stack }) => stack.split('\n').filter((line) => /^ +at /.test(line));
          const tell = (error) => log([frames(error), frames(error.cause)[0] ?? '']);
          function atBind(socket) { socket.bind(0, name); }
          function atSend(socket, callback) { socket.send('x', 9, name, callback); }
          const later = (socket) => new Promise((resolve) => { socket.once('error', resolve); });
          const sending = (socket, count) => Promise.all(Array.from({ length: count }, () =>
            new Promise((resolve) => { atSend(socket, resolve); })));

          const socket = sockets.createSocket();
          atBind(socket);
          tell(await later(socket));
          (await sending(socket, 2)).forEach(tell); // they wait for the bind
          (await sending(socket, 2)).forEach(tell);
          atSend(socket);
          tell(await later(socket));
          await sockets.closeAll();
        });
        for (const [own] of values) assert.deepEqual(own, []);
        const callers = values.map(([, frame]) => /at (at\w+)/.exec(frame)?.[1] ?? frame);
        assert.deepEqual(callers, ['atBind', 'atSend', '', 'atSend', '', 'atSend']);
      });
    });
  });

  it('is what Node.js prints of an error that nobody catches, without a line of the package above it', async () => {
    const directory = makeDirectory({
      'app.js': `
        const { AsyncLocalStorage } = require('node:async_hooks');
        const dgram = require(${JSON.stringify(ROOT)});
        const cases = {
          thrown() { dgram.createSocket('upd4'); },
          emitted() { dgram.createSocket('udp4').bind(9, '192.0.2.1'); },
          followed() { new AsyncLocalStorage().run({}, cases.emitted); },
          rethrown() {
            const socket = dgram.createSocket('udp4');
            socket.send('x', 9, '127.255.255.255', (error) => { throw error; });
          },
          lacking() {
            require(${JSON.stringify(path.join(ROOT, 'lib', 'simulate.js'))})({ target: 'nuttx-stm32f4' });
            const socket = dgram.createSocket('udp4');
            try { socket.bind(70000); } catch (error) { console.log(error.stack); }
            socket.setTTL(5);
          },
          misspelled() {
            require(${JSON.stringify(path.join(ROOT, 'lib', 'simulate.js'))})({ los: '5%' });
          },
          late() {
            dgram.createSocket('udp4');
            require(${JSON.stringify(path.join(ROOT, 'lib', 'simulate.js'))})({ loss: '5%' });
          },
          own() { dgram.createSocket('udp4').bind(0, () => { throw new Error('of the script'); }); },
        };
        cases[process.argv[2]]();`,
    });
    const play = (name) => runNode(['app.js', name], { cwd: directory });
    const print = async (name) => (await play(name)).stderr;
    assert.match(await print('thrown'), /^Error: Bad socket type [^\n]*\n +at Object\.thrown .*app\.js:5/);
    for (const name of ['emitted', 'followed']) {
      assert.match(await print(name),
        /^Error: bind error 192\.0\.2\.1:9\nEmitted [^]*\[cause\]: Error: EADDRNOTAVAIL.*\n +at .*emitted .*app\.js:6/);
    }
    assert.match(await print('rethrown'), /^\[Error: send error 127\.255\.255\.255:9\] \{\n/);
    const { stdout, stderr } = await play('lacking');
    assert.match(stdout, /^RangeError: Port .*\n +at .*lacking .*app\.js:15/);
    assert.match(stderr, /^Error: dgram\.Socket\.setTTL is not supported .*\n +at .*lacking .*app\.js:16/);
    assert.match(await print('misspelled'), /^RangeError: There is no setting 'los'.*\n +at .*misspelled .*app\.js:19/);
    assert.match(await print('late'), /^Error: simulate\(\) must be called .*\n +at .*late .*app\.js:23/);
    assert.match(await print('own'), /app\.js:25\n.*\n +\^\n\nError: of the script\n +at .*app\.js:25/);
  });
});
