'use strict';

const { requireFastPath } = require('./batch/fast-path.js');
const { SANITIZED, passes } = require('./support/child.js');

const ROUNDS = SANITIZED ? '2' : '5';

function plays(scenario) {
  return () => passes('../batch/fairness.js', [scenario, ROUNDS], { env: { IOTJS_DGRAM_SEGMENT: undefined } });
}

describe('a flood of segmented sends and slow handlers', () => {
  before(requireFastPath);

  it('what a socket takes in a turn of the loop is bounded, and timers fire between the turns', plays('one'));
  it('three flooded sockets take turns', plays('several'));
});
