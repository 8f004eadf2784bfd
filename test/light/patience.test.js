'use strict';

// A light copy that does not give control back is named and ended, and the others go on.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { availableParallelism } = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const { SANITIZED, runNode } = require('../support/node.js');
const { COMMAND, makeDirectory, removeProjects } = require('../support/project.js');
const { endAll, start } = require('../support/run.js');
const { reportIn } = require('../simulation/support/fleet.js');
const { LOOPS, ROUNDS } = require('./scenarios/loops.js');
const { copiesOf } = require('./support/copies.js');

const SCRIPT = path.join(__dirname, 'scenarios', 'loops.js');
const SHORT = SANITIZED ? '1500ms' : '300ms';
/** For copies that must not be taken for such, however busy the machine is. */
const LONGER = SANITIZED ? '3000ms' : '1000ms';

const ENV = { IOTJS_DGRAM_SEED: undefined, IOTJS_DGRAM_INDEX: undefined };

function argumentsOf(count, patience, script) {
  return [COMMAND, '--fleet', String(count), '--patience', patience, '--report=json', '--', script];
}

/** @returns {Promise<object>} as of runNode(), with `report`, and the `outcomes` and `reasons` of copies by index */
async function run(count, patience, script, options) {
  const result = await runNode(argumentsOf(count, patience, script), { timeout: 110000, env: ENV, ...options });
  const report = reportIn(result.stderr);
  const reasons = {};
  for (const { reason, copies } of report.failures) for (const index of copies) reasons[index] = reason;
  return { ...result, report, reasons, outcomes: report.copies.map(({ outcome }) => outcome) };
}

/** Whether a process still runs; one that has ended and that nobody has waited for does not. */
function isRunning(pid) {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a light copy that does not give control back', function () {
  this.timeout(120000);

  after(removeProjects);
  afterEach(endAll);

  describe('is ended, and the reason names the place:', () => {
    const names = Object.keys(LOOPS);
    const WORKERS = 8;
    const lines = fs.readFileSync(SCRIPT, 'utf8').split('\n');
    let result;
    let errors;

    before(async () => {
      result = await run(names.length + WORKERS, SHORT, SCRIPT);
      // With labels of two digits.
      errors = copiesOf(result.stderr.replace(/^\[0/gm, '['));
    });

    names.forEach((name, index) => {
      it(name, () => {
        const reason = `did not give control back for ${SHORT.replace('ms', ' ms')}`;
        assert.equal(result.outcomes[index], 'failed', result.stderr);
        assert.equal(result.reasons[index], reason, result.stderr);
        const line = lines.findIndex((each) => each.startsWith(`  '${name}':`)) + 1;
        const place = new RegExp(`^${reason}\\n {4}at .*loops\\.js:${line}:\\d+$`);
        assert.match(errors[index]?.join('\n') ?? '', place, result.stderr);
      });
    });

    it('and those beside it do all that they have to do', () => {
      const all = { timers: ROUNDS, immediates: 2 * ROUNDS, ticks: 2 * ROUNDS, jobs: 2 * ROUNDS, files: ROUNDS,
        messages: ROUNDS, sent: ROUNDS };
      for (let index = names.length; index < names.length + WORKERS; index++) {
        assert.equal(result.outcomes[index], 'well', result.stderr);
        assert.deepEqual(JSON.parse(copiesOf(result.stdout)[index][0]), all);
      }
      assert.equal(result.report.well, WORKERS);
      assert.equal(result.code, 1);
    });
  });

  it('is not ended while it changes what the copies of a host share: their timers go on', async () => {
    const [loops, others] = SANITIZED ? [8, 8] : [24, 8];
    const directory = makeDirectory({
      'timers.js': `
        if (Number(process.env.IOTJS_DGRAM_INDEX) < ${loops}) {
          setTimeout(function () {
            for (var i = 5;; i = i % 2000 + 5) clearTimeout(setTimeout(function () {}, i));
          }, 5);
        } else {
          (function next(left) {
            if (left === 0) console.log('end');
            else setTimeout(next, left % 20, left - 1);
          })(100);
        }`,
    });
    const patience = SANITIZED ? SHORT : '100ms';
    const { reasons, stderr, stdout } = await run(loops + others, patience, 'timers.js', { cwd: directory });
    const reason = `did not give control back for ${patience.replace('ms', ' ms')}`;
    // With the host of one that could not be ended alone, which may be, others have failed.
    const withHost = new RegExp(`^host process ended: copy \\d+ ${reason}$`);
    const printed = copiesOf(stdout.replace(/^\[0/gm, '['));
    for (let index = 0; index < loops + others; index++) {
      if (withHost.test(reasons[index])) assert.match(stderr, /^fleet: copy \d+ could not be ended alone: /m);
      else if (index < loops) assert.equal(reasons[index], reason, stderr);
      else assert.deepEqual([reasons[index], printed[index]], [undefined, ['end']], stderr);
    }
  });

  it('is ended with its host where nothing interrupts it: what is lost is said, a new host runs the rest', async () => {
    const hosts = Math.min(availableParallelism(), 12);
    // The second one of the first host's share. Of that, only the first one has begun by then.
    const culprit = hosts;
    const count = 4 * hosts;
    const directory = makeDirectory({
      'blocks.js': `
        if (Number(process.env.IOTJS_DGRAM_INDEX) === ${culprit}) {
          require('crypto').pbkdf2Sync('a', 'b', 2147483647, 64, 'sha512');
        } else {
          setTimeout(function () {}, 2000);
        }`,
    });
    const { reasons, report, stderr } = await run(count, SHORT, 'blocks.js', { cwd: directory });
    const label = String(culprit).padStart(String(count - 1).length, '0');
    const reason = `did not give control back for ${SHORT.replace('ms', ' ms')}`;
    assert.deepEqual(reasons, { 0: `host process ended: copy ${label} ${reason}`, [culprit]: reason }, stderr);
    assert.equal(report.well, count - 2);
    assert.deepEqual(stderr.split('\n').slice(0, 2), [
      `[${label}] ${reason}`,
      `fleet: copy ${label} could not be ended alone: with its host process, 1 other copy failed`,
    ]);
  });

  it('after its end is stopped, too', async () => {
    const directory = makeDirectory({
      'ended.js': `
        if (process.env.IOTJS_DGRAM_INDEX === '0') {
          setTimeout(function () { for (;;) { try { process.exit(); } catch (error) {} } }, 50);
        } else {
          setTimeout(function () { setTimeout(function () { console.log('works'); }, 100); }, 100);
        }`,
    });
    const { code, lines } = await run(2 * availableParallelism(), SHORT, 'ended.js', { cwd: directory });
    assert.equal(code, 0);
    assert.equal(lines.length, 2 * availableParallelism() - 1);
  });

  it('while datagrams come to it out of a simulated network: its host goes on', async () => {
    const directory = makeDirectory({
      'delayed.js': `
        var socket = require('dgram').createSocket('udp4');
        var isStuck = process.env.IOTJS_DGRAM_INDEX === '0';
        socket.on('message', function () { socket.close(); });
        socket.bind(0, '127.0.0.1', function () {
          setTimeout(function () {
            socket.send('x', socket.address().port, '127.0.0.1');
            while (isStuck);
          }, 5);
        });`,
    });
    const reason = `did not give control back for ${SHORT.replace('ms', ' ms')}`;
    const { reasons, stderr } = await run(2 * availableParallelism(), SHORT, 'delayed.js',
      { cwd: directory, env: { ...ENV, IOTJS_DGRAM_DELAY: '5ms', IOTJS_DGRAM_DIRECTION: 'receive' } });
    assert.deepEqual(reasons, { 0: reason }, stderr);
  });

  it('is not taken for one of many that keep the thread for long together', async () => {
    // Each for a fifth of the patience, all in one turn of the event loop.
    const directory = makeDirectory({
      'busy.js': `
        setTimeout(function () {
          for (var end = Date.now() + ${parseInt(LONGER, 10) / 5}; Date.now() < end;);
        }, 500 - Date.now() % 500);`,
    });
    const { report } = await run(10 * availableParallelism(), LONGER, 'busy.js', { cwd: directory });
    assert.equal(report.failed, 0);
  });

  it('is not taken for one that waits for a slow reader', async () => {
    const directory = makeDirectory({
      'much.js': 'for (var i = 0; i < 20000; i++) console.log(new Array(100).join("x")); console.log("end");',
    });
    const args = argumentsOf(1, LONGER, 'much.js');
    const { child, end, until } = start(process.execPath, args, { cwd: directory, env: ENV });
    await until('stdout', /x/);
    child.stdout.pause();
    await sleep(3 * parseInt(LONGER, 10));
    child.stdout.resume();
    const { code, stdout } = await end;
    assert.equal(code, 0);
    assert.match(stdout, /^\[0\] end$/m);
  });

  it('is left alone where there may be a debugger', async () => {
    const directory = makeDirectory({
      'stops.js': `for (var end = Date.now() + ${5 * parseInt(SHORT, 10)}; Date.now() < end;); console.log('back');`,
    });
    const { code, stdout } = await runNode([COMMAND, '--inspect=0', ...argumentsOf(1, SHORT, 'stops.js').slice(1)],
      { cwd: directory, env: ENV });
    assert.equal(stdout, '[0] back\n');
    assert.equal(code, 0);
  });

  it('ends when the command is killed', async () => {
    const directory = makeDirectory({ 'stuck.js': 'console.log("runs in " + process.pid); for (;;);' });
    const { child, end, until, printed } = start(process.execPath, argumentsOf(2, '1000s', 'stuck.js'),
      { cwd: directory, env: ENV });
    await until('stdout', availableParallelism() > 1 ? /(runs.*\n[^]*){2}/ : /runs.*\n/);
    child.kill('SIGKILL');
    const pids = Array.from(printed.stdout.matchAll(/runs in (\d+)/g), ([, pid]) => Number(pid));
    while (pids.some(isRunning)) await sleep(10);
    await end;
  });
});
