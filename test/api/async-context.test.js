'use strict';

// AsyncLocalStorage keeps its store in everything that the script is called with: events have the context of who
// created the socket or called bind(), callbacks that of who gave them.

const assert = require('node:assert/strict');
const { AsyncLocalStorage, createHook, executionAsyncId } = require('node:async_hooks');
const path = require('node:path');

const { createDgram } = require('../../lib/dgram.js');
const { SimulatedBoard } = require('../../sim/board/board.js');
const { read } = require('../../sim/board/settings.js');
const { runNode } = require('../support/node.js');
const { LOOPBACK, bind, boundSocket, closeAll, createSocket, track } = require('../support/sockets.js');

/** Longer than any name: refused without asking the resolver. */
const NO_NAME = 'x'.repeat(300);

const storage = new AsyncLocalStorage();
const store = () => storage.getStore();

/** Resolves to the store that an event listener sees, as it is when that is called. */
function storeIn(socket, event) {
  return new Promise((resolve) => socket.once(event, () => resolve(store())));
}

function storeInSend(socket, ...args) {
  return new Promise((resolve) => socket.send(...args, () => resolve(store())));
}

describe('the async context', () => {
  afterEach(closeAll);

  it("of bind() is there in 'listening' and in its callback", async () => {
    const socket = createSocket();
    const seen = await storage.run('binder', () => Promise.all([
      storeIn(socket, 'listening'),
      new Promise((resolve) => socket.bind(0, LOOPBACK, () => resolve(store()))),
    ]));
    assert.deepEqual(seen, ['binder', 'binder']);
  });

  it("of bind() is there in 'listening' after a lookup", async () => {
    const socket = createSocket();
    const listening = storeIn(socket, 'listening');
    storage.run('binder', () => socket.bind(0, 'localhost'));
    assert.equal(await listening, 'binder');
  });

  it("of bind() is there in the 'error' of a refused bind, and of a name that is not found", async () => {
    const taken = await boundSocket();
    for (const args of [[taken.address().port, LOOPBACK], [0, NO_NAME]]) {
      const socket = createSocket();
      const failed = storeIn(socket, 'error');
      storage.run('binder', () => socket.bind(...args));
      assert.equal(await failed, 'binder');
    }
  });

  it("of createSocket() is there in 'message'", async () => {
    const receiver = storage.run('creator', () => createSocket());
    await storage.run('binder', () => bind(receiver));
    const message = storeIn(receiver, 'message');
    const sender = createSocket();
    storage.run('sender', () => sender.send('x', receiver.address().port, LOOPBACK));
    assert.equal(await message, 'creator');
  });

  it("of close() is there in 'close' and in its callback", async () => {
    const socket = createSocket();
    const seen = await storage.run('closer', () => Promise.all([
      storeIn(socket, 'close'),
      new Promise((resolve) => socket.close(() => resolve(store()))),
    ]));
    assert.deepEqual(seen, ['closer', 'closer']);
  });

  it('of send() is there in its callback: at once, before the socket is bound, after a lookup', async () => {
    const bound = await boundSocket();
    const { port } = await boundSocket().then((receiver) => receiver.address());
    for (const [socket, address] of [[bound, LOOPBACK], [createSocket(), LOOPBACK], [bound, 'localhost'],
      [createSocket(), 'localhost']]) {
      const seen = await Promise.all(['one', 'two'].map((name) =>
        storage.run(name, () => storeInSend(socket, 'x', port, address))));
      assert.deepEqual(seen, ['one', 'two']);
    }
  });

  it('of send() is there where it fails', async () => {
    const socket = await boundSocket();
    const tooLarge = storage.run('large', () => storeInSend(socket, Buffer.alloc(65508), 9, LOOPBACK));
    const noName = storage.run('name', () => storeInSend(socket, 'x', 9, NO_NAME));
    assert.deepEqual(await Promise.all([tooLarge, noName]), ['large', 'name']);
    const failed = storeIn(socket, 'error');
    storage.run('no callback', () => socket.send('x', 9, NO_NAME));
    assert.equal(await failed, 'no callback');
  });

  it('is not that of whoever ran last', async () => {
    const socket = await boundSocket();
    const seen = [];
    const all = Promise.all(Array.from({ length: 20 }, (_, i) => storage.run(i, () =>
      storeInSend(socket, 'x', 9, LOOPBACK).then((each) => seen.push(each)))));
    storage.run('other', () => {});
    await all;
    assert.deepEqual(seen, Array.from({ length: 20 }, (_, i) => i));
  });

  it('is kept through a simulated network', async () => {
    const { createSocket: create } = createDgram(new SimulatedBoard(read({ delay: '5ms' })));
    const receiver = storage.run('creator', () => track(create('udp4')));
    await bind(receiver);
    const sender = track(create('udp4'));
    const message = storeIn(receiver, 'message');
    const sent = storage.run('sender', () => storeInSend(sender, 'x', receiver.address().port, LOOPBACK));
    assert.deepEqual(await Promise.all([message, sent]), ['creator', 'sender']);
  });

  it('has an id that async_hooks knows from its beginning', async () => {
    const types = new Map();
    const hook = createHook({ init: (id, type) => types.set(id, type) }).enable();
    const receiver = await boundSocket();
    const sender = createSocket();
    const message = new Promise((resolve) => receiver.once('message', () => resolve(types.get(executionAsyncId()))));
    const sent = new Promise((resolve) => {
      sender.send('x', receiver.address().port, LOOPBACK, () => resolve(types.get(executionAsyncId())));
    });
    assert.deepEqual(await Promise.all([message, sent]), ['IotjsDgramSocket', 'IotjsDgramSend']);
    hook.disable();
  });

  it('tells node:test whose assertion failed, and the other tests go on', async () => {
    const file = path.join(__dirname, 'scenarios', 'node-test.js');
    const { code, stdout, timedOut } = await runNode(['--test-reporter=tap', file]);
    assert.equal(timedOut, false);
    assert.equal(code, 1);
    const results = Array.from(stdout.matchAll(/^(not ok|ok) \d+ - (.*)$/gm), ([, result, name]) => `${result}: ${name}`);
    assert.deepEqual(results, [
      'ok: before', 'not ok: fails in message', 'not ok: fails in a send callback', 'not ok: fails in listening',
      'ok: after',
    ], stdout);
  });
});
