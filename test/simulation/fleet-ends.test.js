'use strict';

const assert = require('node:assert/strict');
const { EventEmitter, once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { endAll } = require('../support/run.js');
const { requestsOf } = require('../../sim/fleet/shutdown.js');
const { summarize } = require('../../sim/fleet/summary.js');
const { Tally } = require('../../sim/fleet/tally.js');
const { FLEETS, fleet, fleetOfFiles, sorted, startFleet, summaryOf } = require('./support/fleet.js');

/** A copy that does not end by itself. */
const READY = "console.log('ready'); setInterval(() => {}, 1000000);";

/** A signal so many milliseconds after another one is one of its own. */
const LATER = 300;

for (const { kind, fleet: run, startFleet: begin } of FLEETS) describe(`the end of a fleet of ${kind} copies`, () => {
  afterEach(endAll);
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'codes.js': 'process.exit(Number(process.argv[2 + Number(process.env.IOTJS_DGRAM_INDEX)]));',
      'exit-code.js': 'process.exitCode = 7;',
      'throws.js': `
        const index = Number(process.env.IOTJS_DGRAM_INDEX);
        console.log('before');
        if (index === 0) throw new TypeError('out of the script\\nwith more to say');
        if (index === 1) Promise.reject(new RangeError('out of a promise'));
        if (index === 2) setTimeout(() => { throw 'no error'; });`,
      'causes.js': "throw new Error('flat', { cause: new TypeError('deep') });",
      'refused.js': "require('dgram').createSocket('udp4').bind(9, '192.0.2.1');",
      'same.js': `
        const index = Number(process.env.IOTJS_DGRAM_INDEX);
        if (index === 5) process.exit(9);
        throw new TypeError(index === 3 ? 'another' : 'the same');`,
      'forever.js': READY,
      'listens.js': `
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
          process.on(signal, (name, number) => {
            console.log('got', name, number);
            clearInterval(timer);
          });
        }
        const timer = setInterval(() => {}, 1000000);
        console.log('ready');`,
      'exits.js': `process.on('SIGINT', () => process.exit(process.argv[2])); ${READY}`,
      'mixed.js': `
        if (process.env.IOTJS_DGRAM_INDEX === '0') process.on('SIGINT', () => process.exit(0));
        if (process.env.IOTJS_DGRAM_INDEX === '1') process.on('SIGINT', () => { throw new Error('cannot end'); });
        process.on('exit', () => console.log('exits'));
        ${READY}`,
      // Never returns, and leaves the processor to others.
      'blocked.js': 'console.log("ready"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
      'stuck.js': 'console.log("ready"); for (;;);',
      'stubborn.js': `process.on('SIGINT', () => process.stdout.write('no')); ${READY}`,
    });
  });

  it('is a failure when a copy has another exit code than 0', async () => {
    const { code, stderr } = await run(directory, [4, 'codes.js', '0', '3', '0', '255']);
    assert.equal(summaryOf(stderr),
      '4 copies of codes.js ended / 2 well, 2 failed (1: exit code 3; 3: exit code 255)');
    assert.equal(code, 1);
    const { stderr: other } = await run(directory, [1, 'exit-code.js']);
    assert.equal(summaryOf(other), '1 copy of exit-code.js ended / 0 well, 1 failed (0: exit code 7)');
  });

  it('is a failure when a copy throws, with the text of the error', async () => {
    const { code, stdout, stderr } = await run(directory, [4, 'throws.js']);
    assert.equal(code, 1);
    assert.deepEqual(sorted(stdout), ['[0] before', '[1] before', '[2] before', '[3] before']);
    assert.match(stderr, /^\[0\] TypeError: out of the script\n/m);
    assert.match(stderr, /^\[0\] {5}at .*throws\.js:4:/m);
    assert.match(stderr, /^\[1\] RangeError: out of a promise$/m);
    assert.match(stderr, /^\[2\] 'no error'$/m);
    assert.equal(summaryOf(stderr), '4 copies of throws.js ended / 1 well, 3 failed (' +
      '0: TypeError: out of the script; 1: RangeError: out of a promise; 2: threw \'no error\')');
  });

  it('tells the cause of what a copy throws', async () => {
    const { stderr } = await run(directory, [1, 'causes.js']);
    assert.match(stderr, /^\[0\] {3}\[cause\]: TypeError: deep$/m);
    assert.equal(summaryOf(stderr), '1 copy of causes.js ended / 0 well, 1 failed (0: Error: flat (TypeError: deep))');
    const { stderr: refused } = await run(directory, [1, 'refused.js']);
    assert.equal(summaryOf(refused), '1 copy of refused.js ended / 0 well, 1 failed ' +
      '(0: Error: bind error 192.0.2.1:9 (EADDRNOTAVAIL: address not available))');
  });

  it('tells once what several copies throw', async () => {
    const { stderr } = await run(directory, [12, 'same.js']);
    assert.equal(stderr.match(/\] TypeError: the same\n/g).length, 1);
    assert.equal(stderr.match(/\] TypeError: another\n/g).length, 1);
    assert.equal(summaryOf(stderr), '12 copies of same.js ended / 0 well, 12 failed ' +
      '(10 copies, 00-02, 04, 06-11: TypeError: the same; 03: TypeError: another; 05: exit code 9)');
  });

  describe('at a signal:', () => {
    /** Starts a fleet, and sends it a signal once all copies are ready. */
    async function interrupted(args, signal = 'SIGINT') {
      const { child, until, end } = begin(directory, args);
      await until('stdout', new RegExp(`(ready[^]*){${args[0]}}`));
      child.kill(signal);
      return end;
    }

    for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]]) {
      it(`${signal} ends the copies that do not listen for it`, async () => {
        const { code, stdout, stderr } = await interrupted([3, 'forever.js'], signal);
        assert.deepEqual(sorted(stdout), ['[0] ready', '[1] ready', '[2] ready']);
        const asked = `^fleet: ${signal}: 3 copies are asked to end; a second signal terminates them$`;
        assert.match(stderr, new RegExp(asked, 'm'));
        assert.equal(summaryOf(stderr), `3 copies of forever.js ended after ${signal} / 0 well, 3 stopped`);
        assert.equal(code, 128 + number);
      });

      it(`${signal} comes to the copies that do, as in a process`, async () => {
        const { code, stdout, stderr } = await interrupted([2, 'listens.js'], signal);
        assert.deepEqual(sorted(stdout), [
          `[0] got ${signal} ${number}`, '[0] ready', `[1] got ${signal} ${number}`, '[1] ready',
        ]);
        assert.equal(summaryOf(stderr), `2 copies of listens.js ended after ${signal} / 2 well`);
        assert.equal(code, 128 + number);
      });
    }

    it('each copy ends in its own way', async () => {
      const { code, stdout, stderr } = await interrupted([3, 'mixed.js']);
      const exits = sorted(stdout).filter((line) => line.includes('exits'));
      assert.deepEqual(exits, ['[0] exits', '[1] exits', '[2] exits']);
      assert.equal(summaryOf(stderr),
        '3 copies of mixed.js ended after SIGINT / 1 well, 1 stopped, 1 failed (1: Error: cannot end)');
      assert.equal(code, 130);
    });

    it('the exit code of a signal is no failure then, another one is', async () => {
      const stopped = await interrupted([1, 'exits.js', '130']);
      assert.match(stopped.stderr, /^fleet: SIGINT: 1 copy is asked to end; a second signal terminates it$/m);
      assert.equal(summaryOf(stopped.stderr), '1 copy of exits.js ended after SIGINT / 0 well, 1 stopped');
      const failed = await interrupted([1, 'exits.js', '3']);
      assert.equal(summaryOf(failed.stderr),
        '1 copy of exits.js ended after SIGINT / 0 well, 1 failed (0: exit code 3)');
      assert.equal(failed.code, 130);
    });

    /** Starts a fleet and sends it two signals that are not one, the second when all have been asked. */
    async function interruptedTwice(args) {
      const { child, until, end } = begin(directory, args);
      await until('stdout', new RegExp(`(ready[^]*){${args[0]}}`));
      child.kill('SIGINT');
      await until('stderr', /asked to end/);
      await sleep(LATER);
      child.kill('SIGINT');
      return end;
    }

    for (const script of ['stuck.js', 'stubborn.js']) {
      it(`a second one terminates those that do not end (${script})`, async () => {
        const { code, stderr } = await interruptedTwice([2, script]);
        assert.equal(summaryOf(stderr), `2 copies of ${script} ended after SIGINT / 0 well, 2 terminated (0, 1)`);
        assert.equal(code, 130);
      });
    }

    it('a copy that is terminated has its last line printed', async () => {
      const { stdout } = await interruptedTwice([1, 'stubborn.js']);
      assert.equal(stdout, '[0] ready\n[0] no\n');
    });

    it('those that do not end are terminated after a while', async () => {
      // A light copy that never returns is ended without a signal: test/light/patience.test.js.
      const script = kind === 'light' ? 'stubborn.js' : 'blocked.js';
      const { code, stderr } = await interrupted([2, script]);
      assert.equal(summaryOf(stderr), `2 copies of ${script} ended after SIGINT / 0 well, 2 terminated (0, 1)`);
      assert.equal(code, 130);
    });

    it('two that come at once are one', async () => {
      const { child, until, end } = begin(directory, [2, 'listens.js']);
      await until('stdout', /(ready[^]*){2}/);
      child.kill('SIGINT');
      child.kill('SIGTERM');
      const { stderr } = await end;
      assert.match(summaryOf(stderr), /^2 copies of listens\.js ended after SIG(INT|TERM) \/ 2 well$/);
    });
  });
});

describe('the end of a fleet', () => {
  afterEach(endAll);
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'fails.js': 'process.exit(Number(process.env.IOTJS_DGRAM_INDEX) === 0 ? 0 : 1);',
      'crowd.js': `
        const files = [];
        try {
          for (;;) files.push(require('fs').openSync(__filename));
        } catch {
          setTimeout(() => {}, 500);
        }`,
      'interrupts.js': `
        if (process.env.IOTJS_DGRAM_INDEX === '0') process.kill(process.pid, 'SIGINT');
        setInterval(() => {}, 1000000);`,
      // The first two are ready, the others keep their hosts until a file is there.
      'waits.js': `
        const fs = require('fs');
        if (Number(process.env.IOTJS_DGRAM_INDEX) < 2) console.log('ready');
        else while (!fs.existsSync(process.argv[2]));
        setInterval(() => {}, 1000000);`,
    });
  });

  it('names ten reasons, those of most copies first, and ten runs of copies', async () => {
    const { stderr } = await fleet(directory, [13, 'fails.js']);
    assert.equal(summaryOf(stderr), '13 copies of fails.js ended / 1 well, 12 failed (01-12: exit code 1)');
    const evens = Array.from({ length: 12 }, (_, i) => 2 * i);
    const tally = new Tally(0, 24);
    for (let i = 23; i >= 0; i--) tally.end(i, 'failed', i % 2 === 0 ? `r${i}` : 'odd');
    const text = summarize(tally.report({ script: 'x.js', duration: 0, signal: null }));
    assert.equal(text, 'fleet: 24 copies of x.js ended in 0.0 s: 0 well, 24 failed (12 copies, ' +
      '01, 03, 05, 07, 09, 11, 13, 15, 17, 19, and 2 more: odd; ' +
      `${evens.slice(0, 9).map((label) => `${String(label).padStart(2, '0')}: r${label}`).join('; ')}; and 3 more)\n`);
  });

  it('comes also when copies cannot start (isolated copies)', async () => {
    const { code, stderr } = await fleetOfFiles(112, directory, [12, 'crowd.js'], 'isolated');
    assert.match(summaryOf(stderr), /^12 copies of crowd\.js ended \/ \d+ well, \d+ failed \(.*EMFILE/);
    assert.equal(code, 1);
  });

  const NEVER_STARTED = /^40 copies of \w+\.js ended after SIGINT \/ 0 well, \d+ stopped, \d+ never started$/;

  it('is that of copies that run; no further one starts (isolated copies)', async () => {
    const { code, stderr } = await fleet(directory, [40, 'interrupts.js'], { kind: 'isolated' });
    assert.match(summaryOf(stderr), NEVER_STARTED);
    assert.equal(code, 130);
  });

  it('is that of copies that run; no further one starts (light copies)', async () => {
    const go = path.join(directory, 'go');
    const { child, until, end } = startFleet(directory, [40, 'waits.js', go]);
    await until('stdout', /(ready[^]*){2}/);
    child.kill('SIGINT');
    await until('stderr', /asked to end/);
    fs.writeFileSync(go, '');
    const { code, stderr } = await end;
    assert.match(summaryOf(stderr), NEVER_STARTED);
    assert.equal(code, 130);
  });
});

describe('the end of a fleet is asked for', () => {
  /** Stands for a fleet, and writes down what it is told. */
  class Recorder extends EventEmitter {
    running = 2;
    told = [];

    interrupt(signal) {
      this.told.push(signal);
    }

    terminate() {
      this.told.push('terminate');
      this.emit('terminate');
    }
  }

  it('with the first signal, and forced with a later one', async () => {
    const fake = new Recorder();
    const request = requestsOf(fake, () => {}, 1000000);
    request('SIGINT');
    request('SIGINT');
    assert.deepEqual(fake.told, ['SIGINT']);
    await sleep(LATER);
    request('SIGTERM');
    assert.deepEqual(fake.told, ['SIGINT', 'terminate']);
    fake.emit('end');
  });

  it('once, and forced when that takes too long', async () => {
    const fake = new Recorder();
    requestsOf(fake, () => {}, 10)('SIGHUP');
    await once(fake, 'terminate');
    assert.deepEqual(fake.told, ['SIGHUP', 'terminate']);
  });

  it('and nothing is forced when it has come', async () => {
    const fake = new Recorder();
    requestsOf(fake, () => {}, 10)('SIGHUP');
    fake.emit('end');
    await sleep(50);
    assert.deepEqual(fake.told, ['SIGHUP']);
  });
});
