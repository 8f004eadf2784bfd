'use strict';

const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');

function plays(scenario) {
  return () => passes('../batch/coalescing.js', [scenario],
    { env: spy.environment({ IOTJS_DGRAM_SEGMENT: undefined }) });
}

describe('runs of datagrams received in one piece', () => {
  before(requireFastPath);

  it('are split into datagrams: sizes, order, rinfo', plays('split'));
  it('mixed with single ones, from three senders', plays('mixed'));
  it('close() in the middle of a run: no message follows', plays('close'));
  it('a throw in the middle of a run: ticks and promise jobs run, then the next message comes', plays('throw'));
  it('single receives first, batches once there are several messages to receive', plays('switch'));
});
