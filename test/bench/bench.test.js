'use strict';

const assert = require('node:assert/strict');
const { execFile, spawnSync } = require('node:child_process');
const dgram = require('node:dgram');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

const { build } = require('../../bench/build');
const { draw } = require('../../bench/chart');
const { fill } = require('../../bench/page');
const { UsageError, parse } = require('../../bench/options');
const { WORKLOADS } = require('../../bench/workloads');

const ROOT = path.join(__dirname, '..', '..');
const RUN = path.join(ROOT, 'bench', 'run.js');

function bench(...parameters) {
  return spawnSync(process.execPath, [RUN, ...parameters], { encoding: 'utf8' });
}

describe('npm run bench', () => {
  let folder;
  let run;
  let results;

  before(function setUp() {
    this.timeout(180000);
    if (process.platform !== 'linux') this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-bench-'));
    const out = path.join(folder, 'results.json');
    run = bench('--quick', '--pairs', '1', '--out', out);
    assert.equal(run.status, 0, run.stdout + run.stderr);
    results = JSON.parse(fs.readFileSync(out, 'utf8'));
  });

  after(() => {
    if (folder !== undefined) fs.rmSync(folder, { recursive: true });
  });

  for (const { name, metrics, limits } of WORKLOADS) {
    it(`measures ${name} with each implementation`, () => {
      for (const { key } of metrics) {
        const row = results.rows.find(({ workload, metric }) => workload === name && metric === key);
        for (const implementation of ['node:dgram', 'iotjs-dgram', ...limits]) {
          const { median, ratio, samples } = row.values[implementation];
          assert.equal(samples.length, 1);
          assert.ok(Number.isFinite(median), `${implementation}: ${median}`);
          assert.ok(Number.isFinite(ratio.median) || key === 'bytes', `${implementation}: ${ratio.median}`);
          if (key !== 'bytes') assert.ok(median > 0, `${implementation}: ${median}`);
        }
      }
    });
  }

  it('says where the numbers come from', () => {
    assert.match(results.machine.kernel, /^Linux \d/);
    assert.equal(results.versions.node, process.versions.node);
    assert.equal(results.pairs, 1);
    assert.ok(run.stdout.includes(results.machine.processor));
    assert.ok(run.stdout.includes(results.machine.kernel));
  });

  it('prints each goal and whether it is reached', () => {
    const goals = results.rows.filter(({ goal }) => goal !== undefined);
    assert.equal(goals.length, 9);
    for (const { title, unit, goal } of goals) {
      const lines = run.stdout.split('\n').filter((line) => line.startsWith(`${title} [${unit}]`));
      assert.ok(lines.some((line) => line.includes(goal.toFixed(2)) && /reached$/.test(line)), lines.join('\n'));
    }
  });

  it('shows progress', () => {
    assert.match(run.stderr, /^\[1\/\d+\] receive-single, pair 1 of 1, node:dgram/m);
    assert.match(run.stderr, /, \d+ (?:s|min) left$/m);
  });

  it('draws a chart', async () => {
    const chart = await draw(results);
    assert.match(chart, /^<svg [^]*iotjs-dgram beside node:dgram[^]*<\/svg>\n$/);
  });

  it('compares with another checkout, also within an AsyncLocalStorage', () => {
    const { status, stdout, stderr } = bench(
      '--quick', '--als', '--only', 'send-one', '--with', 'iotjs-dgram', '--also', `before=${ROOT}`);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^iotjs-dgram to before +ratio +quartiles\nsend with callback, .*\d\.\d\d to \d+\.\d\d$/m);
  });

  it('a result in C has a message in it, however short the time', async function test() {
    if (process.platform !== 'linux') this.skip();
    const server = dgram.createSocket('udp4');
    server.on('message', (message, { port, address }) => server.send(message, port, address));
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const words = ['echo-client', 'warmup=0', 'measure=0', `ports=${server.address().port}`];
      const { stdout } = await promisify(execFile)(build(), words);
      assert.equal(JSON.parse(stdout).messages, 1);
    } finally {
      server.close();
    }
  });

  it('refuses what it does not know, with status 2', () => {
    const wrong = [['--pairs', '0'], ['--only', 'no-such'], ['--also', 'x'], ['--what'], ['--record', '--als']];
    for (const parameters of wrong) assert.throws(() => parse(parameters), UsageError, parameters.join(' '));
    const { status, stderr, stdout } = bench('--with', 'no-such');
    assert.equal(status, 2);
    assert.match(stderr, /--help/);
    assert.equal(stdout, '');
  });

  it('explains itself with --help', () => {
    const { status, stdout } = bench('--help');
    assert.equal(status, 0);
    for (const { name } of WORKLOADS) assert.ok(stdout.includes(name), name);
  });

  it('page and chart say what the recorded results say', async () => {
    const recorded = JSON.parse(fs.readFileSync(path.join(ROOT, 'bench', 'results.json'), 'utf8'));
    const page = fs.readFileSync(path.join(ROOT, 'docs', 'performance.md'), 'utf8');
    assert.equal(fill(page, recorded), page);
    const chart = fs.readFileSync(path.join(ROOT, 'docs', 'bench.svg'), 'utf8');
    assert.ok(await draw(recorded) === chart, 'npm run bench -- --write draws docs/bench.svg again');
    const [row] = recorded.rows;
    row.values['iotjs-dgram'].median *= 2;
    assert.notEqual(fill(page, recorded), page);
    assert.throws(() => fill('a page without markers', recorded), /The page must have/);
  });
});
