'use strict';

const allocations = require('./support/allocations.js');
const { passes } = require('./support/child.js');

describe('an allocation of the addon that fails', () => {
  it('whichever it is: callbacks come once or an error is thrown, and the next script works', () =>
    passes('allocations.js', ['each'], { env: allocations.environment() }));
});
