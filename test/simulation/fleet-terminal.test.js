'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const { run } = require('../helpers/run.js');
const { makeDirectory, removeProjects } = require('../entry/project.js');
const { Status } = require('../../sim/fleet/status.js');
const { ENV, argumentsOf, fleet, summaryOf } = require('./fixtures/fleet/support.js');

const ERASE = '\r\x1b[K';

describe('a fleet at a terminal', () => {
  after(removeProjects);

  let directory;

  before(function hasScript() {
    if (spawnSync('script', ['--version']).error) this.skip();
    directory = makeDirectory({
      'slow.js': `
        let left = 5;
        const timer = setInterval(() => {
          if (--left === 0) clearInterval(timer);
          console.log('left: ' + left);
        }, 300);`,
    });
  });

  function atTerminal(args, redirection = '') {
    const words = [process.execPath, ...argumentsOf(...args)].map((word) => `'${word}'`);
    // The command ends as it does, and its terminal is as wide.
    return run('script', ['-qec', `stty cols 40; ${words.join(' ')} ${redirection}`, '/dev/null'], {
      cwd: directory, env: ENV,
    });
  }

  it('says how far it is, in a line that is erased before another one comes', async () => {
    const { code, stdout } = await atTerminal([3, 'slow.js']);
    assert.match(stdout, /fleet: 3 running, 0 of 3 ended, /);
    // What is left to read: each line without what was erased in it.
    const lines = stdout.split('\r\n').map((line) => line.slice(line.lastIndexOf(ERASE) + 1).replace('\x1b[K', ''));
    const [summary, ...others] = lines.filter((line) => line !== '').reverse();
    assert.strictEqual(summaryOf(summary), '3 copies of slow.js ended / 3 well');
    assert.deepStrictEqual(others.filter((line) => !/^\[[012]\] left: \d$/.test(line)), []);
    assert.strictEqual(others.length, 15);
    assert.strictEqual(code, 0);
  });

  it('does not let that line wrap', async () => {
    const { stdout } = await atTerminal([300, 'slow.js'], '> /dev/null');
    const drawn = Array.from(stdout.matchAll(/fleet: \d+ running[^\r\n]*/g), ([text]) => text);
    assert.ok(drawn.length > 0);
    for (const text of drawn) assert.ok(text.length <= 39, text);
  });

  it('keeps it out of a file', async () => {
    const { stderr } = await fleet(directory, [2, 'slow.js']);
    assert.match(stderr, /^fleet: 2 copies of slow\.js ended in [\d.]+ s: 2 well\n$/);
  });

  it('draws it five times a second at most', async () => {
    let drawings = 0;
    const start = performance.now();
    const stream = { isTTY: true, columns: 80, write: (text) => drawings += text === ERASE ? 0 : 1 };
    const status = new Status(stream, () => 'status');
    for (let i = 0; i < 100; i++) {
      status.change();
      status.erase();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const seconds = (performance.now() - start) / 1000;
    status.close();
    assert.ok(drawings >= 1 && drawings <= seconds * 5 + 1, `${drawings} in ${seconds} s`);
  });
});
