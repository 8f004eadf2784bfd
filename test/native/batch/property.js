'use strict';

// Carries out the plans of some seeds, in one of several ways, and prints what came of each: what arrived where, and
// how each send ended that has a callback.

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const nodeDgram = require('node:dgram');
const { EventEmitter, once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { dgram } = require('../support/sockets.js');
const { isDropped, planOf } = require('./plan.js');
const spy = require('./spy.js');
const { LOOPBACK, messageOf, until } = require('./traffic.js');

const BROADCAST = '127.255.255.255'; // refused without setBroadcast(true)
const MARKER = 'the marker';

const [way, ...seeds] = process.argv.slice(2);
const naive = way === 'naive';
const { createSocket } = naive ? nodeDgram : dgram;

const warned = { IOTJS_DGRAM_REFUSED: 0, IOTJS_DGRAM_DISCARDED: 0 };
process.removeAllListeners('warning');
process.on('warning', ({ code, message }) => { warned[code] += parseInt(message.match(/\d+/)[0], 10); });

/** Says when an arrival or a callback has come. */
const progress = new EventEmitter();

function textOf(id, size) {
  return size < 2 ? '!'.repeat(size) : `${String(id).padEnd(size - 2, 'x').slice(0, size - 2)}é`;
}

function bytesOf({ id, size, form }) {
  return form === 'string' ? Buffer.from(textOf(id, size)) : messageOf(id, size);
}

/** The message in its form, and the arguments that tell which part of it. */
function argumentsOf(send) {
  const bytes = bytesOf(send);
  const middle = bytes.length >> 1;
  switch (send.form) {
    case 'string': return [textOf(send.id, send.size)];
    case 'array': return [[bytes.subarray(0, middle), bytes.subarray(middle)]];
    case 'part': return [Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('cde')]), 2, bytes.length];
    default: return [bytes];
  }
}

async function bound() {
  const socket = createSocket('udp4');
  socket.bind(0, LOOPBACK);
  await once(socket, 'listening');
  return socket;
}

/** The kernel is full now and then, and refuses some segmented sends. */
function makeFaults(seed) {
  spy.allow();
  spy.refuse(['EIO', 'EINVAL', 'EMSGSIZE'][seed % 3], { kind: 'segmented', every: 5 });
  spy.refuse('EAGAIN', { every: 7 });
  spy.refuse('ENOBUFS', { every: 11 });
}

class Execution {
  constructor(plan) {
    this.plan = plan;
    this.senders = [];
    this.names = new Map(); // of senders, by port
    this.arrived = {}; // by destination and sender
    this.arrivals = 0;
    this.ends = {};
    this.ended = 0;
  }

  async openSender(which, generation) {
    const socket = await bound();
    this.senders[which] = { socket, generation };
    this.names.set(socket.address().port, `${which}.${generation}`);
  }

  listen(socket, destination) {
    this.marked = 0;
    socket.on('message', (message, { address, port, size }) => {
      if (String(message) === MARKER) {
        this.marked++;
      } else {
        assert.deepEqual([address, size], [LOOPBACK, message.length]);
        const key = `${destination} from ${this.names.get(port)}`;
        const hash = createHash('md5').update(message).digest('base64');
        (this.arrived[key] ??= []).push(`${message.length} bytes ${hash}`);
        this.arrivals++;
      }
      progress.emit('progress');
    });
  }

  send(send, done) {
    const { socket } = this.senders[send.sender];
    const parts = argumentsOf(send);
    const address = send.fails === 'EACCES' ? BROADCAST : LOOPBACK;
    const callback = send.callback || naive ? [(error, size) => {
      if (send.callback) {
        assert.ok(!(send.id in this.ends), `a second callback for ${send.id}`);
        if (error === null) assert.equal(size, send.size);
        this.ends[send.id] = error === null ? 'sent' : (error.cause ?? error).code;
        this.ended++;
        progress.emit('progress');
      }
      done?.();
    }] : [];
    socket.send(...parts, this.ports[send.to], address, ...callback);
    // The bytes have been taken.
    if (!naive && Buffer.isBuffer(parts[0])) parts[0].fill(0);
  }

  async close(which) {
    const { socket, generation } = this.senders[which];
    socket.close();
    await once(socket, 'close');
    await this.openSender(which, generation + 1);
  }

  /** One by one, each after the callback of the one before. */
  async executeNaively(turn) {
    for (const send of turn.sends) {
      if (!isDropped(send, turn)) await new Promise((resolve) => { this.send(send, resolve); });
    }
  }

  async executeTurn(turn) {
    await nextTurn();
    const closes = [];
    for (const send of turn.sends) this.send(send);
    for (const [which, close] of turn.closes.entries()) {
      if (close === 'now') closes.push(this.close(which));
      if (close === 'tick') process.nextTick(() => closes.push(this.close(which)));
      // By then everything has left, unless the kernel is made to be full.
      if (close === 'later' && way !== 'faults') setImmediate(() => closes.push(this.close(which)));
    }
    await nextTurn();
    await nextTurn();
    await Promise.all(closes);
  }

  async executeAll() {
    const { plan } = this;
    const receivers = await Promise.all(Array.from({ length: plan.destinations }, bound));
    this.ports = receivers.map((socket) => socket.address().port);
    receivers.forEach((socket, i) => this.listen(socket, i));
    for (let which = 0; which < plan.senders; which++) await this.openSender(which, 0);
    let arrivals = 0;
    let ends = 0;
    for (const [number, turn] of plan.turns.entries()) {
      const left = turn.sends.filter((send) => !isDropped(send, turn));
      arrivals += left.filter(({ fails }) => fails === null).length;
      ends += left.filter(({ callback }) => callback).length;
      await (naive ? this.executeNaively(turn) : this.executeTurn(turn));
      await until(progress, 'progress', () => this.arrivals >= arrivals && this.ended >= ends, () =>
        `seed ${plan.seed}, ` +
        `turn ${number}: ${this.arrivals} of ${arrivals} have arrived, ${this.ended} of ${ends} callbacks have come`);
      if (way === 'faults') await this.settle(plan.seed);
      for (const [which, close] of turn.closes.entries()) {
        if (naive ? close !== null : close === 'later' && way === 'faults') await this.close(which);
      }
    }
    await this.mark(receivers);
    for (const { socket } of this.senders) receivers.push(socket);
    await Promise.all(receivers.map((socket) => {
      const gone = once(socket, 'close');
      socket.close();
      return gone;
    }));
    await nextTurn();
  }

  /** Waits until nothing waits for room, refused ones without a callback included. */
  async settle(seed) {
    spy.allow();
    await Promise.all(this.senders.map(({ socket }) => new Promise((resolve) => {
      socket.send('last', socket.address().port, LOOPBACK, resolve);
    })));
    makeFaults(seed);
  }

  /** Whatever was on its way before the marker has come when that has. */
  async mark(receivers) {
    const marker = nodeDgram.createSocket('udp4');
    for (const port of this.ports) marker.send(MARKER, port, LOOPBACK);
    await until(progress, 'progress', () => this.marked === receivers.length, () => 'the markers have not come');
    marker.close();
  }

  /** What the script must be told of by warnings. */
  checkWarnings() {
    const sendsOf = (turn) => turn.sends.map((send) => ({ ...send, dropped: isDropped(send, turn) }));
    const all = this.plan.turns.flatMap(sendsOf);
    const refused = all.filter(({ callback, dropped, fails }) => !callback && !dropped && fails !== null).length;
    const discarded = all.filter(({ dropped }) => dropped).length;
    assert.deepEqual(warned, { IOTJS_DGRAM_REFUSED: refused, IOTJS_DGRAM_DISCARDED: discarded },
      `seed ${this.plan.seed}`);
    warned.IOTJS_DGRAM_REFUSED = 0;
    warned.IOTJS_DGRAM_DISCARDED = 0;
  }
}

(async () => {
  if (way === 'faults') spy.beSilent();
  for (const seed of seeds.map(Number)) {
    if (way === 'faults') makeFaults(seed);
    const execution = new Execution(planOf(seed));
    await execution.executeAll();
    if (!naive) execution.checkWarnings();
    console.log(JSON.stringify({ seed, arrived: execution.arrived, ends: execution.ends }));
  }
})();
