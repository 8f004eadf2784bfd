'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { ENV, REGISTER, WHICH, makeProject, removeProjects } = require('../support/project.js');

const SCRIPT = `${WHICH}console.log("script", which(require("dgram")));\n`;

describe('iotjs-dgram/register', () => {
  after(removeProjects);

  const elsewhere = path.parse(__dirname).root;
  let project;

  /** Runs Node in the project and returns what it printed, line by line; anything on stderr is a failure. */
  async function node(args, options = {}) {
    const { code, stdout, stderr } = await runNode(args, {
      cwd: project, ...options, env: { ...ENV, ...options.env },
    });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    return stdout.trim().split('\n').sort();
  }

  before(() => {
    project = makeProject({
      'app.js': SCRIPT,
      'modules.js': `${WHICH}
        console.log('node:dgram', which(require('node:dgram')));
        console.log('helper', require('./lib/helper.js'));
        console.log('logger', require('logger'));
        console.log('scoped', require('@scope/logger'));
        console.log('nested', require('logger/node_modules/nested'));
        console.log('net', require('net') === require('node:net'));
        console.log('package', require('iotjs-dgram') === require('dgram'));`,
      'lib/helper.js': `${WHICH}module.exports = which(require('dgram'));`,
      'node_modules/logger/index.js': `${WHICH}module.exports = which(require('dgram'));`,
      'node_modules/logger/node_modules/nested/index.js': `${WHICH}module.exports = which(require('dgram'));`,
      'node_modules/@scope/logger/index.js': `${WHICH}module.exports = which(require('dgram'));`,
      'esm.mjs': `${WHICH}
        import dgram from 'dgram';
        import * as names from 'node:dgram';
        import './imported.cjs';
        import { createRequire } from 'node:module';
        console.log('import', which(dgram), which(names));
        console.log('import()', which((await import('dgram')).default));
        console.log('createRequire', which(createRequire(import.meta.url)('dgram')));`,
      'imported.cjs': `${WHICH}console.log('imported', which(require('dgram')));`,
      'worker.js': `
        const { Worker } = require('worker_threads');
        if (process.argv[2]) process.chdir(process.argv[2]);
        new Worker(__dirname + '/app.js');`,
      'worker.mjs': `
        import { Worker } from 'node:worker_threads';
        process.chdir(process.argv[2]);
        new Worker(new URL('app.js', import.meta.url));`,
      'worker-of-worker.js': `
        const { Worker } = require('worker_threads');
        new Worker(__dirname + '/worker.js');`,
      'opted-out.js': `
        const { Worker } = require('worker_threads');
        process.chdir(process.argv[2]);
        new Worker(__dirname + '/app.js', { execArgv: [] });
        require('child_process').fork(__dirname + '/app.js', [], { execArgv: [] });`,
      'fork.js': `
        const { fork } = require('child_process');
        process.chdir(process.argv[2] || '.');
        fork(__dirname + '/app.js', [], { cwd: process.argv[3] || '.' });`,
      'cluster.js': `${WHICH}
        const cluster = require('cluster');
        if (cluster.isMaster) cluster.fork();
        else { console.log('cluster', which(require('dgram'))); cluster.worker.disconnect(); }`,
      'twice.js': `${WHICH}
        require('iotjs-dgram/register');
        const first = require('dgram');
        Object.keys(require.cache).forEach((file) => { if (/register/.test(file)) delete require.cache[file]; });
        require('iotjs-dgram/register');
        console.log('twice', which(first), require('dgram') === first, require('logger'));
        new (require('worker_threads').Worker)(__dirname + '/app.js');`,
    });
  });

  describe('is found', () => {
    const forms = [
      ['-r', 'iotjs-dgram/register'],
      ['--require', 'iotjs-dgram/register'],
      ['--require=iotjs-dgram/register'],
      ['-r', './node_modules/iotjs-dgram/lib/register.js'],
      ['-r', './node_modules/iotjs-dgram/lib/register'],
      ['--import', 'iotjs-dgram/register'],
    ];
    for (const form of forms) {
      it(`as ${form.join(' ')}`, async () => {
        assert.deepEqual(await node([...form, 'app.js']), ['script iotjs']);
      });
    }

    it('as an absolute path, from any directory', async () => {
      const file = path.join(project, 'app.js');
      assert.deepEqual(await node(['-r', REGISTER, file], { cwd: elsewhere }), ['script iotjs']);
    });

    it('in NODE_OPTIONS', async () => {
      const env = { NODE_OPTIONS: '-r iotjs-dgram/register' };
      assert.deepEqual(await node(['app.js'], { env }), ['script iotjs']);
    });
  });

  it('means this package by dgram in the script and what it requires, and Node\'s in node_modules', async () => {
    assert.deepEqual(await node(['-r', 'iotjs-dgram/register', 'modules.js']), [
      'helper iotjs', 'logger node', 'nested node', 'net true', 'node:dgram node', 'package true', 'scoped node',
    ]);
  });

  it('leaves ESM imports alone, but not require() in ES modules', async () => {
    assert.deepEqual(await node(['-r', 'iotjs-dgram/register', 'esm.mjs']), [
      'createRequire iotjs', 'import node node', 'import() node', 'imported iotjs',
    ]);
  });

  it('works for -e', async () => {
    assert.deepEqual(await node(['-r', 'iotjs-dgram/register', '-e', SCRIPT]), ['script iotjs']);
  });

  it('counts the examples of the installed package as scripts', async () => {
    const example = path.join(project, 'node_modules', 'iotjs-dgram', 'examples', 'which.js');
    fs.writeFileSync(example, SCRIPT);
    assert.deepEqual(await node(['-r', 'iotjs-dgram/register', example]), ['script iotjs']);
  });

  it('is harmless when it is loaded twice', async () => {
    const args = ['-r', 'iotjs-dgram/register', '-r', './node_modules/iotjs-dgram/lib/register.js', 'twice.js'];
    assert.deepEqual(await node(args), ['script iotjs', 'twice iotjs true node']);
  });

  it('is harmless when two copies of it are loaded', async () => {
    const args = ['-r', 'iotjs-dgram/register', '-r', REGISTER, 'app.js'];
    assert.deepEqual(await node(args), ['script iotjs']);
  });

  const written = [
    ['-r', 'iotjs-dgram/register'],
    ['--require', './node_modules/iotjs-dgram/lib/register'],
    ['--require=./node_modules/iotjs-dgram/lib/register.js'],
  ];
  for (const form of written) {
    describe(`with ${form.join(' ')}, reaches`, () => {
      it('workers, and workers of workers', async () => {
        assert.deepEqual(await node([...form, 'worker-of-worker.js']), ['script iotjs']);
      });

      it('workers after process.chdir()', async () => {
        assert.deepEqual(await node([...form, 'worker.js', elsewhere]), ['script iotjs']);
      });

      it('workers after process.chdir() in a process with options that workers refuse', async () => {
        const args = ['--max-old-space-size=500', ...form, 'worker.js', elsewhere];
        assert.deepEqual(await node(args), ['script iotjs']);
      });

      it('workers of an ES module after process.chdir()', async () => {
        assert.deepEqual(await node([...form, 'worker.mjs', elsewhere]), ['script iotjs']);
      });

      it('forked children', async () => {
        assert.deepEqual(await node([...form, 'fork.js']), ['script iotjs']);
      });

      it('forked children after process.chdir()', async () => {
        assert.deepEqual(await node([...form, 'fork.js', elsewhere]), ['script iotjs']);
      });

      it('forked children with another working directory', async () => {
        assert.deepEqual(await node([...form, 'fork.js', '.', elsewhere]), ['script iotjs']);
      });

      it('cluster workers', async () => {
        assert.deepEqual(await node([...form, 'cluster.js']), ['cluster iotjs']);
      });

      it('none that is started with options of its own', async () => {
        assert.deepEqual(await node([...form, 'opted-out.js', elsewhere]), ['script node', 'script node']);
      });
    });
  }
});
