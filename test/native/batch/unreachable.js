'use strict';

// Datagrams that do not arrive: a socket with TELL_UNREACHABLE is told where, and sends and receives like any other.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { performance } = require('node:perf_hooks');
const { setImmediate: nextTurn, setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');

const { Addon } = require('../../../lib/addon.js');
const { toText } = require('../../../lib/addresses.js');
const native = require('../../../lib/native.js');
const realm = require('../../../lib/realm.js');
const faults = require('../support/faults.js');
const { play } = require('../support/scenarios.js');
const { event } = require('../support/sockets.js');
const spy = require('./spy.js');
const { Receiver, messageOf, times } = require('./traffic.js');

const addon = new Addon(realm);
const { TELL_UNREACHABLE } = native.constants;
const ANY = 0;
const LOOPBACK = native.parseIp('127.0.0.1');
const CLOSED = [2, 3, 4, 5, 6]; // nobody uses these ports of 127.0.0.1
const DEADLINE = 20000;
const ATTEMPTS = 5; // the kernel may hand errors over late, and then more at a time than it has room for
const TURNS_MAX = 200; // in 10 ms, of a loop that sleeps; one that spins has thousands

const refusedAt = (port) => `ECONNREFUSED 127.0.0.1:${port}`;
const nameOf = (status) => (status === 0 ? null : native.describeError(status)[0]);

async function until(condition, describe) {
  const deadline = Date.now() + DEADLINE;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(describe());
    await nextTurn();
  }
}

/** An owner of a socket, which notes what the addon tells. */
class Watched {
  told = []; // 'ERROR ADDRESS:PORT'
  messages = [];
  failures = [];

  /** Bound to loopback, unless told otherwise. */
  static async open({ tells = true, ip = LOOPBACK } = {}) {
    const watched = new Watched();
    watched.number = native.open(watched);
    await new Promise((resolve) => {
      watched.bound = resolve;
      assert.equal(native.bind(watched.number, ip, 0, false), 0);
    });
    if (tells) watched.tell(1);
    return watched;
  }

  tell(value) {
    assert.equal(native.setOption(this.number, TELL_UNREACHABLE, value), 0);
  }

  get port() {
    return native.address(this.number)[1];
  }

  message(slab, offset, size) {
    this.messages.push(Buffer.from(slab, offset, size));
  }

  receiveFailed(status) {
    this.failures.push(nameOf(status));
  }

  unreachable(status, ip, port) {
    this.told.push(`${nameOf(status)} ${toText(ip)}:${port}`);
  }

  /** Sends all in this turn. Resolves to how each ended: null or the name of the error. */
  async send(datagrams) {
    const ends = [];
    let count = 0;
    datagrams.forEach(({ message = 'x', ip = LOOPBACK, port }, i) => {
      addon.send(this.number, {
        end(status) {
          assert.ok(!(i in ends), `a second end of datagram ${i}`);
          ends[i] = nameOf(status);
          count++;
        },
        drop: () => false,
      }, message, ip, port);
    });
    await until(() => count === datagrams.length, () => `${count} of ${datagrams.length} have ended`);
    return ends;
  }

  hears(count) {
    return until(() => this.told.length >= count, () => `${this.told.length} of ${count} have been told`);
  }

  /** Nothing follows of what it sent; it receives as ever; and the loop sleeps. */
  async settles() {
    const { length } = this.messages;
    assert.deepEqual(await this.send([{ message: 'last', port: this.port }]), [null]);
    await until(() => String(this.messages.at(-1)) === 'last', () => 'the last message has not come');
    assert.equal(this.messages.length, length + 1);
    this.messages.pop();
    assert.deepEqual(this.failures, []);
    await sleeps();
  }

  close() {
    native.close(this.number);
  }
}

async function sleeps() {
  const turns = () => performance.nodeTiming.uvMetricsInfo?.loopCount ?? 0; // Node.js 20.18 and newer
  const before = turns();
  for (let i = 0; i < 5; i++) await sleep(2);
  assert.ok(turns() - before < TURNS_MAX, `${turns() - before} turns of the loop`);
}

/** Sends the same from a socket that tells and from one that does not. They must end alike; returns the first one. */
async function endAlike(datagrams) {
  const watched = await Watched.open({ ip: ANY });
  const plain = await Watched.open({ ip: ANY, tells: false });
  const ends = await plain.send(datagrams);
  assert.deepEqual(await watched.send(datagrams), ends);
  assert.deepEqual(plain.told, []);
  await plain.settles();
  plain.close();
  return { watched, ends };
}

function ip(...args) {
  execFileSync('ip', args);
}

play({
  async once() {
    const watched = await Watched.open();
    assert.deepEqual(await watched.send([{ port: CLOSED[0] }]), [null]);
    await watched.hears(1);
    await watched.settles();
    assert.deepEqual(watched.told, [refusedAt(CLOSED[0])]);
    watched.close();
  },

  /** Read before the next datagram leaves: it is told although nothing makes the socket readable. */
  async behind() {
    const watched = await Watched.open();
    const receiver = await Receiver.open();
    assert.deepEqual(await watched.send([{ port: CLOSED[0] }, { message: 'good', port: receiver.port }]), [null, null]);
    await watched.hears(1);
    await receiver.gets([Buffer.from('good')]);
    await watched.settles();
    assert.deepEqual(watched.told, [refusedAt(CLOSED[0])]);
    watched.close();
    await receiver.close();
  },

  /** As many as the queue of the kernel does not hold, to several ports, in one turn: none is missing. */
  async many() {
    const watched = await Watched.open();
    const datagrams = times(1000, 0).map((_, i) => ({ port: CLOSED[i % CLOSED.length] }));
    const expected = datagrams.map(({ port }) => refusedAt(port)).sort();
    for (let i = 0; i < ATTEMPTS && watched.told.length < expected.length; i++) {
      watched.told = [];
      assert.deepEqual(await watched.send(datagrams), times(1000, null));
      await watched.settles();
      assert.ok(watched.told.length <= expected.length);
    }
    assert.deepEqual(watched.told.sort(), expected);
    watched.close();
  },

  /** To a closed port, to a receiver and to the socket itself, by turns. */
  async amidst(errors) {
    const watched = await Watched.open();
    const receiver = await Receiver.open();
    const good = times(50, 20).map((size, i) => messageOf(i, size));
    const own = times(50, 30).map((size, i) => messageOf(i, size));
    const ends = await watched.send(good.flatMap((message, i) => [
      { port: CLOSED[0] }, { message, port: receiver.port }, { message: own[i], port: watched.port },
    ]));
    assert.deepEqual(ends, times(150, null));
    await receiver.gets(good);
    await until(() => watched.messages.length >= 50, () => `${watched.messages.length} have come back`);
    await watched.hears(Number(errors));
    await watched.settles();
    assert.deepEqual(watched.messages, own);
    assert.deepEqual(watched.told, times(Number(errors), refusedAt(CLOSED[0])));
    watched.close();
    await receiver.close();
  },

  /** The receive buffer is full: the kernel queues no error, and the next call fails all the same. */
  async overflow() {
    const watched = await Watched.open();
    const flood = [1000, 1].flatMap((size) => times(300, { message: Buffer.alloc(size), port: watched.port }));
    const closedPorts = times(20, { port: CLOSED[0] });
    const ends = await watched.send([...flood, ...closedPorts]);
    assert.deepEqual(ends, times(620, null));
    await until(() => watched.messages.length > 0, () => 'nothing has come');
    await watched.settles();
    assert.ok(watched.messages.length < 600, 'the buffer was full');
    assert.deepEqual(watched.told, []);
    watched.close();
  },

  /** Segmented sends behind one that nobody receives: the error of that is not taken for theirs. */
  async runs() {
    const watched = await Watched.open();
    const receiver = await Receiver.open();
    const good = times(64, 20).map((size, i) => messageOf(i, size));
    const run = (port) => good.map((message) => ({ message, port }));
    spy.read();
    // A batch has 256, so that the next run is the first one of a system call.
    const batch = times(4, CLOSED[0]).flatMap(run);
    const ends = await watched.send([...batch, ...run(receiver.port), ...run(CLOSED[1])]);
    assert.deepEqual(ends, times(384, null));
    const taken = spy.read().sends.filter(({ error }) => error === null);
    assert.deepEqual(taken.map(({ datagrams }) => datagrams), times(6, 64));
    await receiver.gets(good);
    await watched.hears(5);
    await watched.settles();
    assert.deepEqual(watched.told, [...times(4, refusedAt(CLOSED[0])), refusedAt(CLOSED[1])]);
    watched.close();
    await receiver.close();
  },

  /** libuv is given a datagram, as the kernel is full, and gets the error of the one before it. */
  async full() {
    const watched = await Watched.open();
    const receivers = await Promise.all([Receiver.open(), Receiver.open(), Receiver.open()]);
    // A batch has 256, so that nothing is sent behind the one in vain but what waits.
    const messages = times(256, 20).map((size, i) => messageOf(i, size));
    const datagrams = messages.map((message, i) => ({ message, port: receivers[i % 3].port }));
    datagrams.splice(255, 0, { port: CLOSED[0] });
    faults.full(1, faults.EAGAIN, 256);
    assert.deepEqual(await watched.send(datagrams), times(257, null));
    assert.equal(faults.foundFull(), 1);
    for (const [i, receiver] of receivers.entries()) await receiver.gets(messages.filter((_, k) => k % 3 === i));
    await watched.hears(1);
    await watched.settles();
    assert.deepEqual(watched.told, [refusedAt(CLOSED[0])]);
    watched.close();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  },

  /** A queue of the machine is full and has dropped some: without the option the kernel says nothing of that. */
  async dropped() {
    const watched = await Watched.open();
    const receiver = await Receiver.open();
    const messages = times(20, 20).map((size, i) => messageOf(i, size));
    spy.refuse('ENOBUFS', { port: receiver.port, skip: 3, times: 2 });
    spy.read();
    const ends = await watched.send(messages.map((message) => ({ message, port: receiver.port })));
    assert.deepEqual(ends, times(20, null));
    assert.equal(spy.read().sends.length, 20, 'each was given to the kernel once');
    await receiver.gets(messages.filter((_, i) => i !== 3 && i !== 4));
    await watched.settles();
    watched.close();
    await receiver.close();
  },

  /** Errors of a datagram's own, of the kinds that earlier ones have, are its errors. */
  async own() {
    ip('route', 'add', 'unreachable', '10.77.0.0/16');
    ip('route', 'del', 'default');
    const receiver = await Receiver.open();
    const bad = { port: CLOSED[0] };
    const noHost = { ip: native.parseIp('10.77.0.1'), port: 9 };
    const noNetwork = { ip: native.parseIp('192.0.2.1'), port: 9 };
    const forbidden = { ip: native.parseIp('127.255.255.255'), port: 9 };
    const good = { message: 'good', port: receiver.port };
    const large = { message: Buffer.alloc(65508), port: receiver.port };
    const kinds = [bad, noHost, bad, noNetwork, good, bad, forbidden, bad, large, good];
    const { watched, ends } = await endAlike([...kinds, ...kinds, ...kinds]);
    const some = [null, 'EHOSTUNREACH', null, 'ENETUNREACH', null, null, 'EACCES', null, 'EMSGSIZE', null];
    assert.deepEqual(ends, [...some, ...some, ...some]);
    // One at a time.
    for (const [i, kind] of kinds.entries()) assert.deepEqual(await watched.send([kind]), [some[i]]);
    await receiver.gets(times(14, Buffer.from('good')));
    await watched.hears(16);
    await watched.settles();
    assert.deepEqual(watched.told, times(16, refusedAt(CLOSED[0])));
    watched.close();
    await receiver.close();
  },

  /** No machine has the address: the system finds that out later. */
  async 'no-host'() {
    fs.writeFileSync('/proc/sys/net/ipv4/neigh/v0/mcast_solicit', '1');
    fs.writeFileSync('/proc/sys/net/ipv4/neigh/v0/retrans_time_ms', '10');
    const nobody = { ip: native.parseIp('10.99.0.77'), port: 9 };
    const { watched, ends } = await endAlike([nobody]);
    assert.deepEqual(ends, [null]);
    await watched.hears(1);
    await watched.settles();
    assert.deepEqual(watched.told, ['EHOSTUNREACH 10.99.0.77:9']);
    watched.close();
  },

  /** The handler closes the socket: it hears no more. */
  async close(count) {
    const watched = await Watched.open();
    watched.unreachable = function (...args) {
      Watched.prototype.unreachable.apply(this, args);
      this.close();
    };
    await watched.send(times(Number(count), { port: CLOSED[0] }));
    await watched.hears(1);
    for (let i = 0; i < 10; i++) await nextTurn();
    assert.equal(watched.told.length, 1);
  },

  /** close() in a send callback, before the errors of the same flush are told. */
  async 'close-untold'() {
    const watched = await Watched.open();
    await new Promise((resolve) => {
      const request = {
        end() {
          watched.close();
          resolve();
        },
      };
      for (let i = 0; i < 10; i++) addon.send(watched.number, request, 'x', LOOPBACK, CLOSED[0]);
    });
    for (let i = 0; i < 10; i++) await nextTurn();
    assert.deepEqual(watched.told, []);
  },

  async off() {
    const watched = await Watched.open({ tells: false });
    const datagrams = times(50, { port: CLOSED[0] });
    assert.deepEqual(await watched.send(datagrams), times(50, null));
    await watched.settles();
    watched.tell(1);
    watched.tell(0);
    assert.deepEqual(await watched.send(datagrams), times(50, null));
    await watched.settles();
    assert.deepEqual(watched.told, []);

    // Switched off when an error has come, before the loop polls: no call fails for it.
    watched.tell(1);
    await new Promise((resolve) => {
      addon.send(watched.number, {
        end() {
          watched.tell(0);
          resolve();
        },
      }, 'x', LOOPBACK, CLOSED[0]);
    });
    await watched.settles();
    assert.deepEqual(watched.told, []);
    watched.close();
  },

  async unbound() {
    const number = native.open({});
    assert.equal(nameOf(native.setOption(number, TELL_UNREACHABLE, 1)), 'EBADF');
    native.close(number);
  },

  async 'worker-exits'() {
    await event(new Worker(__filename, { workerData: { scenario: 'exits' } }), 'exit');
  },
}, {
  async exits() {
    const watched = await Watched.open();
    watched.unreachable = () => process.exit();
    watched.send(times(100, { port: CLOSED[0] }));
  },
});
