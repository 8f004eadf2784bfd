'use strict';

const assert = require('node:assert/strict');
const { setTimeout: sleep } = require('node:timers/promises');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { endAll } = require('../support/run.js');
const { Lines } = require('../../sim/fleet/lines.js');
const { SANITIZED } = require('../support/node.js');
const { FLEETS, sorted } = require('./support/fleet.js');

const MEBIBYTE = 2 ** 20;

for (const { kind, fleet, startFleet } of FLEETS) describe(`the output of a fleet (${kind} copies)`, () => {
  afterEach(endAll);
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'both.js': 'console.log("to\\nstdout"); console.error("to stderr");',
      'parts.js': `
        process.stdout.write('one ');
        process.stdout.write('li');
        setImmediate(() => {
          process.stdout.write('ne\\nand');
          process.stdout.write(' another', 'utf8');
          process.stdout.write('20616e6420656e64', 'hex');
        });`,
      'utf8.js': `
        const bytes = Buffer.from('1 €, 2 €\\n');
        let i = 0;
        (function next() {
          if (i < bytes.length) process.stdout.write(bytes.subarray(i, ++i), next);
        })();`,
      'exit.js': `
        for (let i = 0; i < 5000; i++) console.log('line ' + i);
        process.on('exit', () => console.log('the last'));
        process.exit();`,
      'callbacks.js': `
        process.stdout.write('first\\n', () => process.stdout.write('second\\n', () => {
          process.stdout.end('third\\n');
        }));`,
      'long.js': `
        const line = 'x'.repeat(1023);
        for (let i = 0; i < 60000; i++) console.log(line);
        console.error(process.resourceUsage().maxRSS);`,
      'endless.js': 'for (;;) console.log("again and again");',
      'warning.js': 'process.emitWarning("watch out");',
    });
  });

  it('has the index before each line, on the stream that it was printed to', async () => {
    const { stdout, stderr } = await fleet(directory, [2, 'both.js']);
    assert.deepEqual(sorted(stdout), ['[0] stdout', '[0] to', '[1] stdout', '[1] to']);
    assert.deepEqual(sorted(stderr).slice(0, 2), ['[0] to stderr', '[1] to stderr']);
  });

  it('has whole lines, also the last one that has no end', async () => {
    const { stdout } = await fleet(directory, [3, 'parts.js']);
    assert.deepEqual(sorted(stdout), [
      '[0] and another and end', '[0] one line', '[1] and another and end', '[1] one line',
      '[2] and another and end', '[2] one line',
    ]);
  });

  it('has characters whole that came in pieces', async () => {
    assert.equal((await fleet(directory, [1, 'utf8.js'])).stdout, '[0] 1 €, 2 €\n');
  });

  it('has all that was printed before process.exit(), and by the exit listeners', async () => {
    const { stdout } = await fleet(directory, [1, 'exit.js']);
    const lines = Array.from({ length: 5000 }, (_, i) => `[0] line ${i}\n`).join('');
    assert.equal(stdout, `${lines}[0] the last\n`);
  });

  it('calls back, and can be ended', async () => {
    assert.equal((await fleet(directory, [1, 'callbacks.js'])).stdout, '[0] first\n[0] second\n[0] third\n');
  });

  it('has the warnings of the process in it', async () => {
    assert.match((await fleet(directory, [1, 'warning.js'])).stderr, /^\[0\] \(node:\d+\) Warning: watch out$/m);
  });

  it('waits for its reader, instead of keeping all in memory (not with sanitizers, which do)', async function () {
    if (SANITIZED) this.skip();
    const { code, stdout, stderr } = await fleet(directory, [2, 'long.js']);
    assert.equal(code, 0);
    assert.equal(stdout.length, 120000 * (1024 + '[0] '.length));
    const [kibibytes] = Array.from(stderr.matchAll(/^\[\d\] (\d+)$/gm), ([, max]) => Number(max));
    // 120 MB were printed; an idle fleet of two takes about 70.
    assert.ok(kibibytes * 1024 < 150 * MEBIBYTE, `${kibibytes} KiB`);
  });

  it('comes while a copy never returns', async () => {
    const { until, child, end } = startFleet(directory, [1, 'endless.js']);
    await until('stdout', /(\[0\] again and again\n){100}/);
    child.kill('SIGKILL');
    await end;
  });

  it('ends the fleet when nobody reads it any more', async () => {
    const { child, until, end } = startFleet(directory, [2, 'endless.js']);
    await until('stdout', /\[0\][^]*\[1\]|\[1\][^]*\[0\]/);
    child.stdout.destroy();
    await until('stderr', /asked to end/);
    await sleep(300); // a signal that comes at once would be the same request
    child.kill('SIGINT');
    const { code, stderr } = await end;
    assert.match(stderr, /ended after SIGPIPE in .*: 0 well, 2 terminated \(0, 1\)\n$/);
    assert.equal(code, 141);
  });
});

describe('the lines of a copy:', () => {
  it('empty ones are lines too', () => assert.equal(new Lines('> ').add('\n\na\n'), '> \n> \n> a\n'));

  it('nothing is no line', () => assert.equal(new Lines('> ').add('') + new Lines('> ').end(), ''));

  it('a rest is told once', () => {
    const lines = new Lines('> ');
    assert.deepEqual([lines.add('a'), lines.end(), lines.end()], ['', '> a\n', '']);
  });

  it('one without an end is cut at a mebibyte', () => {
    const lines = new Lines('> ');
    const half = 'x'.repeat(MEBIBYTE / 2);
    assert.deepEqual([lines.add(half), lines.add(half)], ['', '']);
    assert.equal(lines.add('y'), `> ${half}${half}y\n`);
    assert.equal(lines.add('z\n'), '> z\n');
  });
});
