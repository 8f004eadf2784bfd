'use strict';

// The side of the child process: a test that changes its network while it runs. It prints `ok` at its end.

const assert = require('node:assert/strict');

const simulate = require('iotjs-dgram/simulate');

const BAD_SETTING = { name: 'RangeError', code: 'IOTJS_DGRAM_BAD_SETTING' };
const LOOPBACK = '127.0.0.1';

/** Two sockets: `send()` sends from one to the other, `texts` are what has come. */
async function makePair() {
  const { bind, close, send } = require('../../support/sockets.js');
  const dgram = require('iotjs-dgram');
  const texts = [];
  const receiver = await bind(dgram.createSocket('udp4', (message) => texts.push(String(message))));
  const sender = await bind(dgram.createSocket('udp4'));
  const { port } = receiver.address();
  return {
    texts, port, receiver, sender,
    send: async (text) => assert.equal((await send(sender, text, port, LOOPBACK)).error, null),
    close: () => close(receiver, sender),
  };
}

const scenarios = {
  /** Good, broken, good again; from the good network that simulate({}) is. */
  async set() {
    const net = simulate({});
    const pair = await makePair();
    await pair.send('before');
    await net.idle();
    net.set({ loss: '100%' });
    await pair.send('meanwhile');
    await net.idle();
    net.set({ loss: '0%', duplicate: '100%', delay: undefined });
    await pair.send('after');
    await net.idle();
    // On the way out and on the way in.
    assert.deepEqual(pair.texts, ['before', 'after', 'after', 'after', 'after']);
    assert.equal(net.set({}), undefined);
    await pair.close();
  },

  /** What is under way keeps its fate, and times count from the call. */
  async times() {
    const net = simulate({ delay: '50ms', direction: 'send' });
    const pair = await makePair();
    await pair.send('under way');
    net.set({ loss: '100%@0s-3600s' });
    await pair.send('lost');
    net.set({ loss: '100%@3600s-' });
    await pair.send('not yet');
    await net.idle();
    assert.deepEqual(pair.texts, ['under way', 'not yet']);
    await pair.close();
  },

  /** Before the first socket it is simulate(). */
  async early() {
    const net = simulate({ loss: '100%' });
    net.set({ loss: '0%', mtu: 68 });
    assert.equal(simulate({ duplicate: '100%' }), net);
    const pair = await makePair();
    await pair.send('small');
    await pair.send('larger than the MTU, with the 28 bytes of headers');
    await net.idle();
    assert.deepEqual(pair.texts, Array(4).fill('small'));
    assert.deepEqual(net.counts().conditions, { loss: '0%', duplicate: '100%', mtu: 68 });
    await pair.close();
  },

  /** The environment has a loss of 100 %: it counts at the start, and the test changes it. */
  async environment() {
    const net = simulate({ loss: '0%' });
    net.set({ loss: '0%' });
    const pair = await makePair();
    await pair.send('lost');
    await net.idle();
    assert.deepEqual(net.counts().conditions, { loss: '100%' });
    net.set({ loss: '0%' });
    await pair.send('there');
    await net.idle();
    assert.deepEqual(pair.texts, ['there']);
    await pair.close();
  },

  /** What was wrong changes nothing. */
  async mistakes() {
    const net = simulate({});
    const tryAll = () => {
      for (const conditions of [undefined, null, 'loss', 5]) {
        assert.throws(() => net.set(conditions), { name: 'TypeError', message: /^set\(\) takes an object such as/ });
      }
      for (const [conditions, message] of [
        [{ loss: 5 }, /^loss must be a share .*; it is 5\.$/],
        [{ duplicate: '100%', loss: '5%,x@1s-2s' }, /^loss must be .*; it is 'x' in '5%,x@1s-2s'\.$/],
        [{ seed: 7 }, /^'seed' is no condition of the network\. There are: loss, delay, .*, mtu\.$/],
        [{ direction: 'send' }, /^'direction' is no condition/],
        [{ los: '5%' }, /^'los' is no condition .* Did you mean loss\?$/],
        [{ toString: '5%' }, /^'toString' is no condition/],
      ]) {
        assert.throws(() => net.set(conditions), { ...BAD_SETTING, message });
      }
    };
    tryAll();
    const pair = await makePair();
    tryAll();
    await pair.send('there');
    await net.idle();
    assert.deepEqual(pair.texts, ['there']);
    assert.deepEqual(net.counts().conditions, {});
    await pair.close();
  },

  async counts() {
    const net = simulate({ seed: 7, direction: 'send', loss: '0%' });
    const nothing = { sent: 0, received: 0, lost: 0, answered: 0, meanMs: null, longestMs: null };
    assert.deepEqual(net.counts(), { seed: null, conditions: null, network: null, ...nothing });
    const pair = await makePair();
    net.set({ loss: '100%' });
    await pair.send('lost');
    net.set({ loss: '0%', delay: '50ms', queue: 10 });
    await pair.send('delayed');
    const sent = {
      datagrams: 2, lost: 1, overflowed: 0, tooLarge: 0, delayed: 1, duplicated: 0, reordered: 0, underWay: 1,
    };
    const conditions = { loss: '0%', delay: '50ms', queue: 10 };
    assert.deepEqual(net.counts(), {
      seed: 7, conditions, network: { sent, received: null, refused: 0 }, ...nothing, sent: 2, lost: 1,
    });
    await net.idle();
    assert.deepEqual(net.counts(), {
      seed: 7, conditions, network: { sent: { ...sent, underWay: 0 }, received: null, refused: 0 }, ...nothing, sent: 2,
      lost: 1, received: 1,
    });
    await pair.close();
  },

  /** Before there is a socket and while nothing happens; several times at once; in any direction. */
  async idle() {
    const net = simulate({ delay: '20ms±20ms', duplicate: '50%', reorder: '10%', rate: '1Mbit/s', queue: 1000 });
    await net.idle();
    const pair = await makePair();
    await net.idle();
    for (let i = 0; i < 200; i++) pair.sender.send(String(i), pair.port, LOOPBACK);
    assert.ok(net.counts().network.sent.underWay > 0);
    await Promise.all([net.idle(), net.idle(), net.idle()]);
    const { sent, received } = net.counts().network;
    assert.equal(sent.underWay + received.underWay, 0);
    assert.equal(received.datagrams, 200 + sent.duplicated);
    assert.equal(pair.texts.length, received.datagrams + received.duplicated);
    await net.idle();
    await pair.close();
  },

  /** What comes late waits for its turn, a bounded number each. */
  async 'idle-turns'() {
    const net = simulate({ delay: '50ms', direction: 'receive' });
    const pair = await makePair();
    for (let i = 0; i < 500; i++) await pair.send(String(i));
    await net.idle();
    assert.equal(pair.texts.length, 500);
    await pair.close();
  },

  /** An answer to what has been under way is under way, also where nothing delays it. */
  async 'idle-answers'() {
    const net = simulate({});
    for (const delay of ['0ms', '1ms']) {
      const pair = await makePair();
      net.set({ delay });
      let left = 100;
      for (const socket of [pair.receiver, pair.sender]) {
        socket.on('message', (message, { port }) => {
          if (left-- > 0) socket.send('again', port, LOOPBACK);
        });
      }
      await pair.send('once');
      await net.idle();
      assert.equal(left, -1);
      await pair.close();
    }
  },

  /** What a closed socket has sent leaves before. */
  async 'idle-closed'() {
    const net = simulate({ delay: '30ms' });
    const pair = await makePair();
    await pair.send('sent');
    const { close } = require('../../support/sockets.js');
    await close(pair.sender);
    await net.idle();
    assert.deepEqual(pair.texts, ['sent']);
    await close(pair.receiver);
  },

  /** Who waits keeps nothing alive: nothing is left that could come. */
  async 'idle-alone'() {
    const net = simulate({ delay: '3600s', direction: 'receive' });
    const pair = await makePair();
    await pair.send('never');
    while (net.counts().network.received.datagrams === 0) await new Promise((resolve) => { setImmediate(resolve); });
    const waits = net.idle();
    await pair.close();
    await waits;
    assert.deepEqual(pair.texts, []);
  },
};

scenarios[process.argv[2]]().then(() => console.log('ok'));
