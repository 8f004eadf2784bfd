'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');

const { COMMAND } = require('../entry/project.js');
const { fleet, sorted, summaryOf } = require('./fixtures/fleet/support.js');

const FIXTURES = path.join(__dirname, 'fixtures', 'fleet');
const CLIENTS = 200;
const QUESTIONS = 20;

describe('a fleet of 200 clients and one gateway', () => {
  let gateway;
  let printed = '';

  before(async () => {
    gateway = spawn(process.execPath, [COMMAND, path.join(FIXTURES, 'counting-gateway.js')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    gateway.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
    while (!printed.includes('\n')) await once(gateway.stdout, 'data');
  });

  after(() => gateway.kill('SIGKILL'));

  it('ends clean, with every answer accounted for', async () => {
    const [, port] = /^listening on (\d+)\n/.exec(printed);
    const { code, stdout, stderr } = await fleet(FIXTURES, [CLIENTS, 'counting-client.js', port, QUESTIONS], {
      timeout: 55000,
    });
    assert.strictEqual(summaryOf(stderr), '200 copies of counting-client.js ended / 200 well');
    assert.strictEqual(code, 0);

    // What the clients count and what the gateway counts are the same questions.
    const labels = Array.from({ length: CLIENTS }, (_, i) => String(i).padStart(3, '0'));
    assert.deepStrictEqual(sorted(stdout), labels.map((label) => `[${label}] ${QUESTIONS} answers`));
    gateway.kill('SIGTERM');
    const [status] = await once(gateway, 'close');
    const asked = JSON.parse(printed.split('\n')[1]);
    assert.deepStrictEqual(asked, Object.fromEntries(labels.map((label) => [Number(label), QUESTIONS])));
    assert.strictEqual(status, 0);
  });
});
