'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');

const { COMMAND } = require('../support/project.js');
const { endAll, start } = require('../support/run.js');
const { fleet, sorted, summaryOf } = require('../simulation/support/fleet.js');

const SCENARIOS = path.join(__dirname, 'scenarios');
const QUESTIONS = 20;
const TIMEOUT = 600000;

/** The processes that run a script or its fleet. */
function processesOf(script) {
  const list = execFileSync('ps', ['-e', '-o', 'args='], { encoding: 'utf8' });
  return list.split('\n').filter((line) => line.includes(script) && !line.startsWith('ps '));
}

for (const [clients, kind, network] of [
  [10000, 'light', []],
  [10000, 'light', ['--loss', '10%', '--seed', '1', '--report=json']],
  [200, 'isolated', []],
]) {
  describe(`a fleet of ${clients} clients (${[kind, ...network].join(' ')}) and one gateway`, () => {
    after(endAll);

    it('ends clean, with every answer accounted for', async function () {
      this.timeout(TIMEOUT);
      const gateway = start(process.execPath, [COMMAND, path.join(SCENARIOS, 'counting-gateway.js')], {
        timeout: TIMEOUT,
      });
      await gateway.until('stdout', /\n/);
      const [, port] = /^listening on (\d+)\n/.exec(gateway.printed.stdout);
      const { code, stdout, stderr } = await fleet(SCENARIOS, [clients, 'counting-client.js', port, QUESTIONS], {
        kind, asked: network, timeout: TIMEOUT,
      });
      assert.equal(summaryOf(stderr), `${clients} copies of counting-client.js ended / ${clients} well`);
      assert.equal(code, 0);
      assert.deepEqual(processesOf('counting-client.js'), []);

      // What the clients count and what the gateway counts are the same questions.
      const width = String(clients - 1).length;
      const labels = Array.from({ length: clients }, (_, i) => String(i).padStart(width, '0'));
      assert.deepEqual(sorted(stdout), labels.map((label) => `[${label}] ${QUESTIONS} answers`));
      gateway.child.kill('SIGTERM');
      const ended = await gateway.end;
      const asked = JSON.parse(ended.stdout.split('\n')[1]);
      assert.deepEqual(asked, Object.fromEntries(labels.map((label) => [Number(label), QUESTIONS])));
      assert.deepEqual([ended.code, ended.stderr], [0, '']);
      if (network.length > 0) assertAccounted(JSON.parse(stderr.trim().split('\n').at(-1)));
    });
  });
}

/** Each copy has lost some of what it sent, and sent it again. */
function assertAccounted({ copies, network }) {
  const sum = (name) => copies.reduce((total, copy) => total + copy[name], 0);
  assert.ok(network.sent.lost > 0 && network.received.lost > 0);
  assert.equal(sum('lost'), network.sent.lost + network.received.lost);
  for (const { index, sent, received, outcome } of copies) {
    assert.ok(sent >= QUESTIONS && received >= QUESTIONS && outcome === 'well', `copy ${index}: ${sent}, ${received}`);
  }
}
