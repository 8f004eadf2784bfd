'use strict';

// The side of the child process: plays one scenario in the network that its environment asks for, and prints `ok` when
// it has come to its end with nothing left open.

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');

const dgram = require('../../../lib/index.js');
const native = require('../../../lib/native.js');
const { hash } = require('../../../sim/network/chance.js');
const { fate } = require('../../../sim/network/fate.js');
const { read } = require('../../../sim/board/settings.js');
const { board } = require('../../../lib/process-board.js');
const { LOOPBACK, bind, close, eventOf } = require('../../support/sockets.js');

const BROADCAST = 0; // of udp_option_t
const TURNS = 1000;
const SEED = Number(process.env.IOTJS_DGRAM_SEED);

function bound(port = 0) {
  return bind(dgram.createSocket('udp4'), port, LOOPBACK);
}

function portOf(socket) {
  return socket.address().port;
}

/** Sends, and resolves with what the callback was given. */
function send(socket, message, port) {
  return new Promise((resolve) => {
    let returned = false;
    socket.send(message, port, LOOPBACK, (error, size) => {
      assert.ok(returned, 'the callback comes later');
      resolve({ error, size });
    });
    returned = true;
  });
}

async function sent(socket, message, port) {
  const { error, size } = await send(socket, message, port);
  assert.equal(error, null);
  assert.equal(size, Buffer.byteLength(message));
}

/** A socket that collects what arrives. `until(count)` waits for so many messages. */
async function inbox() {
  const socket = await bound();
  const messages = [];
  const infos = [];
  let notify = () => {};
  socket.on('message', (message, rinfo) => {
    messages.push(String(message));
    infos.push(rinfo);
    notify();
  });
  const until = async (count) => {
    while (messages.length < count) await new Promise((resolve) => { notify = resolve; });
  };
  return { socket, port: portOf(socket), messages, infos, until };
}

/** What has arrived when nothing is on its way any more. What is sent to loopback waits for its receiver at once. */
async function arrived(box) {
  const { network } = board;
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  while (network.out?.underWay > 0 || network.in?.underWay > 0 || network.arriving > 0) await nextTurn();
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  return box.messages;
}

/** All sockets and messages are gone, but for the socket that a network has for its own use. */
async function settled() {
  const open = () => {
    const { sockets, datagrams } = native.counters();
    return { sockets: sockets.opened - sockets.freed, datagrams: datagrams.opened - datagrams.freed };
  };
  for (let turn = 0; turn < TURNS && (open().sockets > 1 || open().datagrams > 0); turn++) await nextTurn();
  assert.ok(open().sockets <= 1, `${open().sockets} sockets`);
  assert.equal(open().datagrams, 0);
}

const scenarios = {
  /** Prints which of so many messages arrive. */
  async which(count) {
    const box = await inbox();
    const socket = await bound();
    for (let i = 0; i < Number(count); i++) await sent(socket, String(i), box.port);
    await close(socket);
    console.log(JSON.stringify((await arrived(box)).map(Number)));
    await close(box.socket);
  },

  /** With callbacks or without: nobody is told of a loss. */
  async 'lost-in-silence'() {
    process.on('warning', (warning) => assert.fail(warning));
    const box = await inbox();
    const socket = await bound();
    const order = [];
    for (let i = 0; i < 5; i++) {
      socket.send('message', box.port, LOOPBACK, (error, size) => order.push([i, error, size]));
      socket.send('message', box.port, LOOPBACK);
    }
    await sent(socket, 'last', box.port);
    assert.deepEqual(order, [0, 1, 2, 3, 4].map((i) => [i, null, 7]));
    assert.deepEqual(await arrived(box), []);
    await close(socket, box.socket);
  },

  /** Order and senders of delayed messages; their senders are told at once. */
  async delayed() {
    const box = await inbox();
    const socket = await bound();
    const port = portOf(socket);
    for (let i = 0; i < 100; i++) await sent(socket, String(i), box.port);
    await box.until(100);
    assert.deepEqual(box.messages, Array.from({ length: 100 }, (_, i) => String(i)));
    for (const rinfo of box.infos) assert.equal(rinfo.port, port);
    await close(socket, box.socket);
  },

  async 'delayed-after-close'() {
    const box = await inbox();
    const socket = await bound();
    const port = portOf(socket);
    await sent(socket, 'one', box.port);
    await sent(socket, Buffer.from('two'), box.port);
    await close(socket);
    assert.equal(board.network.out.counts.delayed, 2);
    await box.until(2);
    assert.deepEqual(box.messages, ['one', 'two']);
    for (const rinfo of box.infos) assert.equal(rinfo.port, port);
    await close(box.socket);
  },

  /** Nothing has left when close() is called in the same turn. */
  async 'close-at-once'() {
    const box = await inbox();
    const socket = await bound();
    const warnings = [];
    process.on('warning', ({ code, message }) => warnings.push(`${code}: ${message}`));
    await sent(socket, 'left', box.port);
    for (let i = 0; i < 3; i++) socket.send('dropped', box.port, LOOPBACK, () => assert.fail('it did not leave'));
    await close(socket);
    await box.until(1);
    assert.deepEqual(new Set(await arrived(box)), new Set(['left']));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /^IOTJS_DGRAM_DISCARDED: close\(\) discarded 3 messages/);
    await close(box.socket);
  },

  /** 28 bytes of headers count. */
  async mtu() {
    const box = await inbox();
    const socket = await bound();
    await sent(socket, 'x'.repeat(41), box.port);
    await sent(socket, 'y'.repeat(40), box.port);
    await box.until(1);
    assert.deepEqual(await arrived(box), ['y'.repeat(40)]);
    await close(socket, box.socket);
  },

  /** One has left and waits to be overtaken; the one that does so is dropped by close(). */
  async 'overtaken-by-dropped'(then) {
    const box = await inbox(); // the first socket of this board
    const socket = await bound();
    const conditions = read({ reorder: '50%' });
    const isReordered = (number) => fate(conditions, hash(SEED, 0, 0, 1), number, 8).reordered;
    let number = 0;
    for (; !isReordered(number) || isReordered(number + 1); number++) await sent(socket, 'before', box.port);
    await sent(socket, 'overtaken', box.port);
    process.removeAllListeners('warning');
    const port = portOf(socket);
    socket.send('dropped', box.port, LOOPBACK);
    socket.close();
    if (then === 'rebind') {
      // Behind what the network does about it in this turn, and before that has left.
      await nextTurn();
      const next = await bound(port);
      await box.until(number + 1);
      assert.equal(box.infos.at(-1).port, port);
      await close(next);
    }
    await box.until(number + 1);
    const messages = await arrived(box);
    assert.deepEqual(messages.sort(), [...Array(number).fill('before'), 'overtaken']);
    await close(box.socket);
  },

  /** As they were when send() was called. */
  async bytes() {
    const box = await inbox();
    const socket = await bound();
    const buffer = Buffer.from('before');
    const sending = send(socket, buffer, box.port);
    buffer.fill('x');
    await sending;
    buffer.fill('y');
    await box.until(1);
    assert.deepEqual(box.messages, ['before']);
    await close(socket, box.socket);
  },

  /** A closed socket whose messages are under way does not keep the script from binding its port. */
  async 'bind-again'() {
    const box = await inbox();
    const first = await bound();
    const port = portOf(first);
    await sent(first, 'of the first', box.port);
    await close(first);
    const second = await bound(port);
    second.on('message', (message) => assert.fail(message));
    await sent(second, 'of the second', box.port);
    await box.until(2);
    assert.deepEqual(box.messages, ['of the first', 'of the second']);
    for (const rinfo of box.infos) assert.equal(rinfo.port, port);
    await close(second, box.socket);
  },

  /** The port is the script's again: what is on its way leaves from it when its time has come, whatever happens. */
  async 'port-is-free'(how) {
    const box = await inbox();
    const first = await bound();
    const port = portOf(first);
    await sent(first, 'one', box.port);
    await close(first);
    if (how === 'closed-again') {
      await close(await bound(port));
      await bound(); // gets the number of the socket that was closed
    } else if (how === 'refused') {
      const second = dgram.createSocket('udp4');
      second.bind(port, '192.0.2.1');
      const [error] = await eventOf(second, 'error');
      assert.equal(error.cause.code, 'EADDRNOTAVAIL');
    } else if (how === 'other-address') {
      const second = dgram.createSocket('udp4');
      second.bind(port, '127.0.0.2');
      await eventOf(second, 'listening');
    } else if (how === 'in-turns') {
      const second = await bound(port);
      await sent(second, 'two', box.port);
      await close(second);
      const third = await bound(port);
      await sent(third, 'three', box.port);
      await close(third);
    }
    await box.until(how === 'in-turns' ? 3 : 1);
    assert.deepEqual(box.messages, ['one', 'two', 'three'].slice(0, box.messages.length));
    for (const rinfo of box.infos) assert.deepEqual([rinfo.address, rinfo.port], [LOOPBACK, port]);
    console.log('ok');
    process.exit(0);
  },

  /** Somebody else has the port now: it leaves from another one. */
  async 'port-is-taken'() {
    const box = await inbox();
    const first = await bound();
    const port = portOf(first);
    await sent(first, 'one', box.port);
    await close(first);
    const plain = require('node:dgram').createSocket('udp4');
    plain.bind(port, LOOPBACK);
    await eventOf(plain, 'listening');
    await box.until(1);
    assert.notEqual(box.infos[0].port, port);
    plain.close();
    await close(box.socket);
  },

  /** What is on its way takes nothing away from another socket at the same address. */
  async 'shared-port'() {
    const box = await inbox();
    const [one, other] = await Promise.all([0, 1].map(() => dgram.createSocket({ type: 'udp4', reuseAddr: true })));
    one.bind(0, LOOPBACK);
    await eventOf(one, 'listening');
    const port = portOf(one);
    other.bind(port, LOOPBACK);
    await eventOf(other, 'listening');
    await sent(other, 'one', box.port);
    await close(other);
    const heard = eventOf(one, 'message');
    const plain = require('node:dgram').createSocket('udp4');
    plain.send('for the neighbour', port, LOOPBACK);
    assert.equal(String((await heard)[0]), 'for the neighbour');
    plain.close();
    await box.until(1);
    assert.equal(box.infos[0].port, port);
    await close(one, box.socket);
  },

  /** In a network namespace: what leaves after close() leaves as the socket was set. */
  async options() {
    const box = dgram.createSocket('udp4');
    box.bind(0);
    await eventOf(box, 'listening');
    const socket = await bound();
    socket.setBroadcast(true);
    const heard = eventOf(box, 'message');
    await new Promise((resolve) => { socket.send('to all', portOf(box), '127.255.255.255', resolve); });
    await close(socket);
    assert.equal(String((await heard)[0]), 'to all');
    await close(box);
  },

  /** In a network namespace: sockets that were bound to one address share a relay, with the options of all of them. */
  async relay() {
    const box = dgram.createSocket('udp4');
    box.bind(0);
    await eventOf(box, 'listening');
    const before = await bound();
    const local = { ip: 0x7f000001, port: portOf(before), reuseAddr: false };
    await close(before);
    const heard = eventOf(box, 'message');
    const relay = board.network.relayAt({ ...local, options: new Map() });
    assert.equal(board.network.relayAt({ ...local, options: new Map([[BROADCAST, 1]]) }), relay);
    const status = await new Promise((end) => {
      relay.send({ end, datagram: { message: 'x', ip: 0x7fffffff, port: portOf(box) } });
    });
    assert.equal(status, 0);
    await heard;
    assert.notEqual(board.network.relayAt({ ...local, port: local.port - 1, options: new Map() }), relay);
    console.log('ok');
    process.exit(0);
  },

  /** Each has bytes of its own. */
  async 'duplicate-bytes'() {
    const box = await bound();
    const socket = await bound();
    const messages = [];
    const both = new Promise((resolve) => {
      box.on('message', (message) => {
        messages.push(String(message));
        message.fill('x');
        if (messages.length === 2) resolve();
      });
    });
    await sent(socket, 'hello', portOf(box));
    await both;
    assert.deepEqual(messages, ['hello', 'hello']);
    await close(socket, box);
  },

  /** For an hour; but nobody can get them any more. */
  async 'nobody-waits'() {
    process.removeAllListeners('warning');
    const box = await bound();
    const socket = await bound();
    await sent(socket, 'received late', portOf(box));
    const { network } = board;
    while (network.in !== null && network.in.underWay === 0) await nextTurn();
    if (network.out !== null) {
      const third = await bound();
      third.send('never leaves', portOf(box), LOOPBACK);
      third.close();
    }
    await close(socket, box);
  },

  /** However many come out of the network at once. */
  async 'bounded-turns'() {
    const box = await inbox();
    const socket = await bound();
    let most = 0;
    let before = 0;
    let counting = true;
    (function count() {
      most = Math.max(most, box.messages.length - before);
      before = box.messages.length;
      if (counting) setImmediate(count);
    })();
    for (let i = 0; i < 200; i++) socket.send('x', box.port, LOOPBACK);
    await box.until(200);
    counting = false;
    assert.ok(most <= 64, `${most} in a turn`);
    assert.equal(board.network.in.counts.delayed, 200);
    await close(socket, box.socket);
  },

  /** Ended by a signal from outside, or by itself when its own listener hears it, at once or when it has cleaned up. */
  async signals(own) {
    if (own === 'once') process.once('SIGTERM', () => setImmediate(() => setImmediate(() => process.exit(4))));
    const box = await inbox();
    await sent(box.socket, 'x', box.port);
    await box.until(1);
    if (own === 'own') process.on('SIGTERM', () => process.exit(3));
    process.kill(process.pid, 'SIGTERM');
  },

  /** Of messages that come in late, none comes after close(). */
  async 'close-in-message'() {
    const box = await bound();
    const socket = await bound();
    let count = 0;
    box.on('message', () => {
      count++;
      box.close();
    });
    for (let i = 0; i < 10; i++) await sent(socket, 'message', portOf(box));
    await eventOf(box, 'close');
    await close(socket);
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    assert.equal(count, 1);
  },

  /** Ticks and promise jobs run after each message, whichever way it came in; also after one that threw. */
  async ticks(count, wanted) {
    const box = await bound();
    const socket = await bound();
    const order = [];
    const thrown = [];
    process.on('uncaughtException', (error) => thrown.push(error.message));
    const all = new Promise((resolve) => {
      box.on('message', (message) => {
        order.push(`message ${message}`);
        process.nextTick(() => order.push(`tick ${message}`));
        Promise.resolve().then(() => {
          order.push(`job ${message}`);
          if (order.length === 3 * wanted) resolve();
        });
        if (order.length % 2 === 1) throw new Error(`from ${message}`);
      });
    });
    for (let i = 0; i < count; i++) socket.send(String(i), portOf(box), LOOPBACK);
    await all;
    for (let i = 0; i < order.length; i += 3) {
      const name = order[i].slice('message '.length);
      assert.deepEqual(order.slice(i, i + 3), [`message ${name}`, `tick ${name}`, `job ${name}`]);
    }
    assert.ok(thrown.length > 0);
    await close(socket, box);
  },

  /** What no system takes is refused in any network. */
  async 'too-large'() {
    const box = await inbox();
    const socket = await bound();
    const { error, size } = await send(socket, Buffer.alloc(65508), box.port);
    assert.equal(error.cause.code, 'EMSGSIZE');
    assert.equal(size, 65508);
    await close(socket, box.socket);
  },

  /** Broadcasting is not allowed on this socket: the system says so, to a sender who was told that it left. */
  async 'refused-later'() {
    const socket = await bound();
    await new Promise((resolve) => { socket.send('x', 9, '127.255.255.255', resolve); });
    await close(socket);
  },

  /** The system's refusal of what nothing happens to is told as ever. */
  async 'refused-now'() {
    const socket = await bound();
    const error = await new Promise((resolve) => { socket.send('x', 9, '127.255.255.255', resolve); });
    assert.equal(error.cause.code, 'EACCES');
    const warning = eventOf(process, 'warning');
    socket.send('x', 9, '127.255.255.255');
    assert.equal((await warning)[0].code, 'IOTJS_DGRAM_REFUSED');
    await close(socket);
  },

  async names() {
    const box = await inbox();
    const socket = dgram.createSocket('udp4');
    socket.send('to a name', box.port, 'localhost', () => socket.close());
    await box.until(1);
    assert.deepEqual(box.messages, ['to a name']);
    await close(box.socket);
  },

  /** Twenty messages of one turn. */
  async queue() {
    const box = await inbox();
    const socket = await bound();
    for (let i = 0; i < 20; i++) socket.send(String(i), box.port, LOOPBACK);
    await box.until(6);
    assert.deepEqual(box.messages, ['0', '1', '2', '3', '4', '5']);
    await close(socket, box.socket);
  },

  /** Many at once, none lost and none twice. */
  async burst() {
    const box = await inbox();
    const socket = await bound();
    const seen = new Set();
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 50; i++) socket.send(`${round}.${i}`, box.port, LOOPBACK);
      await box.until((round + 1) * 50);
    }
    for (const message of box.messages) seen.add(message);
    assert.equal(seen.size, 1000);
    await close(socket, box.socket);
  },

  /** Ends in the middle, with messages under way. */
  async exit() {
    const box = await inbox();
    const socket = await bound();
    await sent(socket, 'one', box.port);
    console.log('ok');
    process.exit(0);
  },
};

async function play([name, ...args]) {
  await scenarios[name](...args);
  await settled();
  console.log('ok');
}

play(process.argv.slice(2));
