'use strict';

const { passes } = require('./support/child.js');
const faults = require('./support/faults.js');

function plays(...args) {
  return () => passes('order.js', args, { env: faults.environment() });
}

describe('messages of several sockets to one destination leave in the order in which they were sent', () => {
  for (const seed of ['1', '2026']) {
    it(`whatever is sent where (seed ${seed})`, plays('random', seed, 'room'));
    it(`whatever is sent where, and the kernel is full now and then (seed ${seed})`, plays('random', seed, 'full'));
  }
  it('also behind a socket whose buffer is full; to other destinations they go on', plays('behind-full'));
  it('until that socket is closed', plays('behind-closed'));
});
