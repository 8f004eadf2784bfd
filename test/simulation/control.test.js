'use strict';

// What simulate() returns: the network while it runs.

const path = require('node:path');

const { playNode } = require('../support/node.js');

const CHILD = path.join(__dirname, 'scenarios', 'control.js');

const plays = (scenario, env, options) => () => playNode([CHILD, scenario], { env, ...options });

describe('the network while it runs', () => {
  describe('set()', () => {
    it('changes conditions from now on', plays('set'));
    it('leaves alone what is under way; times count from the call', plays('times'));
    it('is simulate() before the first socket', plays('early'));
    it('changes what the environment has it start with', plays('environment', { IOTJS_DGRAM_LOSS: '100%' }));
    it('refuses what is no condition or a wrong value, and all is as before', plays('mistakes'));
  });

  it('counts() gives the fields of the JSON report, without one', plays('counts'));

  describe('idle()', () => {
    it('resolves when nothing is under way', plays('idle'));
    it('waits for messages that wait for their turn', plays('idle-turns'));
    it('waits for what is sent meanwhile', plays('idle-answers'));
    it('waits for what a closed socket has sent', plays('idle-closed'));
    it('does not wait for what nobody can get', plays('idle-alone'));
  });
});
