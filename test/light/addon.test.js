'use strict';

// The way of a copy to the addon: what keeps the copy alive, and that nothing is left of one that has ended.

const assert = require('node:assert/strict');
const { constants } = require('node:os');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { Addon } = require('../../lib/addon.js');
const { lookups } = require('../../lib/environment.js');
const native = require('../../lib/native.js');
const realm = require('../../lib/realm.js');
const { HeldAddon } = require('../../sim/fleet/light/addon.js');
const { boundSocket, closeAll } = require('../support/sockets.js');

const LOOPBACK = native.parseIp('127.0.0.1');

/** As much of a copy as its addon asks for. */
class Copy {
  holds = 0;
  hasEnded = false;

  mustRun() {
    if (this.hasEnded) throw new Error('it has ended');
  }

  hold() {
    this.mustRun();
    this.holds++;
  }

  release() {
    this.holds--;
  }
}

describe('the addon of a light copy', () => {
  let copy;
  let addon;
  let open;

  beforeEach(() => {
    copy = new Copy();
    addon = new HeldAddon(copy, realm);
    open = new Set();
  });

  afterEach(() => {
    for (const number of open) native.close(number);
    return closeAll();
  });

  /** @returns {number} of a socket that tells `owner.bound()` */
  function openSocket(owner = {}) {
    const number = addon.open(owner);
    open.add(number);
    return number;
  }

  /** @returns {Promise<{number: number, status: number}>} */
  function bind(port = 0) {
    return new Promise((resolve) => {
      const number = openSocket({ bound: (status) => resolve({ number, status }) });
      assert.equal(addon.bind(number, LOOPBACK, port, false), 0);
    });
  }

  function close(number) {
    open.delete(number);
    return addon.close(number);
  }

  /** A request that must not be told anything. */
  const untold = { end: () => assert.fail('told'), drop: () => true };

  it('holds it from bind() to close()', async () => {
    const bound = bind();
    assert.equal(copy.holds, 1);
    const { number } = await bound;
    assert.equal(copy.holds, 1);
    close(number);
    assert.equal(copy.holds, 0);
  });

  it('does not hold it for a socket that is not bound, and is closed', () => {
    const number = openSocket();
    assert.equal(copy.holds, 0);
    close(number);
    assert.equal(copy.holds, 0);
  });

  it('does not hold it any more when bind() has failed', async () => {
    const { port } = (await boundSocket()).address();
    const { number, status } = await bind(port);
    assert.ok(status < 0);
    addon.reopen(number);
    assert.equal(copy.holds, 0);
    close(number);
    assert.equal(copy.holds, 0);
  });

  it('holds it until a send has ended', async () => {
    const { number } = await bind();
    let holds;
    const status = await new Promise((resolve) => {
      const request = {
        end(result) {
          holds = copy.holds;
          resolve(result);
        },
      };
      addon.send(number, request, 'x', LOOPBACK, 9);
      assert.equal(copy.holds, 2);
    });
    assert.equal(status, 0);
    assert.equal(holds, 1);
  });

  it('does not hold it for what is refused at once, which is told later', async () => {
    const number = openSocket();
    close(number);
    for (const ask of [
      (request) => addon.send(number, request, '\u00e9', LOOPBACK, 9),
      (request) => addon.withhold(number, request, 2),
    ]) {
      let hasReturned = false;
      const told = new Promise((resolve) => {
        ask({ end: (status, size) => resolve({ status, size, hasReturned }) });
      });
      hasReturned = true;
      assert.equal(copy.holds, 0);
      assert.deepEqual(await told, { status: -constants.errno.EBADF, size: 2, hasReturned });
    }
  });

  it('does not hold it for messages that close() has discarded', async () => {
    const { number } = await bind();
    for (let i = 0; i < 3; i++) addon.withhold(number, untold, 1);
    assert.equal(copy.holds, 4);
    assert.equal(close(number), 3);
    assert.equal(copy.holds, 0);
  });

  it('holds it until a name is looked up, also one that is too long', async () => {
    const free = lookups.add(() => {});
    lookups.take(free);
    for (const name of ['127.0.0.1', 'x'.repeat(300)]) {
      const answer = new Promise((resolve) => { addon.lookUp(name, resolve); });
      assert.equal(copy.holds, 1);
      await answer;
      assert.equal(copy.holds, 0);
    }
    assert.equal(lookups.add(() => {}), free);
    lookups.take(free);
  });

  it('lets one that has ended begin nothing', () => {
    const number = openSocket();
    copy.hasEnded = true;
    assert.throws(() => addon.open({}), /it has ended/);
    assert.throws(() => addon.bind(number, LOOPBACK, 0, false), /it has ended/);
    assert.throws(() => addon.send(number, untold, 'x', LOOPBACK, 9), /it has ended/);
    assert.throws(() => addon.lookUp('127.0.0.1', () => {}), /it has ended/);
  });

  it('tells one that has ended nothing', async () => {
    const { number } = await bind();
    addon.send(number, untold, 'x', LOOPBACK, 9);
    addon.lookUp('127.0.0.1', untold.end);
    copy.hasEnded = true;
    while (copy.holds > 1) await nextTurn(); // until both have ended
  });

  it('closes the sockets of one that has ended, and keeps nothing of what they had not sent', async () => {
    const plain = new Addon(realm);
    /** Two ids of requests, which the next two requests get again. */
    function nextIds() {
      const ids = [plain.add({}), plain.add({})];
      for (const id of ids) plain.take(id);
      return ids.toSorted();
    }

    const { number } = await bind();
    const idle = await bind();
    const ids = nextIds();
    addon.withhold(number, untold, 1);
    native.send(number, 0, 'x', 0, 1, LOOPBACK, 9);
    addon.withhold(number, untold, 1);
    copy.hasEnded = true;
    addon.closeAll();
    for (const each of [number, idle.number]) assert.ok(native.address(each) < 0);
    assert.deepEqual(nextIds(), ids);
  });
});
