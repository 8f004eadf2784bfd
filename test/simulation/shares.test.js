'use strict';

// Shares of one fleet: --first, and `iotjs-dgram merge`.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { counts } = require('../../sim/network/report.js');
const { Tally } = require('../../sim/fleet/tally.js');
const { runNode } = require('../support/node.js');
const { COMMAND, makeDirectory, removeProjects } = require('../support/project.js');
const { run } = require('../support/run.js');
const { skipSuite } = require('../support/skip.js');
const { fleet, sorted, summaryOf } = require('./support/fleet.js');

const LARGEST_INDEX = 2 ** 32 - 1;

describe('shares of a fleet', () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      // Sends twenty messages to itself, without waiting for them.
      'sends.js': `
        const socket = require('dgram').createSocket('udp4');
        let left = 20;
        const sent = () => { if (--left === 0) socket.close(); };
        socket.bind(0, '127.0.0.1', () => {
          for (let i = 0; i < 20; i++) socket.send('x', socket.address().port, '127.0.0.1', sent);
        });
        const { IOTJS_DGRAM_INDEX: index } = process.env;
        console.log(index + ': ' + Math.random() + ' ' + Math.random());`,
      'index.js': `
        const { IOTJS_DGRAM_INDEX: index, IOTJS_DGRAM_FLEET: fleet } = process.env;
        console.log(index + ' of ' + fleet);
        if (process.argv[2] !== undefined) process.exit(process.argv[2]);`,
    });
  });

  const command = (args, env) => runNode([COMMAND, ...args], { cwd: directory, env });

  describe('--first', () => {
    const first = (index, count, args, env) =>
      command(['--first', String(index), '--fleet', String(count), '--', ...args], env);

    it('is the index of the first copy, and decides how wide labels are', async () => {
      const { code, stdout, stderr } = await first(98, 3, ['index.js', '3']);
      assert.equal(code, 1);
      assert.deepEqual(sorted(stdout), ['[098] 98 of 3', '[099] 99 of 3', '[100] 100 of 3']);
      assert.equal(summaryOf(stderr), '3 copies of index.js ended / 0 well, 3 failed (098-100: exit code 3)');
    });

    it('is passed on with options of Node.js', async () => {
      const { stdout } = await command(['--no-warnings', '--fleet', '1', '--first', '7', 'index.js']);
      assert.equal(stdout, '[7] 7 of 1\n');
    });

    it('is up to the largest index, which has a network', async () => {
      const { code, stdout } = await first(LARGEST_INDEX, 1, ['index.js'], { IOTJS_DGRAM_LOSS: '5%' });
      assert.deepEqual([code, stdout], [0, `[${LARGEST_INDEX}] ${LARGEST_INDEX} of 1\n`]);
    });
  });

  /** What does not depend on how fast it went. */
  function withoutTimes({ durationMs, percentiles: { meanMs, ...percentiles }, copies, ...rest }) {
    assert.ok(durationMs > 0 && meanMs !== undefined);
    const own = ({ index, outcome, sent, lost }) => ({ index, outcome, sent, lost });
    return { ...rest, percentiles: [percentiles.sent, percentiles.lost], copies: copies.map(own) };
  }

  describe('with GNU parallel', () => {
    const env = {
      IOTJS_DGRAM_SEED: '7', IOTJS_DGRAM_LOSS: '50%', IOTJS_DGRAM_DIRECTION: 'send', IOTJS_DGRAM_REPORT: 'json',
    };

    before(function hasParallel() {
      const isMissing = spawnSync('parallel', ['--version']).error !== undefined;
      if (isMissing && !process.env.CI) skipSuite(this, 'there is no GNU parallel');
    });

    it('are, merged, what one fleet of all copies is', async () => {
      const parallel = await run('parallel', [
        '--will-cite', '--quote', '--jobs', '2', '--results', 'share-{}',
        process.execPath, COMMAND, '--fleet', '3', '--first', '{}', 'sends.js', ':::', '0', '3',
      ], { cwd: directory, env });
      assert.equal(parallel.code, 0, parallel.stderr);
      const one = await fleet(directory, [6, 'sends.js'], { env });

      // Labels, indexes and random numbers.
      const shares = ['share-0', 'share-3'].map((name) => fs.readFileSync(path.join(directory, name), 'utf8'));
      assert.deepEqual(sorted(shares.join('')), sorted(one.stdout));

      const { code, stdout, stderr } = await command(['merge', '--report=json', 'share-0.err', 'share-3.err']);
      assert.deepEqual([code, stderr], [0, '']);
      const merged = JSON.parse(stdout);
      assert.deepEqual(withoutTimes(merged), withoutTimes(JSON.parse(one.stderr.trimEnd().split('\n').at(-1))));

      // The sums are those of the shares.
      const own = ['share-0.err', 'share-3.err'].map((name) =>
        JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8').trimEnd().split('\n').at(-1)));
      assert.equal(merged.network.sent.datagrams, 120);
      assert.equal(merged.network.sent.lost, own[0].network.sent.lost + own[1].network.sent.lost);
      assert.deepEqual(merged.copies, own.flatMap(({ copies }) => copies));
      assert.equal(merged.durationMs, Math.max(own[0].durationMs, own[1].durationMs));
    });
  });

  describe('are merged:', () => {
    /** A report, as a share with these copies would give it. */
    function share(first, outcomes, { script = 'app.js', seed = 7, ...run } = {}) {
      const tally = new Tally(first, outcomes.length);
      const link = { counts: {
        datagrams: 5, lost: 2, overflowed: 0, tooLarge: 1, delayed: 3, duplicated: 0, reordered: 0,
      }, underWay: 0 };
      const traffic = { counts: (lost) => ({ sent: 5, received: 4, lost, answered: 2, meanMs: 1.5, longestMs: 2 }) };
      outcomes.forEach(([outcome, reason], i) => {
        if (outcome === 'unstarted') return;
        if (outcome !== 'terminated') {
          tally.count(first + i, counts({ out: link, in: null, refused: 1, arriving: 0, traffic }), seed);
        }
        tally.end(first + i, outcome, reason);
      });
      return tally.report({ script, duration: 1000, signal: null, ...run });
    }

    /** Writes files, and merges them. */
    function merge(files, ...options) {
      for (const [name, content] of Object.entries(files)) {
        const text = typeof content === 'string' ? content : `${JSON.stringify(content)}\n`;
        fs.writeFileSync(path.join(directory, name), text);
      }
      return command([...options, 'merge', ...Object.keys(files)]);
    }

    const WELL = ['well'];
    const FAILED = ['failed', 'exit code 3'];

    it('what is printed is that of one fleet', async () => {
      const { code, stdout, stderr } = await merge({
        'b.json': share(100, [WELL, FAILED, FAILED, ['terminated']], { duration: 2345, signal: 'SIGINT' }),
        'a.json': share(8, [WELL, FAILED, ['stopped'], ['unstarted'], ['failed', 'Error: no']]),
      });
      assert.deepEqual([code, stderr], [1, '']);
      assert.equal(stdout, [
        'fleet: 9 copies of app.js ended after SIGINT in 2.3 s: 2 well, 1 stopped, 4 failed (3 copies, 009, 101, ' +
          '102: exit code 3; 012: Error: no), 1 terminated (103), 1 never started',
        'iotjs-dgram: network with --seed 7: of 35 sent, 21 lost (14 by chance, 7 over the MTU), 21 delayed, ' +
          '0 duplicated, 0 reordered; 7 refused by the system after their delay',
        'fleet: messages of a copy  least  median  90 %  99 %  most',
        '  sent                         5       5     5     5     5',
        '  received                     4       4     4     4     4',
        '  lost in the network          3       3     3     3     3',
        '  mean ms to an answer       1.5     1.5   1.5   1.5   1.5',
        '',
      ].join('\n'));
    });

    it('the last line that is a report counts, whatever else a file has', async () => {
      const lines = (...texts) => `${texts.join('\r\n')}\r\n`;
      const report = (...args) => JSON.stringify(share(...args));
      const { code, stdout } = await merge({
        'a.log': lines('[0] {"report":1}', report(0, [FAILED]), report(0, [WELL]), '{"other":true}', '{not JSON', ''),
      });
      assert.equal(code, 0);
      assert.match(stdout, /^fleet: 1 copy of app\.js ended in 1\.0 s: 1 well\n/);
    });

    it('a merged report is a report, in whichever order', async () => {
      const [a, b, c] = [share(0, [WELL, FAILED]), share(5, [WELL]), share(2, [['terminated']])];
      const all = (await merge({ 'a.json': a, 'b.json': b, 'c.json': c }, '--report=json')).stdout;
      const two = (await merge({ 'b.json': b, 'a.json': a }, '--report=json')).stdout;
      const again = (await merge({ 'c.json': c, 'two.json': two }, '--report=json')).stdout;
      assert.equal(again, all);
      const { first, count, copies } = JSON.parse(all);
      assert.deepEqual([first, count, copies.map(({ index }) => index)], [0, 4, [0, 1, 2, 5]]);
      // One alone stays what it is.
      assert.deepEqual(JSON.parse((await merge({ 'a.json': a }, '--report=json')).stdout), a);
    });

    it('shares without a seed, or with another one', async () => {
      const seedOf = async (...reports) => {
        const files = Object.fromEntries(reports.map((report, i) => [`${i}.json`, report]));
        return JSON.parse((await merge(files, '--report=json')).stdout).seed;
      };
      assert.equal(await seedOf(share(0, [WELL]), share(1, [['terminated']])), 7);
      assert.equal(await seedOf(share(1, [['terminated']])), null);
      const several = { 'a.json': share(0, [WELL]), 'b.json': share(1, [WELL], { seed: 8 }) };
      assert.match((await merge(several)).stdout, /^iotjs-dgram: network with several seeds: of 10 sent/m);
    });

    it('shares with the same conditions, or with others', async () => {
      const shares = ['5%', '5%', '6%'].map((loss, i) => share(i, [WELL], { conditions: { loss } }));
      for (const [count, conditions] of [[2, { loss: '5%' }], [3, null]]) {
        const files = Object.fromEntries(shares.slice(0, count).map((report, i) => [`${i}.json`, report]));
        assert.deepEqual(JSON.parse((await merge(files, '--report=json')).stdout).conditions, conditions);
      }
    });

    it('also where no binary of the addon loads', async () => {
      fs.writeFileSync(path.join(directory, 'alone.json'), JSON.stringify(share(0, [WELL])));
      const { code, stdout, stderr } = await command(['merge', 'alone.json'], { IOTJS_DGRAM_PREBUILD: directory });
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^fleet: 1 copy of app\.js/);
    });

    const without = (name) => ({ ...share(0, [WELL]), [name]: undefined });
    const changed = (name, value) => ({ ...share(0, [WELL]), [name]: value });
    const inCopy = (name, value) => changed('copies', [{ ...share(0, [WELL]).copies[0], [name]: value }]);
    const cannot = (name, why) => `${name} cannot be merged: ${why}`;
    const NO_REPORT = 'it has no line that a fleet with --report=json printed';
    const wrongPart = (name) => cannot('a.json', `'${name}' in its report is not what a fleet prints there`);

    for (const [what, files, message] of [
      ['a copy in two files', () => ({ 'a.json': share(0, [WELL, WELL]), 'b.json': share(1, [WELL]) }),
        'b.json has copy 1, and so has a.json'],
      ['different scripts', () => ({ 'a.json': share(0, [WELL]), 'b.json': share(1, [WELL], { script: 'b.js' }) }),
        'b.json is of b.js, and a.json of app.js'],
      ['an empty file', () => ({ 'a.json': share(0, [WELL]), 'b.json': '' }), cannot('b.json', NO_REPORT)],
      ['a file with something else', () => ({ 'a.json': '{"a":1}\n[0] x\n' }), cannot('a.json', NO_REPORT)],
      ['a report that was cut off', () => ({ 'a.json': JSON.stringify(share(0, [WELL])).slice(0, -9) }),
        cannot('a.json', NO_REPORT)],
      ['the report of a script', () => ({ 'a.json': '{"report":"script","script":"app.js"}' }),
        cannot('a.json', 'it has the report of a single script, not of a fleet')],
      ['a report without its copies', () => ({ 'a.json': without('copies') }), wrongPart('copies')],
      ['a report of no copies', () => ({ 'a.json': changed('copies', []) }), wrongPart('copies')],
      ['a report with a wrong outcome', () => ({ 'a.json': inCopy('outcome', 'lost') }), wrongPart('copies')],
      ['a report with a wrong count', () => ({ 'a.json': inCopy('sent', '5') }), wrongPart('copies')],
      ['a report with a wrong network', () => ({
        'a.json': changed('network', { sent: {}, received: null, refused: 0 }),
      }), wrongPart('network')],
      ['a report with a wrong script', () => ({ 'a.json': changed('script', 5) }), wrongPart('script')],
    ]) {
      it(`${what} is an error`, async () => {
        const { code, stdout, stderr } = await merge(files());
        assert.deepEqual([code, stdout, stderr], [2, '', `iotjs-dgram: ${message}\n`]);
      });
    }

    it('a file that cannot be read is an error', async () => {
      const { code, stderr } = await command(['merge', 'nowhere.json']);
      assert.equal(code, 2);
      assert.match(stderr, /^iotjs-dgram: nowhere\.json cannot be merged: ENOENT: [^\n]*\n$/);
    });

    for (const [args, message] of [
      [['merge'], 'merge takes files with reports, and none was given'],
      [['merge', '--report=xml', 'a.json'], "--report must be text or json; it is 'xml'."],
      [['merge', '--reprot', 'a.json'], "Unknown option '--reprot'"],
      [['mrge', 'a.json'], 'Did you mean merge?'],
    ]) {
      it(`${args.join(' ')} is wrong usage`, async () => {
        const { code, stderr } = await command(args);
        assert.equal(code, 2);
        assert.ok(stderr.includes(message) && stderr.endsWith('Try: iotjs-dgram --help\n'), stderr);
      });
    }
  });
});
