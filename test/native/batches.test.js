'use strict';

const assert = require('node:assert/strict');

const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');

function plays(scenario, IOTJS_DGRAM_SEGMENT) {
  return () => passes('../batch/batches.js', [scenario], { env: spy.environment({ IOTJS_DGRAM_SEGMENT }) });
}

describe('batches of 1 to 1,000 datagrams arrive exactly once', () => {
  for (const [how, setting] of [['in segments', undefined], ['without segments', 'off']]) {
    it(`to one destination after the other, ${how}`, plays('one', setting));
    it(`to fifty destinations in turn, ${how}`, plays('fifty', setting));
    it(`as replies of message handlers, ${how}`, plays('replies', setting));
  }

  describe('as runs', () => {
    before(requireFastPath);
    it('to one destination', plays('thousand'));
  });
});

describe('replies of message handlers', () => {
  before(requireFastPath);

  it('leave when there are 64, and at the end of the batch', async () => {
    assert.deepEqual(await plays('replies')(), ['64 64 22']);
  });
});
