'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { COMMAND } = require('../support/project.js');
const { endAll, start } = require('../support/run.js');
const { fleet, sorted, summaryOf } = require('../simulation/support/fleet.js');

const SCENARIOS = path.join(__dirname, 'scenarios');
const CLIENTS = 200;
const QUESTIONS = 20;
const TIMEOUT = 300000;

describe('a fleet of 200 clients and one gateway', () => {
  after(endAll);

  it('ends clean, with every answer accounted for', async function () {
    this.timeout(TIMEOUT);
    const gateway = start(process.execPath, [COMMAND, path.join(SCENARIOS, 'counting-gateway.js')], {
      timeout: TIMEOUT,
    });
    await gateway.until('stdout', /\n/);
    const [, port] = /^listening on (\d+)\n/.exec(gateway.printed.stdout);
    const { code, stdout, stderr } = await fleet(SCENARIOS, [CLIENTS, 'counting-client.js', port, QUESTIONS], {
      timeout: TIMEOUT,
    });
    assert.equal(summaryOf(stderr), '200 copies of counting-client.js ended / 200 well');
    assert.equal(code, 0);

    // What the clients count and what the gateway counts are the same questions.
    const labels = Array.from({ length: CLIENTS }, (_, i) => String(i).padStart(3, '0'));
    assert.deepEqual(sorted(stdout), labels.map((label) => `[${label}] ${QUESTIONS} answers`));
    gateway.child.kill('SIGTERM');
    const ended = await gateway.end;
    const asked = JSON.parse(ended.stdout.split('\n')[1]);
    assert.deepEqual(asked, Object.fromEntries(labels.map((label) => [Number(label), QUESTIONS])));
    assert.deepEqual([ended.code, ended.stderr], [0, '']);
  });
});
