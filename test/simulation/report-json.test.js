'use strict';

// --report=json, and what a fleet's --report says of its copies.

const assert = require('node:assert/strict');
const dgram = require('node:dgram');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { COMMAND, ROOT, makeDirectory, removeProjects } = require('../support/project.js');
const { Tally } = require('../../sim/fleet/tally.js');
const { NO_TRAFFIC } = require('../../sim/network/traffic.js');
const { fleet, reportIn, startFleet, summaryOf } = require('./support/fleet.js');

const QUESTIONS = 3;

/** What a network that does nothing counts in a direction. */
const NONE = {
  datagrams: 0, lost: 0, overflowed: 0, tooLarge: 0, delayed: 0, duplicated: 0, reordered: 0, underWay: 0,
};

/** Times in milliseconds are as they are. */
function withoutTimes({ meanMs, longestMs, ...rest }) {
  assert.ok(meanMs > 0 && longestMs >= meanMs, `${meanMs}, ${longestMs}`);
  return rest;
}

describe('--report=json', () => {
  after(removeProjects);

  let directory;
  let echo;
  let port;

  before(async () => {
    directory = makeDirectory({
      // Asks some questions one after the other, each as often as it takes.
      'asks.js': `
        const dgram = require('dgram');
        const socket = dgram.createSocket('udp4');
        const index = process.env.IOTJS_DGRAM_INDEX;
        let left = ${QUESTIONS};
        const ask = () => socket.send('x', Number(process.argv[2]), '127.0.0.1');
        socket.on('message', () => {
          if (--left > 0) return ask();
          if (process.argv[3] === 'fails') process.exit(3);
          if (process.argv[3] === 'waits') return;
          socket.close();
        });
        socket.bind(0, '127.0.0.1', ask);
        if (process.argv[3] === 'some' && index === '2') throw new Error('cannot ask');`,
      // Sends to itself: twenty messages, without waiting for them.
      'sends.js': `
        const socket = require('dgram').createSocket('udp4');
        let left = 20;
        const sent = () => { if (--left === 0) socket.close(); };
        socket.bind(0, '127.0.0.1', () => {
          for (let i = 0; i < 20; i++) socket.send('x', socket.address().port, '127.0.0.1', sent);
        });`,
      // Sends three messages to itself, and closes when the first of them is there.
      'closes.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.on('message', () => socket.close());
        socket.bind(0, '127.0.0.1', () => {
          for (let i = 0; i < 3; i++) socket.send('x', socket.address().port, '127.0.0.1');
        });`,
      'quiet.js': '',
      'code.js': `
        require(${JSON.stringify(path.join(ROOT, 'lib', 'simulate.js'))})({ report: 'json', seed: 5 });
        require('./sends.js');`,
      'forever.js': `
        require('dgram').createSocket('udp4');
        setTimeout(() => process.kill(process.pid, 'SIGTERM'));
        setInterval(() => {}, 1000000);`,
      'waits.js': "setInterval(() => {}, 1000000); console.log('ready');",
    });
    echo = dgram.createSocket('udp4');
    echo.on('message', (msg, rinfo) => echo.send(msg, rinfo.port, rinfo.address));
    echo.bind(0, '127.0.0.1');
    await once(echo, 'listening');
    ({ port } = echo.address());
  });

  after(() => echo.close());

  const command = (args, env) => runNode([COMMAND, ...args], { cwd: directory, env });

  describe('of a script', () => {
    it('is one object, with what the text says and more', async () => {
      const { code, stderr } = await command(['--report=json', '--seed', '7', 'asks.js', String(port)]);
      assert.equal(code, 0);
      assert.equal(stderr.split('\n').length, 2);
      const counted = { ...NONE, datagrams: QUESTIONS };
      assert.deepEqual(withoutTimes(reportIn(stderr)), {
        report: 'script',
        script: 'asks.js',
        seed: 7,
        conditions: {},
        network: { sent: counted, received: counted, refused: 0 },
        sent: QUESTIONS,
        received: QUESTIONS,
        lost: 0,
        answered: QUESTIONS,
      });
    });

    it('counts what is lost, and null for a direction that is left alone', async () => {
      const args = ['--loss', '50%', '--direction', 'send', '--seed', '7', '--report=json', 'sends.js'];
      const { conditions, network, sent, lost } = reportIn((await command(args)).stderr);
      assert.deepEqual(conditions, { loss: '50%' });
      assert.equal(network.received, null);
      assert.deepEqual([network.sent.datagrams, sent], [20, 20]);
      assert.ok(lost > 0 && lost < 20 && network.sent.lost === lost, String(lost));
    });

    it('counts as received what the script is given: twice what is duplicated, nothing after close()', async () => {
      const of = async (...options) => reportIn((await command([...options, '--report=json', 'closes.js'])).stderr);
      const { network, sent, received } = await of('--direction', 'receive', '--delay', '20ms');
      assert.deepEqual([sent, received, network.sent], [3, 1, null]);
      const args = ['--direction', 'receive', '--duplicate', '100%', '--report=json', 'asks.js', String(port)];
      const twice = reportIn((await command(args)).stderr);
      assert.ok(twice.received > twice.network.received.datagrams, JSON.stringify(twice));
    });

    it('is of nothing where no socket was made', async () => {
      const { stderr } = await command(['--report=json', 'quiet.js']);
      assert.equal(stderr, '{"report":"script","script":"quiet.js","seed":null,"conditions":null,"network":null,' +
        '"sent":0,"received":0,"lost":0,"answered":0,"meanMs":null,"longestMs":null}\n');
    });

    it('is asked for in the environment and in code, too', async () => {
      const env = { IOTJS_DGRAM_REPORT: 'json', IOTJS_DGRAM_SEED: '9' };
      assert.equal(reportIn((await command(['sends.js'], env)).stderr).seed, 9);
      assert.equal(reportIn((await command(['code.js'])).stderr).seed, 5);
    });

    it('comes also when a signal ends it', async () => {
      const { signal, stderr } = await command(['--report=json', 'forever.js']);
      assert.equal(signal, 'SIGTERM');
      assert.equal(reportIn(stderr).script, 'forever.js');
    });
  });

  describe('of a fleet', () => {
    const env = { IOTJS_DGRAM_REPORT: 'json', IOTJS_DGRAM_SEED: '7' };

    it('is one object below the summary, with the counts of each copy', async () => {
      const { code, stderr } = await fleet(directory, [3, 'asks.js', port, 'some'],
        { env: { ...env, IOTJS_DGRAM_LOSS: '0%@5s-' } });
      assert.equal(code, 1);
      assert.equal(summaryOf(stderr), '3 copies of asks.js ended / 2 well, 1 failed (2: Error: cannot ask)');
      const { durationMs, network, percentiles, copies, ...rest } = reportIn(stderr);
      assert.ok(Number.isInteger(durationMs) && durationMs > 0);
      assert.deepEqual(rest, {
        report: 'fleet',
        script: 'asks.js',
        first: 0,
        count: 3,
        signal: null,
        well: 2,
        stopped: 0,
        failed: 1,
        terminated: 0,
        unstarted: 0,
        failures: [{ outcome: 'failed', reason: 'Error: cannot ask', copies: [2] }],
        seed: 7,
        conditions: { loss: '0%@5s-' },
      });
      const counted = { ...NONE, datagrams: 2 * QUESTIONS };
      assert.deepEqual(network, { sent: counted, received: counted, refused: 0 });
      const asked = { outcome: 'well', sent: QUESTIONS, received: QUESTIONS, lost: 0, answered: QUESTIONS };
      assert.deepEqual(copies.slice(0, 2).map(withoutTimes), [{ index: 0, ...asked }, { index: 1, ...asked }]);
      assert.deepEqual(copies[2], {
        index: 2, outcome: 'failed', sent: 0, received: 0, lost: 0, answered: 0, meanMs: null, longestMs: null,
      });
      assert.deepEqual(Object.keys(percentiles), ['sent', 'received', 'lost', 'meanMs']);
      assert.deepEqual(percentiles.sent, { least: 0, median: 3, p90: 3, p99: 3, most: 3 });
      assert.equal(percentiles.meanMs.most, Math.max(copies[0].meanMs, copies[1].meanMs));
    });

    it('has no counts where no copy has made a socket', async () => {
      const { seed, network, copies } = reportIn((await fleet(directory, [2, 'quiet.js'], { env })).stderr);
      assert.deepEqual([seed, network, copies[1].sent], [null, null, 0]);
    });

    it('is a table instead, with --report alone', async () => {
      const { stderr } = await fleet(directory, [4, 'asks.js', port], { env: { ...env, IOTJS_DGRAM_REPORT: '1' } });
      assert.match(stderr, new RegExp(['^fleet: 4 copies .*', 'iotjs-dgram: network with --seed 7: of 12 sent, .*',
        'fleet: messages of a copy +least +median +90 % +99 % +most', '  sent( +3){5}', '  received( +3){5}',
        '  lost in the network( +0){5}', '  mean ms to an answer( +[\\d.]+){5}', '$'].join('\\n')));
    });

    it('says which signal has ended it', async () => {
      const { child, until, end } = startFleet(directory, [2, 'waits.js'], { env });
      await until('stdout', /(ready[^]*){2}/);
      child.kill('SIGTERM');
      const { code, stderr } = await end;
      assert.equal(code, 143);
      const { signal, well, stopped, unstarted } = reportIn(stderr);
      assert.deepEqual([signal, well, stopped, unstarted], ['SIGTERM', 0, 2, 0]);
    });

    it('knows no counts of a copy that never started, or could not say them', () => {
      const tally = new Tally(8, 3);
      tally.count(8, null);
      tally.end(8, 'well');
      tally.end(10, 'terminated');
      const { copies, ...rest } = tally.report({ script: 'x.js', duration: 1.5, signal: null });
      const unknown = Object.fromEntries(Object.keys(NO_TRAFFIC).map((name) => [name, null]));
      assert.deepEqual(copies, [
        { index: 8, outcome: 'well', ...NO_TRAFFIC },
        { index: 9, outcome: 'unstarted', ...unknown },
        { index: 10, outcome: 'terminated', ...unknown },
      ]);
      assert.deepEqual([rest.first, rest.count, rest.well, rest.unstarted, rest.terminated], [8, 3, 1, 1, 1]);
      assert.deepEqual(rest.failures, [{ outcome: 'terminated', reason: null, copies: [10] }]);
    });
  });

  describe('in the documentation', () => {
    const tablesOf = (file) => {
      const text = fs.readFileSync(path.join(ROOT, 'docs', file), 'utf8');
      return Array.from(text.matchAll(/^\| in the report[^]*?\n\n/gm), ([table]) =>
        Array.from(table.matchAll(/^\| (`.*?`) \|/gm), ([, names]) => names.match(/\w+/g)).flat());
    };

    it('of networks has what there is', async () => {
      const report = reportIn((await command(['--report=json', 'sends.js'])).stderr);
      assert.deepEqual(tablesOf('networks.md'), [Object.keys(report), Object.keys(report.network.sent)]);
    });

    it('of fleets has what there is', async () => {
      const { stderr } = await fleet(directory, [1, 'quiet.js'], { env: { IOTJS_DGRAM_REPORT: 'json' } });
      const report = reportIn(stderr);
      assert.deepEqual(tablesOf('fleets.md'), [Object.keys(report), Object.keys(report.copies[0])]);
    });
  });
});
