'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const { endAll, run, start } = require('../support/run.js');

/** A shell that leaves a child behind, which holds its output and would sleep for an hour. */
const LEAVES_A_CHILD = 'sleep 3600 & echo "child $!"; exit 3';

function childIn(stdout) {
  return Number(/^child (\d+)$/m.exec(stdout)[1]);
}

/** Whether a process runs; one that has ended and that nobody has waited for does not. */
function runs(pid) {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until a process has ended: one that is not killed lets the test fail by its time limit. */
async function gone(pid) {
  while (runs(pid)) await sleep(5);
}

describe('programs that tests run', () => {
  before(function onLinux() {
    if (!fs.existsSync('/proc/self/stat')) this.skip();
  });

  afterEach(endAll);

  it('take with them what they have started, when the time is up', async () => {
    const { stdout, timedOut } = await run('sh', ['-c', LEAVES_A_CHILD], { timeout: 100 });
    assert.equal(timedOut, true);
    await gone(childIn(stdout));
  });

  it('and when their test has failed', async () => {
    const { until, printed, end } = start('sh', ['-c', LEAVES_A_CHILD]);
    await until('stdout', /\n/);
    await endAll();
    await gone(childIn(printed.stdout));
    await end;
  });

  it('and when the process ends that runs the tests', async () => {
    const script = `
      const { start } = require(${JSON.stringify(require.resolve('../support/run.js'))});
      const { printed, until } = start('sh', ['-c', ${JSON.stringify(LEAVES_A_CHILD)}]);
      until('stdout', /\\n/).then(() => {
        console.log(printed.stdout);
        process.kill(process.pid, 'SIGTERM');
      });`;
    const { signal, stdout } = await run(process.execPath, ['-e', script]);
    assert.equal(signal, 'SIGTERM');
    await gone(childIn(stdout));
  });

  it('and when that process is killed', async () => {
    const script = `
      const { start } = require(${JSON.stringify(require.resolve('../support/run.js'))});
      const { printed, until } = start('sh', ['-c', ${JSON.stringify(LEAVES_A_CHILD)}]);
      until('stdout', /\\n/).then(() => console.log(printed.stdout));`;
    const { child, until, printed } = start(process.execPath, ['-e', script]);
    await until('stdout', /\n/);
    child.kill('SIGKILL');
    await gone(childIn(printed.stdout));
  });

  it('fail a test that waits for what they do not print', async () => {
    const { until } = start('sh', ['-c', 'echo one']);
    await assert.rejects(until('stdout', /two/), /it ended without \/two\/:\none/);
  });
});
