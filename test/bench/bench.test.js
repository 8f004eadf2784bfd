'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { draw } = require('../../bench/chart');
const { fill } = require('../../bench/page');
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

  it('refuses what it does not know, with status 2', () => {
    const wrong = [['--pairs', '0'], ['--only', 'no-such'], ['--with', 'no-such'], ['--also', 'x'], ['--what']];
    for (const parameters of wrong) {
      const { status, stderr, stdout } = bench(...parameters);
      assert.equal(status, 2, parameters.join(' '));
      assert.match(stderr, /--help/);
      assert.equal(stdout, '');
    }
  });

  it('explains itself with --help', () => {
    const { status, stdout } = bench('--help');
    assert.equal(status, 0);
    for (const { name } of WORKLOADS) assert.ok(stdout.includes(name), name);
  });

  it('the page of results says what the recorded results say', () => {
    const recorded = JSON.parse(fs.readFileSync(path.join(ROOT, 'bench', 'results.json'), 'utf8'));
    const page = fs.readFileSync(path.join(ROOT, 'docs', 'performance.md'), 'utf8');
    assert.equal(fill(page, recorded), page);
    const [row] = recorded.rows;
    row.values['iotjs-dgram'].median *= 2;
    assert.notEqual(fill(page, recorded), page);
    assert.throws(() => fill('a page without markers', recorded), /The page must have/);
  });
});
