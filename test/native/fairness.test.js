'use strict';

const assert = require('node:assert/strict');

const { requireFastPath } = require('./batch/fast-path.js');
const { SANITIZED, passes } = require('./support/child.js');

const TURNS = SANITIZED ? '8' : '16';
const SEGMENTED = { env: { IOTJS_DGRAM_SEGMENT: undefined } };

describe('a flood of segmented sends and slow handlers', function () {
  this.timeout(120000);
  before(requireFastPath);

  it('what a socket takes in a turn of the loop is bounded, and timers fire between the turns', async () => {
    assert.deepEqual(await passes('../batch/fairness.js', ['one', TURNS], SEGMENTED), ['filled turns true']);
  });

  it('two flooded sockets take turns', async () => {
    assert.deepEqual(await passes('../batch/fairness.js', ['two', TURNS], SEGMENTED), ['both in most turns true']);
  });
});
