'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { runNode } = require('../support/node.js');

const CHILD = path.join(__dirname, 'scenarios', 'simulate.js');

async function play(scenario, env) {
  const { code, stderr } = await runNode([CHILD, scenario], { env });
  assert.equal(code, 0, stderr);
  return stderr;
}

const plays = (scenario, env) => async () => assert.equal(await play(scenario, env), '');

describe('simulate()', () => {
  it('makes a bad network', async () => {
    assert.equal(await play('network'), 'iotjs-dgram: network with --seed 7: of 1 sent, 1 lost (1 by chance), ' +
      '0 delayed, 0 duplicated, 0 reordered\n');
  });

  it('makes a board', plays('target'));
  it('can be called more than once', plays('twice'));
  it('is too late when there is a socket', plays('late'));
  it('refuses what it does not know, and is as before', plays('mistakes'));
  it('gives way to the environment', plays('environment', { IOTJS_DGRAM_TARGET: 'tizen-rpi' }));
  it('counts also where the package is loaded again', plays('reload'));
  it('and where that is before the first socket', plays('reload-between'));
});
