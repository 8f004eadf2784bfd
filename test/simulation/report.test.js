'use strict';

// What the report says where no socket of this package was made.

const assert = require('node:assert/strict');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { REGISTER, ROOT } = require('../support/project.js');

const INDEX = path.join(ROOT, 'lib', 'index.js');
const SIMULATE = path.join(ROOT, 'lib', 'simulate.js');
const ENV = { IOTJS_DGRAM_REPORT: '1', IOTJS_DGRAM_SEED: '7' };

const EMPTY = new RegExp('^iotjs-dgram: network: nothing to report, since nothing in this process has created a ' +
  'socket of this package\\. .*node:dgram.*\\n$');

describe('the report where no socket is made', () => {
  const play = (code) => runNode(['-r', REGISTER, '-e', code], { env: ENV });

  it('says so, and the likely reason', async () => {
    const { code, stderr } = await play("require('node:dgram').createSocket('udp4').close()");
    assert.equal(code, 0);
    assert.match(stderr, EMPTY);
  });

  it('says so also when a signal ends the script', async () => {
    const { signal, stderr } = await play("setInterval(() => {}, 1e6); process.kill(process.pid, 'SIGTERM');");
    assert.equal(signal, 'SIGTERM');
    assert.match(stderr, EMPTY);
  });

  it('is not there in a worker or a child, nor in a main thread with a worker that has made one', async () => {
    const { code, stderr } = await play(`
      const { Worker } = require('node:worker_threads');
      const forked = { execArgv: ['-r', ${JSON.stringify(REGISTER)}, '-e', '0'] };
      new Worker('', { eval: true }).on('exit', () => {
        new Worker("require('dgram').createSocket('udp4')", { eval: true }).on('exit', () => {
          require('node:child_process').fork('', forked).on('exit', (status) => { process.exitCode = status; });
        });
      });`);
    assert.equal(code, 0);
    assert.match(stderr, /^iotjs-dgram: network with --seed 7: of 0 sent, .*\n$/, 'one line, of the worker');
  });

  it('is not there where simulate() takes the wish back', async () => {
    const simulated = `
      const simulate = require(${JSON.stringify(SIMULATE)});
      simulate({ report: true, seed: 7 });
      simulate({ report: false });`;
    for (const more of ['', `require(${JSON.stringify(INDEX)}).createSocket('udp4')`]) {
      assert.equal((await runNode(['-e', simulated + more])).stderr, '');
    }
  });

  it('is one line where simulate() is called twice', async () => {
    const { stderr } = await runNode(['-e', `
      const simulate = require(${JSON.stringify(SIMULATE)});
      simulate({ report: true });
      simulate({ report: true, seed: 7 });
      require(${JSON.stringify(INDEX)}).createSocket('udp4');`]);
    assert.match(stderr, /^iotjs-dgram: network with --seed 7: .*\n$/);
  });
});
