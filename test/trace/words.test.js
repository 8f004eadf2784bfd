'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { constants } = require('node:os');
const path = require('node:path');

const { CONDITIONS, LOSSES, MARKS } = require('../../sim/network/conditions.js');
const { describe: textOf, parse } = require('../../sim/trace/words.js');
const { randomNumbers } = require('../native/support/random.js');
const { eventOf, randomEvent } = require('./support/events.js');

const fate = (changes) => ({ lost: null, delays: [0], overtaken: false, ...changes });

/** Events, what is said of them, and what that says when it is read. */
const TEXTS = [
  [{}, '', {}],
  [{ kind: 'arrive' }, '', {}],
  [{ fate: fate({ lost: 'lost', delays: [] }) }, 'lost (chance)', { lost: 'lost' }],
  [{ fate: fate({ lost: 'overflowed', delays: [] }) }, 'lost (queue full)', { lost: 'overflowed' }],
  [{ fate: fate({ lost: 'tooLarge', delays: [] }) }, 'lost (over the MTU)', { lost: 'tooLarge' }],
  [{ fate: fate({ delays: [43.21] }) }, 'delayed 43.2 ms', { delayed: 43.2 }],
  [{ fate: fate({ delays: [0, 12] }) }, 'duplicated', { duplicated: true }],
  [{ fate: fate({ delays: [], overtaken: true }) }, 'overtaken', { overtaken: true }],
  [{ fate: fate({ delays: [5, 6] }) }, 'delayed 5.0 ms, duplicated', { delayed: 5, duplicated: true }],
  [{ error: -13 }, 'refused: EACCES', { refused: 'EACCES' }],
  [{ discarded: 'close' }, 'discarded by close()', { discarded: 'close' }],
  [{ discarded: 'exit' }, 'discarded at exit', { discarded: 'exit' }],
  [{ kind: 'deliver', discarded: 'close', fate: { late: 12, copy: 1 } }, 'duplicate, discarded by close()',
    { duplicate: true, discarded: 'close' }],
  [{ kind: 'leave', fate: { late: 43.2, copy: 0 } }, 'left 43.2 ms later', { left: 43.2 }],
  [{ kind: 'leave', fate: { late: 0, copy: 1 } }, 'duplicate, left 0.0 ms later', { duplicate: true, left: 0 }],
  [{ kind: 'deliver', fate: { late: 12, copy: 0 } }, 'arrived 12.0 ms late', { arrived: 12 }],
  [{ kind: 'unreachable', error: -constants.errno.ECONNREFUSED }, 'nobody there (port unreachable)', {}],
  [{ kind: 'unreachable', error: -constants.errno.EHOSTUNREACH }, 'not reachable: EHOSTUNREACH', {}],
];

describe('words for what happened to a datagram', () => {
  for (const [changes, text, meaning] of TEXTS) {
    it(`${text || 'none'}`, () => {
      assert.equal(textOf(eventOf(changes)), text);
      assert.deepEqual(parse(text), meaning);
    });
  }

  it('can all be read, and are ASCII', () => {
    const random = randomNumbers(1);
    for (let i = 0; i < 2000; i++) {
      const text = textOf(randomEvent(random, 0));
      assert.match(text, /^[ -~]*$/);
      assert.equal(Object.keys(parse(text)).length, text === '' ? 0 : text.split(', ').length, text);
    }
  });

  it('of others say nothing', () => {
    assert.deepEqual(parse('look here, delayed'), {});
    assert.deepEqual(parse(null), {});
    assert.deepEqual(parse('lost (sunspots)'), { lost: 'sunspots' });
  });

  it('are in docs/trace.md', () => {
    const text = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'trace.md'), 'utf8');
    const shapeOf = (words) => words.replace(/\d+\.\d/g, 'N');
    const all = TEXTS.flatMap(([, words]) => words.split(', ')).filter((words) => words !== '');
    for (const words of all) assert.ok(shapeOf(text).includes(`\`${shapeOf(words)}\``), words);
  });

  it('are there for each way to lose a datagram, one for each', () => {
    assert.deepEqual(Object.keys(MARKS), Object.keys(LOSSES));
    assert.equal(new Set(Object.values(MARKS)).size, Object.keys(MARKS).length);
    for (const { losses = {}, marks = {} } of Object.values(CONDITIONS)) {
      assert.deepEqual(Object.keys(marks), Object.keys(losses));
    }
  });
});
