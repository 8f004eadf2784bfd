'use strict';

// The queue in which a host runs the immediates of its copies.

const assert = require('node:assert/strict');
const { once } = require('node:events');

const { Immediates } = require('../../sim/fleet/light/immediates.js');

describe('immediates of light copies', () => {
  let immediates;
  let order;
  const note = (name) => () => { order.push(name); };

  beforeEach(() => {
    immediates = new Immediates();
    order = [];
  });

  /** Resolves when all have run that have been added by now, and what they add. */
  async function over() {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => { setTimeout(resolve, 1); });
  }

  it('run in their order, with ticks and promise jobs behind each', async () => {
    for (const name of ['one', 'other', 'third']) {
      immediates.add(() => {
        order.push(name);
        Promise.resolve().then(note(`job of ${name}`));
        process.nextTick(note(`tick of ${name}`));
      });
    }
    await over();
    assert.deepEqual(order, ['one', 'other', 'third'].flatMap((name) => [name, `tick of ${name}`, `job of ${name}`]));
  });

  it('run in the next turn of the loop where an immediate has added them', async () => {
    immediates.add(() => {
      immediates.add(note('added'));
      // Of Node's: it is behind those of this turn.
      setImmediate(note('in between'));
    });
    immediates.add(note('other'));
    await over();
    assert.deepEqual(order, ['other', 'in between', 'added']);
  });

  it('do not run when they have been removed, also by one of the same turn', async () => {
    immediates.remove(immediates.add(note('never')));
    const removed = [];
    immediates.add(() => immediates.remove(removed[0]));
    removed.push(immediates.add(note('never')));
    await over();
    assert.deepEqual(order, []);
  });

  it('go on behind one that throws', async () => {
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      immediates.add(() => { throw new Error('bang'); });
      immediates.add(note('behind it'));
      const [error] = await once(process, 'uncaughtException');
      assert.equal(error.message, 'bang');
      await over();
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
    assert.deepEqual(order, ['behind it']);
  });

  it('run also where Node.js has others in each turn, and are not to be terminated then', async () => {
    let goesOn = true;
    (function next() {
      if (goesOn) setImmediate(next);
    })();
    let isTerminable;
    await new Promise((resolve) => {
      immediates.add(() => {
        ({ isTerminable } = immediates);
        resolve();
      });
    });
    goesOn = false;
    assert.equal(isTerminable, false);
    await over();
    assert.equal(immediates.isTerminable, true);
  });

  it('do not run in one go with immediates of Node\'s, which would be lost with one that is terminated', async () => {
    immediates.add(note('of a copy'));
    setImmediate(note('of Node.js'));
    await over();
    assert.deepEqual(order, ['of Node.js', 'of a copy']);
  });
});
