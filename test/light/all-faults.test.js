'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { SANITIZED } = require('../support/node.js');
const { fleet, reportIn } = require('../simulation/support/fleet.js');
const { ACTS } = require('./scenarios/all-faults.js');
const { copiesOf } = require('./support/copies.js');

describe('a fleet with every fault at once', () => {
  it('has all other copies end well, without noticing', async function () {
    this.timeout(120000);
    const count = 2 * ACTS.length;
    assert.ok(count >= 100);
    const { stdout, stderr } = await fleet(path.join(__dirname, 'scenarios'), [count, 'all-faults.js'], {
      asked: ['--report=json', '--patience', SANITIZED ? '1500ms' : '300ms'], timeout: 110000,
    });
    const { copies } = reportIn(stderr);
    const printed = copiesOf(stdout.replace(/^\[0+(?=\d)/gm, '['));
    for (const { index, outcome } of copies.filter((copy) => copy.index % 2 === 1)) {
      assert.deepEqual([outcome, printed[index]], ['well', ['well']], `copy ${index}`);
    }
    assert.equal(copies.length, count);
  });
});
