'use strict';

const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');

function plays(scenario) {
  return () => passes('../batch/busy-poll.js', [scenario], { env: spy.environment() });
}

describe('after an answer the loop polls without sleeping for a moment', () => {
  before(requireFastPath);

  it('less and less often where nothing comes', plays('in-vain'));
  it('much less often where another process took the core', plays('late-yield'));
  it('each time again where the next message comes', plays('pays'));
  it('only after an answer', plays('unanswered'));
  it('and messages that come meanwhile are received one by one', plays('one-by-one'));
});
