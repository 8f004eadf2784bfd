'use strict';

const { SANITIZED, passes } = require('./support/child.js');

function plays(scenario, ...args) {
  return () => passes('../batch/retention.js', [scenario, ...args.map(String)]);
}

describe('what a script keeps', () => {
  it('one message of each 1,000: at most 8 KiB alive for each', plays('small', SANITIZED ? 5000 : 40000));
  it('messages of 5,000 bytes: their own size', plays('large'));
  it('5,000 messages: none is overwritten later', plays('overwritten', 5000));
  it('rinfo: each message has its own', plays('rinfo'));
  it('messages from more addresses than are remembered: each has the right one', plays('addresses', 1500));
  it('300,000 addresses: the memory for them is bounded', plays('remembered'));
});
