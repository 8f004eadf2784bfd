'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { untilFree } = require('../support/ports.js');
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

  function begin(args, options) {
    return start(process.execPath, [COMMAND, ...args], { cwd: directory, ...options });
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
      'who.js': `
        console.log(process.pid, require.main === module, process.execArgv.join(' '));
        setTimeout(function () {}, 30000);`,
      'holder.js': `
        var dgram = require('dgram');
        var socket = dgram.createSocket('udp4');
        socket.bind(process.argv[2] || 0, '127.0.0.1', function () { console.log(socket.address().port); });`,
      'options.js': `
        console.log(typeof gc, process.env.FROM_FILE, global.preloaded, Boolean(require('inspector').url()));
        process.exit();`,
      'preloaded.js': 'global.preloaded = true;',
      'settings.env': 'FROM_FILE=yes',
      'modern/package.json': '{"type": "module"}',
      'modern/app.js': `${WHICH}console.log(typeof exports, require('./part').name, which(require('dgram')));`,
      'modern/part.js': 'exports.name = "part";',
      'modern/threads.js': `
        if (require('worker_threads').isMainThread) new (require('worker_threads').Worker)(__filename);
        else console.log(typeof exports);`,
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

  it('reads .js files as CommonJS, whatever package.json says', async () => {
    await prints(['modern/app.js'], 'object part iotjs\n');
    await prints(['modern/threads.js'], 'object\n');
  });

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

    it('the exit code of an uncaught exception, and what Node.js prints of it', async () => {
      const { code, stderr } = await command(['throw.js']);
      assert.equal(code, 1);
      assert.match(stderr, /^.*throw\.js:1\nthrow new Error.*\n\^\n\nError: out of the script\n {4}at .*throw\.js:1:7/);
    });

    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'SIGUSR2']) {
      it(`death by ${signal}`, async () => {
        const end = await command(['die.js', signal]);
        assert.deepEqual([end.code, end.signal], [null, signal]);
      });
    }

    for (const signal of FORWARDED) {
      it(`a ${signal} that it gets itself`, async () => {
        const { child, until, end } = begin(['signals.js']);
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

  describe('is one process:', () => {
    it('the script is its main module', async () => {
      const { child, until, kill, printed } = begin(['who.js']);
      await until('stdout', /\n/);
      kill();
      const preload = path.join(path.dirname(COMMAND), 'preload.js');
      assert.equal(printed.stdout, `${child.pid} true -r ${preload}\n`);
    });

    for (const [what, args, copies = 1] of [
      ['SIGKILL', []],
      ['SIGKILL of a fleet', ['--fleet', '3'], 3],
      ['SIGKILL of a fleet of threads', ['--fleet', '3', '--isolate'], 3],
      ['SIGKILL with an option of Node.js', ['--no-warnings']],
    ]) {
      it(`${what} leaves nothing behind`, async () => {
        const { child, until, end, printed } = begin([...args, 'holder.js']);
        await until('stdout', new RegExp(`(.*\\n){${copies}}`));
        child.kill('SIGKILL');
        const { signal, timedOut } = await end;
        assert.deepEqual({ signal, timedOut }, { signal: 'SIGKILL', timedOut: false });
        for (const line of printed.stdout.trim().split('\n')) await untilFree(Number(line.split(' ').at(-1)));
      });
    }

    it('a signal to its process group arrives once', async () => {
      const { child, until, end } = begin(['interrupts.js']);
      await until('stdout', /ready/);
      process.kill(-child.pid, 'SIGINT');
      await until('stdout', /interrupted/);
      for (let i = 1; i <= 5; i++) {
        process.kill(-child.pid, 'SIGUSR2');
        await until('stdout', new RegExp(`(counted.*\\s+){${i}}`));
      }
      assert.equal((await end).stdout, `ready\ninterrupted\n${'counted 1\n'.repeat(5)}`);
    });
  });

  describe('takes options of Node.js', () => {
    it('with values and without, among its own', async () => {
      const args = ['--expose-gc', '--loss', '0%', '--env-file', 'settings.env', '-r', './preloaded.js'];
      await prints([...args, 'options.js'], 'function yes true false\n');
    });

    it('with =', () => prints(['--env-file=settings.env', 'options.js'], 'undefined yes undefined false\n'));

    it('--inspect', async () => {
      const { stdout } = await command(['--inspect=127.0.0.1:0', 'options.js']);
      assert.equal(stdout, 'undefined undefined undefined true\n');
    });

    it('for a fleet, also those that are for the whole process', async () => {
      const { code, stdout } = await command(['--max-old-space-size=200', '--fleet', '2', 'app.js', 'x']);
      assert.deepEqual([code, stdout.split('\n').sort()], [0, ['', '[0] app x', '[1] app x']]);
    });

    for (const [name, args] of [['--watch', []], ['--watch, for a fleet', ['--fleet', '2']]]) {
      it(name, async () => {
        const file = path.join(directory, 'watched.js');
        fs.writeFileSync(file, 'console.log("first");');
        const { until, kill } = begin(['--watch', ...args, 'watched.js'], { stdin: null });
        await until('stdout', /first/);
        // More than once: Node.js may not watch the file yet. Not often: it waits until a file stays as it is.
        const again = setInterval(() => fs.writeFileSync(file, 'console.log("second");'), 1000);
        await until('stdout', /second/).finally(() => clearInterval(again));
        kill();
      });
    }
  });

  describe('warnings:', () => {
    it('nothing is said about new Buffer()', () => prints(['buffer.js'], 'abc\n'));

    it('all else is', async () => {
      const { stderr } = await command(['deprecated.js']);
      assert.match(stderr, /Warning: other/);
      assert.match(stderr, /\[DEP9999\] DeprecationWarning: old/);
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
    async function fails(args, message, env) {
      const { code, stdout, stderr } = await command(args, { env });
      assert.deepEqual({ code, stdout, stderr }, {
        code: 2, stdout: '', stderr: `iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`,
      });
    }

    it('without a script', () => fails([], 'no script was given'));
    it('with -- and no script', () => fails(['--'], 'no script was given'));
    it('with a script that is not there', () =>
      fails(['nowhere.js'], `there is no script 'nowhere.js' (${path.join(directory, 'nowhere.js')}).`));
    it('with a folder that has no script', () =>
      fails(['empty'], `there is no script 'empty' (${path.join(directory, 'empty')}).`));
    it('with a slip in a command', () =>
      fails(['chek'], `there is no script 'chek' (${path.join(directory, 'chek')}). Did you mean check?`));
    it('with an empty name', () => fails([''], 'no script was given'));
    it('with an unknown option', () => fails(['--nothing', 'app.js'], "There is no option '--nothing'."));
    it('with an unknown short option', () => fails(['-x', 'app.js'], "There is no option '-x'."));
    it('with a slip in an option', () =>
      fails(['--los', '5%', 'app.js'], "There is no option '--los'. Did you mean --loss?"));
    it('with an unknown variable', () =>
      fails(['app.js'], 'IOTJS_DGRAM_NOTHING is not a variable of iotjs-dgram.', { IOTJS_DGRAM_NOTHING: '1' }));
    it('with a slip in a variable', () =>
      fails(['app.js'], 'IOTJS_DGRAM_LOS is not a variable of iotjs-dgram. Did you mean IOTJS_DGRAM_LOSS?',
        { IOTJS_DGRAM_LOS: '5%' }));
    it('with the variable that a fleet sets', () =>
      fails(['app.js'], 'IOTJS_DGRAM_FLEET does not start a fleet, a fleet sets it. Run: iotjs-dgram --fleet 5 app.js',
        { IOTJS_DGRAM_FLEET: '5' }));
    for (const name of ['SEGMENT', 'BUSY_POLL']) {
      it(`with a wrong value of IOTJS_DGRAM_${name}`, async () => {
        const { code, stderr } = await command(['app.js'], { env: { [`IOTJS_DGRAM_${name}`]: 'x' } });
        assert.equal(code, 2);
        const text = new RegExp(`^iotjs-dgram: IOTJS_DGRAM_${name} must be .*'off'.*, and is 'x'\\n$`);
        assert.match(stderr, text);
      });
    }
    it('with an unknown option of targets', () => fails(['targets', '--jsn'], "Unknown option '--jsn'"));
    it('with an argument of targets', async () => {
      const { code, stderr } = await command(['targets', 'linux']);
      assert.equal(code, 2);
      assert.match(stderr, /^iotjs-dgram: Unexpected argument 'linux'/);
    });
    it('with an option behind the script: a hint', async () => {
      const { code, stdout, stderr } = await command(['app.js', '--loss', '5%', '--seed=1']);
      assert.deepEqual({ code, stdout, stderr }, {
        code: 0,
        stdout: 'app --loss|5%|--seed=1\n',
        stderr: "iotjs-dgram: --loss is given to the script. For the command, write it before the script's name.\n",
      });
    });
    it('with a value for an option that takes none', () =>
      fails(['--version=2', 'app.js'], "Option '-v, --version' does not take an argument"));
  });
});
