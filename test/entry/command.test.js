'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { endAll, run, start } = require('../support/run.js');
const { version } = require('../../package.json');
const { COMMAND, WHICH, makeDirectory, removeProjects } = require('../support/project.js');

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];

describe('the command iotjs-dgram', () => {
  afterEach(endAll);
  after(removeProjects);

  let directory;

  function command(args, options) {
    return runNode([COMMAND, ...args], { cwd: directory, ...options });
  }

  async function prints(args, expected, options) {
    const { code, stdout, stderr } = await command(args, options);
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: expected, stderr: '' });
  }

  before(() => {
    directory = makeDirectory({
      'app.js': 'console.log("app", process.argv.slice(2).join("|"));',
      'folder/index.js': 'console.log("folder");',
      'package/package.json': '{"main": "start.js"}',
      'package/start.js': 'console.log("package");',
      'empty/nothing.txt': '',
      '-odd.js': 'console.log("odd");',
      'app.mjs': `${WHICH}import dgram from 'dgram'; console.log('module', which(dgram));`,
      'which.js': `${WHICH}console.log(which(require('dgram')), process.argv[1] === __filename);`,
      'offspring.js': `${WHICH}
        const { Worker, isMainThread } = require('worker_threads');
        new Buffer(1);
        console.log(which(require('dgram')));
        process.on('exit', () => console.log('ended'));
        if (isMainThread && !process.send) {
          process.chdir('/');
          new Worker(__filename).on('exit', () => require('child_process').fork(__filename));
        }`,
      'cat.js': 'process.stdin.pipe(process.stdout); console.error("to stderr");',
      'buffer.js': 'console.log(new Buffer("abc").toString());',
      'deprecated.js': 'process.emitWarning("old", "DeprecationWarning", "DEP9999"); process.emitWarning("other");',
      'exit.js': 'process.exit(Number(process.argv[2]));',
      'throw.js': 'throw new Error("out of the script");',
      'die.js': 'process.kill(process.pid, process.argv[2]); setTimeout(function () {}, 30000);',
      'signals.js': `
        ${JSON.stringify(FORWARDED)}.forEach(function (signal) {
          process.on(signal, function () { console.log('got ' + signal); process.exit(42); });
        });
        setTimeout(function () {}, 30000);
        console.log('ready');`,
      'interrupts.js': `
        var interrupts = 0;
        var counts = 0;
        process.on('SIGINT', function () { interrupts++; console.log('interrupted'); });
        process.on('SIGUSR2', function () {
          // Not at once: of two signals that come together, the one that was sent last is seen first.
          setImmediate(function () {
            console.log('counted ' + interrupts);
            if (++counts === 5) process.exit(42);
          });
        });
        setTimeout(function () {}, 30000);
        console.log('ready');`,
    });
  });

  it('runs a script with dgram of IoT.js in it', () => prints(['which.js'], 'iotjs true\n'));

  it('reaches its workers and children, in any directory, and without a word about new Buffer()', () =>
    prints(['offspring.js'], 'iotjs\niotjs\nended\niotjs\nended\nended\n'));

  it('runs an ES module, whose imports of dgram stay Node\'s', () => prints(['app.mjs'], 'module node\n'));

  it('is started by its name in node_modules/.bin', async () => {
    const link = path.join(directory, 'iotjs-dgram');
    fs.symlinkSync(COMMAND, link);
    const { code, stdout, stderr } = await run(link, ['which.js'], { cwd: directory });
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'iotjs true\n', stderr: '' });
  });

  describe('finds what node finds:', () => {
    it('a script without its .js', () => prints(['app'], 'app \n'));
    it('a folder with an index.js', () => prints(['folder'], 'folder\n'));
    it('a folder with a package.json', () => prints(['./package/'], 'package\n'));
    it('an absolute path', () => prints([path.join(directory, 'app.js')], 'app \n'));
    it('a name that starts with a dash, after --', () => prints(['--', '-odd.js'], 'odd\n'));
  });

  describe('passes through', () => {
    it('what follows the script: its arguments', () =>
      prints(['app.js', '-x', '--help', '--', '--version', 'a b', ''], 'app -x|--help|--|--version|a b|\n'));

    it('standard streams', async () => {
      const { code, stdout, stderr } = await command(['cat.js'], { stdin: 'line one\nline two\n' });
      assert.deepEqual({ code, stdout, stderr }, {
        code: 0, stdout: 'line one\nline two\n', stderr: 'to stderr\n',
      });
    });

    for (const status of [0, 1, 42, 255]) {
      it(`exit code ${status}`, async () => {
        assert.equal((await command(['exit.js', `${status}`])).code, status);
      });
    }

    it('the exit code of an uncaught exception, and its text', async () => {
      const { code, stderr } = await command(['throw.js']);
      assert.equal(code, 1);
      assert.match(stderr, /Error: out of the script/);
    });

    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'SIGUSR2']) {
      it(`death by ${signal}`, async () => {
        const end = await command(['die.js', signal]);
        assert.deepEqual([end.code, end.signal], [null, signal]);
      });
    }

    for (const signal of FORWARDED) {
      it(`a ${signal} that it gets itself`, async () => {
        const { child, until, end } = start(process.execPath, [COMMAND, 'signals.js'], { cwd: directory });
        await until('stdout', /^ready\n$/);
        child.kill(signal);
        const { code, stdout } = await end;
        assert.deepEqual([code, stdout], [42, `ready\ngot ${signal}\n`]);
      });
    }

    it('Ctrl-C at a terminal, each once', async () => {
      const terminal = path.join(__dirname, 'scenarios', 'ctrl-c.py');
      const { code, stdout } = await run('python3', [terminal, process.execPath, COMMAND, 'interrupts.js'], {
        cwd: directory,
      });
      assert.match(stdout, /counted 5\r\n$/);
      assert.equal(code, 42);
    });
  });

  describe('warnings:', () => {
    it('nothing is said about new Buffer()', () => prints(['buffer.js'], 'abc\n'));

    it('all else is', async () => {
      const { stderr } = await command(['deprecated.js']);
      assert.match(stderr, /Warning: other/);
      // Before Node.js 20.11 there was no way to silence one deprecation alone.
      const alone = process.allowedNodeEnvironmentFlags.has('--disable-warning');
      assert.equal(/\[DEP9999\] DeprecationWarning: old/.test(stderr), alone);
    });
  });

  describe('--help and --version', () => {
    for (const option of ['--help', '-h']) {
      it(`${option} prints how to use it`, async () => {
        const { code, stdout, stderr } = await command([option]);
        assert.deepEqual([code, stderr], [0, '']);
        for (const word of ['Usage: iotjs-dgram', '--help', '--version', '-r iotjs-dgram/register']) {
          assert.ok(stdout.includes(word), word);
        }
      });
    }

    for (const option of ['--version', '-v']) {
      it(`${option} prints the version`, () => prints([option], `${version}\n`));
    }
  });

  describe('is used wrongly', () => {
    async function fails(args, message) {
      const { code, stdout, stderr } = await command(args);
      assert.deepEqual({ code, stdout, stderr }, {
        code: 2, stdout: '', stderr: `iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`,
      });
    }

    it('without a script', () => fails([], 'no script was given'));
    it('with -- and no script', () => fails(['--'], 'no script was given'));
    it('with a script that is not there', () =>
      fails(['nowhere.js'], `there is no script 'nowhere.js' (${path.join(directory, 'nowhere.js')})`));
    it('with a folder that has no script', () =>
      fails(['empty'], `there is no script 'empty' (${path.join(directory, 'empty')})`));
    it('with an empty name', () => fails([''], 'no script was given'));
    it('with an unknown option', () => fails(['--inspect', 'app.js'], "Unknown option '--inspect'"));
    it('with an unknown short option', () => fails(['-x', 'app.js'], "Unknown option '-x'"));
    it('with a value for an option that takes none', () =>
      fails(['--version=2', 'app.js'], "Option '-v, --version' does not take an argument"));
  });
});
