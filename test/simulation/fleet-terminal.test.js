'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { mock } = require('node:test');

const { endAll, start } = require('../support/run.js');
const { makeDirectory, removeProjects } = require('../support/project.js');
const { Status } = require('../../sim/fleet/status.js');
const { ENV, argumentsOf, fleet, summaryOf } = require('./support/fleet.js');

const ERASE = '\r\x1b[K';

describe('a fleet at a terminal', () => {
  after(removeProjects);

  let directory;

  before(function hasScript() {
    if (spawnSync('script', ['--version']).error) this.skip();
    directory = makeDirectory({
      // Prints five lines, once the file is there that it is given.
      'waits.js': `
        const fs = require('fs');
        const timer = setInterval(() => {
          if (!fs.existsSync(process.argv[2])) return;
          clearInterval(timer);
          for (let left = 4; left >= 0; left--) console.log('left: ' + left);
        }, 10);`,
    });
  });

  afterEach(endAll);
  afterEach(() => mock.timers.reset());

  /** Starts a fleet of three at a terminal; it ends when what is drawn matches. */
  async function untilDrawn(pattern, columns, redirection = '') {
    const go = path.join(directory, `go-${columns}`);
    const words = [process.execPath, ...argumentsOf([3, 'waits.js', go])].map((word) => `'${word}'`);
    // The command ends as it does, and its terminal is as wide.
    const command = `stty cols ${columns}; ${words.join(' ')} ${redirection}`;
    const { until, end } = start('script', ['-qec', command, '/dev/null'], {
      cwd: directory, env: ENV,
    });
    await until('stdout', pattern);
    fs.writeFileSync(go, '');
    return end;
  }

  it('says how far it is, in a line that is erased before another one comes', async () => {
    const { code, stdout } = await untilDrawn(/fleet: 3 running, 0 of 3 ended, /, 40);
    // What is left to read: each line without what was erased in it.
    const lines = stdout.split('\r\n').map((line) => line.slice(line.lastIndexOf(ERASE) + 1).replace('\x1b[K', ''));
    const [summary, ...others] = lines.filter((line) => line !== '').reverse();
    assert.equal(summaryOf(summary), '3 copies of waits.js ended / 3 well');
    assert.deepEqual(others.filter((line) => !/^\[[012]\] left: \d$/.test(line)), []);
    assert.equal(others.length, 15);
    assert.equal(code, 0);
  });

  it('does not let that line wrap', async () => {
    const { stdout } = await untilDrawn(/fleet: 3 running, 0/, 25, '> /dev/null');
    const drawn = Array.from(stdout.matchAll(/fleet: \d+ running[^\r\n]*/g), ([text]) => text);
    assert.ok(drawn.length > 0);
    for (const text of drawn) assert.equal(text.length, 24, text);
  });

  it('keeps it out of a file', async () => {
    const { stderr } = await fleet(directory, [2, 'waits.js', __filename]);
    assert.match(stderr, /^fleet: 2 copies of waits\.js ended in [\d.]+ s: 2 well\n$/);
  });

  it('draws it five times a second at most', () => {
    let drawings = 0;
    const stream = { isTTY: true, columns: 80, write: (text) => drawings += text === ERASE ? 0 : 1 };
    mock.timers.enable({ apis: ['setTimeout'] });
    const status = new Status(stream, () => 'status');
    for (let i = 0; i < 100; i++) {
      status.change();
      status.erase();
      mock.timers.tick(10);
    }
    status.close();
    assert.equal(drawings, 5);
  });
});
