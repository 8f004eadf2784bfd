'use strict';

// The processes that run light copies.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { PassThrough } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

const { numberOfHosts } = require('../../sim/fleet/limits.js');
const { Hosts } = require('../../sim/fleet/light/hosts.js');
const { Relay } = require('../../sim/fleet/light/relay.js');
const { makeDirectory, removeProjects } = require('../support/project.js');
const { runNode } = require('../support/node.js');
const { untilFree } = require('../support/ports.js');
const { endAll } = require('../support/run.js');
const { ENV, argumentsOf, fleet, sorted, startFleet, summaryOf } = require('./support/fleet.js');

const COUNT = 12;
const HOSTS = numberOfHosts(COUNT);

/** The copies of a share of twelve: their labels. */
function labelsOf(share) {
  return Array.from({ length: COUNT }, (_, i) => i).filter((i) => i % HOSTS === share)
    .map((i) => String(i).padStart(2, '0'));
}

describe('the processes of light copies', () => {
  afterEach(endAll);
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'pid.js': 'console.log(process.pid);',
      // Prints the process, and ends once there is a file.
      'until.js': `
        const fs = require('fs');
        console.log(process.pid);
        const timer = setInterval(() => fs.existsSync(process.argv[2]) && clearInterval(timer), 10);`,
      'first-blocks.js': `
        if (process.env.IOTJS_DGRAM_INDEX === '0') {
          console.log(process.pid);
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        }`,
      'fills.js': `
        if (process.env.IOTJS_DGRAM_INDEX === '0') {
          const all = [];
          for (;;) all.push(new Array(1000).fill(all.length));
        }`,
      'waits.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => console.log(socket.address().port));`,
      'prints.js': `
        const socket = require('dgram').createSocket('udp4');
        socket.bind(0, '127.0.0.1', () => { for (;;) console.log(socket.address().port); });`,
      'three.js': 'console.log("one"); setTimeout(() => console.log("two\\nthree"), 50);',
      'listens.js': `
        console.log('ready');
        const timer = setInterval(() => {}, 1000000);
        process.on('SIGINT', () => { console.log('got it'); clearInterval(timer); });`,
      'environment.js': `
        console.log(Object.keys(process.env).filter((name) => /^NODE_CHANNEL|^IOTJS/.test(name))
          .filter((name) => name !== 'IOTJS_DGRAM_PREBUILD').sort().join());`,
      'ends-hosts.js': 'if (/light.main\\.js$/.test(process.argv[1])) process.exit(3);',
      'no-program.js': 'if (/bin.iotjs-dgram\\.js$/.test(process.argv[1])) process.execPath = "/nowhere/node";',
    });
  });

  it('are as many as there are cores, and have equal shares', async () => {
    const { stdout } = await fleet(directory, [COUNT, 'pid.js']);
    const pids = sorted(stdout).map((line) => line.split(' ')[1]);
    assert.equal(new Set(pids).size, HOSTS);
    pids.forEach((pid, i) => assert.equal(pid, pids[i % HOSTS]));
  });

  it('are not to be seen in the environment of a copy', async () => {
    const { stdout } = await fleet(directory, [1, 'environment.js'], { env: { IOTJS_DGRAM_BUSY_POLL: undefined } });
    assert.equal(stdout, '[0] IOTJS_DGRAM_BUSY_POLL,IOTJS_DGRAM_FLEET,IOTJS_DGRAM_INDEX\n');
  });

  it('end alone: the copies of others go on', async () => {
    const go = path.join(directory, 'go');
    const { until, end, printed } = startFleet(directory, [COUNT, 'until.js', go]);
    await until('stdout', new RegExp(`(.*\\n){${COUNT}}`));
    process.kill(Number(/^\[00\] (\d+)$/m.exec(printed.stdout)[1]), 'SIGKILL');
    fs.writeFileSync(go, '');
    const { code, stderr } = await end;
    const lost = labelsOf(0).length;
    assert.match(summaryOf(stderr), new RegExp(`/ ${COUNT - lost} well, ${lost} failed \\(00, .*: ` +
      'host process ended: SIGKILL\\)$'));
    assert.equal(code, 1);
  });

  it('are replaced for the copies that have not begun', async () => {
    const { until, end, printed } = startFleet(directory, [COUNT, 'first-blocks.js']);
    await until('stdout', /\n/);
    process.kill(Number(/^\[00\] (\d+)$/m.exec(printed.stdout)[1]), 'SIGKILL');
    const { stderr } = await end;
    assert.equal(summaryOf(stderr), `${COUNT} copies of first-blocks.js ended / ${COUNT - 1} well, 1 failed ` +
      '(00: host process ended: SIGKILL)');
  });

  it('may run out of memory: what Node.js says of it is printed', async () => {
    const { stderr } = await runNode(['--max-old-space-size=40', ...argumentsOf([COUNT, 'fills.js'])], {
      cwd: directory, env: ENV,
    });
    assert.match(stderr, /^FATAL ERROR: .*heap out of memory$/m);
    assert.equal(summaryOf(stderr), `${COUNT} copies of fills.js ended / ${COUNT - 1} well, 1 failed ` +
      '(00: host process ended: SIGABRT)');
  });

  for (const [script, reason] of [
    ['ends-hosts.js', 'host process ended: exit code 3'],
    ['no-program.js', 'Error: spawn /nowhere/node ENOENT'],
  ]) {
    it(`that cannot start fail with their copies (${script})`, async () => {
      const { code, stderr } = await runNode(['-r', `./${script}`, ...argumentsOf([3, 'pid.js'])], {
        cwd: directory, env: ENV,
      });
      assert.equal(summaryOf(stderr), `3 copies of pid.js ended / 0 well, 3 failed (0-2: ${reason})`);
      assert.equal(code, 1);
    });
  }

  for (const script of ['waits.js', 'prints.js']) {
    it(`end when the command is killed (${script})`, async () => {
      const { child, until, end, printed } = startFleet(directory, [HOSTS, script]);
      for (let i = 0; i < HOSTS; i++) await until('stdout', new RegExp(`^\\[${i}\\] \\d+\\n`, 'm'));
      child.kill('SIGKILL');
      await end;
      const ports = Array.from(printed.stdout.matchAll(/^\[\d+\] (\d+)\n/gm), ([, port]) => Number(port));
      for (const port of new Set(ports)) await untilFree(port);
    });
  }

  it('have had their output passed on when the end of a copy is told', async () => {
    let lines = 0;
    // A reader that keeps what comes behind its first lines waiting, when the copy has long ended.
    const stdout = {
      write(bytes, done) {
        lines += bytes.toString().split('\n').length - 1;
        setTimeout(done, 500);
      },
    };
    const hosts = new Hosts({
      count: 1, patience: 1000000, script: path.join(directory, 'three.js'), scriptArgs: [], stdout, stderr: stdout,
    });
    const member = hosts.make(0, '0');
    member.start();
    const [outcome] = await once(member, 'end');
    hosts.close();
    assert.deepEqual([outcome, lines], ['well', 3]);
  });

  it('leave signals to the command', async () => {
    const { child, until, end } = startFleet(directory, [COUNT, 'listens.js']);
    await until('stdout', new RegExp(`(ready[^]*){${COUNT}}`));
    process.kill(-child.pid, 'SIGINT'); // as a terminal does
    const { code, stdout, stderr } = await end;
    assert.equal(stdout.match(/got it/g).length, COUNT);
    assert.equal(summaryOf(stderr), `${COUNT} copies of listens.js ended after SIGINT / ${COUNT} well`);
    assert.equal(code, 130);
  });
});

describe('what comes from a process of light copies', () => {
  /** Stands for the output of a fleet. */
  class Recorder {
    text = '';
    isBehind = false;
    waiting = [];

    write(bytes, done) {
      this.text += bytes;
      if (this.isBehind) this.waiting.push(done);
      else done();
    }
  }

  let output;
  let pipe;
  let relay;

  beforeEach(() => {
    output = new Recorder();
    pipe = new PassThrough();
    relay = new Relay(pipe, output, () => {});
  });

  async function comes(text) {
    pipe.write(text);
    await sleep(0);
  }

  it('is passed on in whole lines', async () => {
    await comes('one\ntw');
    assert.equal(output.text, 'one\n');
    await comes('o');
    await comes(', three\nfour\nfi');
    assert.equal(output.text, 'one\ntwo, three\nfour\n');
    assert.equal(relay.count, 'one\ntwo, three\nfour\nfi'.length);
  });

  it('gets a line end where it has none', async () => {
    await comes('Aborted');
    pipe.end();
    await sleep(0);
    assert.equal(output.text, 'Aborted\n');
  });

  it('waits while the output is behind', async () => {
    output.isBehind = true;
    await comes('one\n');
    await comes('two\n');
    assert.equal(output.text, 'one\n');
    for (const done of output.waiting.splice(0)) done();
    await sleep(0);
    assert.equal(output.text, 'one\ntwo\n');
  });

  it('does not wait when the process has ended', async () => {
    output.isBehind = true;
    await comes('one\n');
    relay.hurry();
    await comes('two\n');
    await comes('three\n');
    assert.equal(output.text, 'one\ntwo\nthree\n');
  });
});
