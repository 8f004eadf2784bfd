'use strict';

const assert = require('node:assert/strict');

const { requireNamespace } = require('../support/namespace.js');
const { SANITIZED, passes } = require('./support/child.js');
const neighbour = require('./support/neighbour.js');

const FUNCTIONS = ['start', 'open', 'reopen', 'bind', 'address', 'setOption', 'setMembership', 'send', 'withhold',
  'close', 'lookup', 'parseIp', 'describeError', 'firstTime', 'counters'];
const CALLS = SANITIZED ? 5000 : 20000;

// With addresses and names made of anything: nothing of that may leave the machine.
const INSIDE = { namespace: true };

describe('misuse of the internal functions', function () {
  this.timeout(120000);

  before(requireNamespace);
  before(() => neighbour.build());

  it('knows all functions that there are', () => passes('misuse.js', ['names'], INSIDE));

  for (const name of FUNCTIONS) {
    it(`${name}() with anything for arguments and this`, async () => {
      const [refused] = await passes('misuse.js', ['each', name], INSIDE);
      assert.equal(refused, `refused some: ${!['counters', 'start'].includes(name)}`);
    });
  }

  it(`${CALLS} calls of all functions with random arguments`, () =>
    passes('misuse.js', ['random', String(CALLS)], INSIDE));
  it('open() on what another addon has wrapped or tagged', () => passes('misuse.js', ['open-shared'], INSIDE));
  it('calls on a closed socket fail with EBADF', () => passes('misuse.js', ['closed-socket'], INSIDE));
  it('bind() and reopen() at the wrong moment', () => passes('misuse.js', ['bind-again'], INSIDE));
  it('close() loses no id where arrays have setters', () => passes('misuse.js', ['close-list'], INSIDE));
  it('uncaught() reports anything', () => passes('misuse.js', ['uncaught'], INSIDE));
  it('the number of a closed socket is never that of another', () => passes('misuse.js', ['generations'], INSIDE));
  it('start() comes first and counts once, also when called from one of its getters', () =>
    passes('misuse.js', ['start'], INSIDE));
  it('bind() of a socket whose object has just become garbage fails with EBADF', () =>
    passes('misuse.js', ['bind-garbage'], INSIDE));
  it('sockets that nobody closes, left to the collector', () => passes('misuse.js', ['garbage'], INSIDE));
});
