'use strict';

// Random scripts in copies beside each other do what each does alone.

const assert = require('node:assert/strict');
const path = require('node:path');

const { SANITIZED } = require('../support/node.js');
const { fleet, summaryOf } = require('../simulation/support/fleet.js');
const { copiesOf } = require('./support/copies.js');

const SCENARIOS = path.join(__dirname, 'scenarios');
const COPIES = SANITIZED ? 4 : 10;

async function perform(first, count) {
  const { stdout, stderr } = await fleet(SCENARIOS, [count, 'random.js'], {
    asked: ['--first', String(first)], timeout: 110000,
  });
  assert.match(summaryOf(stderr), new RegExp(`${count} well$`));
  return copiesOf(stdout);
}

describe('random scripts', () => {
  it('give in copies beside each other what each gives alone', async function () {
    this.timeout(120000);
    const together = await perform(0, COPIES);
    for (let index = 0; index < COPIES; index++) {
      const [alone] = (await perform(index, 1))[index];
      const { arrived, ends } = JSON.parse(alone);
      assert.ok(Object.keys(arrived).length > 0 && Object.keys(ends).length > 0);
      assert.deepEqual(JSON.parse(together[index][0]), { arrived, ends }, `index ${index}`);
    }
  });
});
