'use strict';

const { requireNamespace } = require('../support/namespace.js');
const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');
const faults = require('./support/faults.js');

/** `environment()` is added to the environment. Without segments, unless that says otherwise: then each datagram has an
 * error of its own. */
function plays(scenario, args = [], { environment = () => ({}), ...options } = {}) {
  return () => passes('../batch/unreachable.js', [scenario, ...args],
    { env: { IOTJS_DGRAM_SEGMENT: 'off', ...environment() }, ...options });
}

const SEGMENTS = { IOTJS_DGRAM_SEGMENT: undefined };

describe('TELL_UNREACHABLE: where the system tells that nobody is there', () => {
  before(requireFastPath);

  it('is told once, with the address', plays('once'));
  it('is told for each of a thousand datagrams to several ports, and the loop sleeps afterwards', plays('many'));
  it('is told also where the next datagram has left before the loop polls', plays('behind'));
  it('does not disturb what is sent elsewhere and received meanwhile', plays('amidst', ['50']));
  it('nor where datagrams leave in segments', plays('amidst', ['1'], { environment: () => SEGMENTS }));
  it('is told once for a segmented send', plays('runs', [], { environment: () => spy.environment(SEGMENTS) }));
  it('disturbs nothing where the receive buffer has no room for errors', plays('overflow'));
  it('does not fail a datagram that waits for a full kernel', plays('full', [], { environment: faults.environment }));
  it('does not make a drop known that the kernel is silent about',
    plays('dropped', [], { environment: spy.environment }));
  it('close() in its handler, called before the loop polls: no more is told', plays('close', ['10']));
  it('close() in its handler, called after the loop has polled: no more is told', plays('close', ['1']));
  it('close() in a send callback: nothing is told', plays('close-untold'));
  it('is not told without the option, nor after it was switched off', plays('off'));
  it('needs a bound socket', plays('unbound'));
  it('a worker exits in its handler', plays('worker-exits'));

  describe('in a network namespace', () => {
    before(requireNamespace);

    it('a datagram keeps the errors of its own', plays('own', [], { namespace: true }));
    it('no machine at an address is told, too', plays('no-host', [], { namespace: true }));
  });
});
