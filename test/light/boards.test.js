'use strict';

// Each light copy is a board of its own: what settings ask for is simulated in each, and counted for each.

const assert = require('node:assert/strict');

const { randomOf } = require('../../sim/fleet/random-stream.js');
const { runNode } = require('../support/node.js');
const { makeDirectory, removeProjects } = require('../support/project.js');
const { copiesOf } = require('./support/copies.js');

const HOST = require.resolve('./support/host.js');

describe('the board of a light copy', () => {
  let directory;

  before(() => {
    directory = makeDirectory({
      'random.js': 'console.log(Math.random()); console.log(Math.random());',
      'target.js': `
        var dgram = require('dgram');
        var socket = dgram.createSocket('udp4');
        socket.bind(0, function () {
          try {
            socket.setTTL(3);
          } catch (error) {
            console.log(error instanceof Error, error.code);
          }
          socket.close();
        });`,
      'sends.js': `
        var dgram = require('dgram');
        var index = Number(process.env.IOTJS_DGRAM_INDEX);
        var socket = dgram.createSocket('udp4');
        var left = 2 + index;
        var other = dgram.createSocket('udp4');
        other.send('x', 9, '127.0.0.1', function () { other.close(); });
        socket.bind(0, '127.0.0.1', function next() {
          if (left-- === 0) socket.close();
          else socket.send('x', socket.address().port, '127.0.0.1', next);
        });`,
      'pattern.js': `
        var dgram = require('dgram');
        var socket = dgram.createSocket('udp4');
        var came = [];
        var sent = 0;
        socket.on('message', function (message) {
          if (message.toString() !== 'end') came.push(message.toString());
        });
        socket.bind(0, '127.0.0.1', function next() {
          if (sent < 40) {
            socket.send(String(sent++), socket.address().port, '127.0.0.1', next);
          } else {
            setTimeout(function () { console.log(came.join()); socket.close(); }, 50);
          }
        });`,
      'delayed.js': `
        var dgram = require('dgram');
        var one = dgram.createSocket('udp4');
        var other = dgram.createSocket('udp4');
        one.on('message', function (message, rinfo) {
          console.log(message.toString(), rinfo instanceof Object, message instanceof Buffer);
          one.close();
        });
        one.bind(0, '127.0.0.1', function () {
          other.send('late', one.address().port, '127.0.0.1', function () { other.close(); });
        });`,
      'gives-up.js': `
        var dgram = require('dgram');
        var socket = dgram.createSocket('udp4');
        socket.bind(0, '127.0.0.1', function () {
          socket.send('x', socket.address().port, '127.0.0.1');
          setTimeout(function () { socket.close(); }, 50);
        });`,
      'warned.js': `
        var dgram = require('dgram');
        var way = process.argv[2];
        if (process.env.IOTJS_DGRAM_INDEX === '0') {
          process.emitWarning = function () {
            if (way === 'exit') process.exit(3);
            throw 'thrown';
          };
        } else {
          process.removeAllListeners('warning');
        }
        var socket = dgram.createSocket('udp4');
        socket.bind(0, '127.0.0.1', function () {
          if (process.argv[3] === 'long') socket.send(Buffer.alloc(2000), socket.address().port, '127.0.0.1');
          else socket.send('x', 9, '255.255.255.255');
          setTimeout(function () { console.log('late'); socket.close(); }, 200);
        });`,
      'strict.js': 'require("./part.js"); console.log("never");',
      'part.js': 'Buffer.alloc(1);',
      'restricted.js': `
        var dgram = require('dgram');
        var socket = dgram.createSocket('udp4');
        socket.on('message', function (message) {
          console.log(message instanceof Buffer, message.slice instanceof Function, message.slice(1).toString());
          try {
            message['read' + 'Int32LE'](0);
          } catch (error) {
            console.log(error instanceof Error, error.code);
          }
          socket.close();
        });
        socket.bind(0, '127.0.0.1', function () { socket.send('abc', socket.address().port, '127.0.0.1'); });`,
    });
  });
  after(removeProjects);

  async function run(count, script, env, ...args) {
    const result = await runNode([HOST, String(count), script, ...args], { cwd: directory, env });
    return { ...result, copies: copiesOf(result.stdout) };
  }

  it('has random numbers of its own, those of its index', async () => {
    const { copies } = await run(3, 'random.js', { IOTJS_DGRAM_SEED: '7' });
    for (const index of [0, 1, 2]) {
      const random = randomOf(7, index);
      assert.deepEqual(copies[index], [String(random()), String(random()), 'exit 0']);
    }
  });

  it('is the target', async () => {
    const { copies } = await run(2, 'target.js', { IOTJS_DGRAM_TARGET: 'nuttx-stm32f4' });
    for (const index of [0, 1]) assert.deepEqual(copies[index], ['true IOTJS_DGRAM_UNSUPPORTED', 'exit 0']);
  });

  it('counts what its own network does', async () => {
    const { copies } = await run(3, 'sends.js', {
      IOTJS_DGRAM_LOSS: '100%', IOTJS_DGRAM_DIRECTION: 'send', IOTJS_DGRAM_REPORT: '1', IOTJS_DGRAM_SEED: '1',
    });
    for (const index of [0, 1, 2]) {
      const counts = JSON.parse(/^counts (.*)$/.exec(copies[index][0])[1]);
      assert.equal(counts.network.sent.datagrams, 3 + index);
      assert.equal(copies[index][1], 'exit 0');
    }
  });

  it('has chances of its own, the same ones in a fleet of any size', async () => {
    const env = { IOTJS_DGRAM_LOSS: '50%', IOTJS_DGRAM_DIRECTION: 'send', IOTJS_DGRAM_SEED: '1' };
    const [two, three] = [await run(2, 'pattern.js', env), await run(3, 'pattern.js', env)];
    assert.deepEqual(two.copies[1], three.copies[1]);
    assert.equal(new Set([0, 1, 2].map((index) => three.copies[index][0])).size, 3);
  });

  it('lives until what is delayed has come, also from a closed socket', async () => {
    const { copies } = await run(2, 'delayed.js', { IOTJS_DGRAM_DELAY: '20ms' });
    for (const index of [0, 1]) assert.deepEqual(copies[index], ['late true true', 'exit 0']);
  });

  it('waits for nothing that a closed socket would have got', async () => {
    const { copies } = await run(2, 'gives-up.js', { IOTJS_DGRAM_DELAY: '600s', IOTJS_DGRAM_DIRECTION: 'receive' });
    for (const index of [0, 1]) assert.deepEqual(copies[index], ['exit 0']);
  });

  for (const [what, env] of Object.entries({
    long: { IOTJS_DGRAM_TARGET: 'tizenrt-artik053' }, refused: { IOTJS_DGRAM_DELAY: '5ms' },
  })) {
    it(`warns of a ${what} message as its script wants, and no other copy notices`, async () => {
      const exits = await run(2, 'warned.js', env, 'exit', what);
      assert.deepEqual(exits.copies, { 0: ['exit 3'], 1: ['late', 'exit 0'] }, exits.stderr);
      const throws = await run(2, 'warned.js', env, 'throw', what);
      assert.deepEqual(throws.copies, { 0: ['exit 1'], 1: ['late', 'exit 0'] }, throws.stderr);
      assert.match(throws.stderr, /^\[0\] 'thrown'$/m);
    });
  }

  it('refuses what no device can run, before it runs', async () => {
    const { code, stdout, stderr } = await run(1, 'strict.js', { IOTJS_DGRAM_STRICT: '1' });
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /A device cannot run this \(--strict\):/);
  });

  it('gives messages the members of a device alone where that is asked for', async () => {
    const { copies } = await run(2, 'restricted.js', { IOTJS_DGRAM_STRICT: '1' });
    for (const index of [0, 1]) {
      assert.deepEqual(copies[index], ['true true bc', 'true IOTJS_DGRAM_UNSUPPORTED', 'exit 0']);
    }
  });
});
