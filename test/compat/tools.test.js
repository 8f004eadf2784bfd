'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { requireNamespace } = require('../support/namespace.js');
const { runNode } = require('../support/node.js');
const { requireShellScripts } = require('../support/skip.js');
const { readTranscript } = require('./suite.js');

// Prints the transcript of the case that it is given, as the real IoT.js would.
const REPLAY = `
const fs = require('node:fs');
const path = require('node:path');
const [directory, file] = process.argv.slice(2);
const transcript = fs.readFileSync(path.join(directory, path.basename(file, '.js') + '.txt'), 'utf8');
const [, printed, status] = transcript.match(/^([^]*)exit (\\d+)\\n$/);
process.stdout.write(printed);
process.exitCode = Number(status);
`;

describe('the tools of the compatibility suite', () => {
  let directory;

  before(requireShellScripts);
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-'));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  function script(name, text) {
    const file = path.join(directory, name);
    fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return file;
  }

  // An "IoT.js" that prints these transcripts, whatever the cases do.
  function fakeIotjs(transcripts) {
    const replay = path.join(directory, 'replay.js');
    fs.writeFileSync(replay, REPLAY);
    for (const [name, text] of Object.entries(transcripts)) {
      fs.writeFileSync(path.join(directory, `${name}.txt`), text);
    }
    return script('iotjs', `exec '${process.execPath}' '${replay}' '${directory}' "$1"`);
  }

  function tool(name, ...args) {
    // Recording needs no addon; a sanitizer's library would change how a fake IoT.js dies.
    const env = name === 'record' ? { LD_PRELOAD: undefined } : {};
    return runNode([path.join(__dirname, `${name}.js`), ...args], { env, timeout: 50000 });
  }

  for (const [name, iotjsArgument] of [['record', (file) => [file]], ['compare', (file) => ['--iotjs', file]]]) {
    describe(`${name}.js`, () => {
      async function assertRefused(args, message) {
        const { code, stderr } = await tool(name, ...args);
        assert.equal(code, 2);
        assert.match(stderr, message);
        assert.match(stderr, /^Usage: npm run compat/m);
      }

      it('asks for an IoT.js', () => assertRefused([], /Which IoT\.js\?/));

      it('says that the binary is not there', () =>
        assertRefused(iotjsArgument(path.join(directory, 'nothing')), /There is no .*nothing/));

      it('says that the binary cannot be run', () => {
        const file = path.join(directory, 'text');
        fs.writeFileSync(file, 'text');
        return assertRefused(iotjsArgument(file), /text cannot be run/);
      });

      it('refuses a directory', () => assertRefused(iotjsArgument(directory), /cannot be run/));

      it('refuses an option that it does not know', () => assertRefused(['--iot'], /--iot/));

      it('refuses a case that it does not know', () =>
        assertRefused([...iotjsArgument(script('iotjs', 'exit 0')), 'no-such-case'], /no case called no-such-case/));

      it('prints its usage', async () => {
        const { code, stdout } = await tool(name, '--help');
        assert.equal(code, 0);
        assert.match(stdout, /^Usage: npm run compat/);
      });
    });
  }

  describe('record.js, with an IoT.js', () => {
    before(requireNamespace);

    it('writes down what it prints, and its exit status', async () => {
      const iotjs = fakeIotjs({ close: '["printed"]\nexit 3\n', exports: 'exit 0\n' });
      const to = path.join(directory, 'recorded');
      const { code, stdout } = await tool('record', '--transcripts', to, iotjs, 'close', 'exports');
      assert.equal(code, 0);
      assert.match(stdout, /2 of 2 cases recorded, each run 3 times/);
      assert.equal(fs.readFileSync(path.join(to, 'close.txt'), 'utf8'), '["printed"]\nexit 3\n');
      assert.equal(fs.readFileSync(path.join(to, 'exports.txt'), 'utf8'), 'exit 0\n');
      assert.deepEqual(fs.readdirSync(to).sort(), ['close.txt', 'exports.txt']);
    });

    it('writes down the signal that killed it as a shell does', async () => {
      const { code } = await tool('record', '--transcripts', directory, script('iotjs', 'kill -SEGV $$'), 'close');
      assert.equal(code, 0);
      assert.equal(fs.readFileSync(path.join(directory, 'close.txt'), 'utf8'), 'exit 139\n');
    });

    it('does not record what differs from run to run', async () => {
      const iotjs = script('iotjs', 'echo same; date +%N');
      const to = path.join(directory, 'recorded');
      const { code, stdout } = await tool('record', '--transcripts', to, iotjs, 'close');
      assert.equal(code, 1);
      assert.match(stdout, /close: not recorded, it differs from run to run:\n@@.*@@\n same\n-\d+\n\+\d+\n exit 0\n/);
      assert.deepEqual(fs.readdirSync(to), []);
    });
  });

  describe('compare.js, with an IoT.js', () => {
    before(requireNamespace);

    it('is content when both print the same, and with a known departure', async () => {
      const iotjs = fakeIotjs({
        exports: readTranscript('iotjs', 'exports'),
        'options-closed': readTranscript('iotjs', 'options-closed'),
      });
      const { code, stdout } = await tool('compare', '--iotjs', iotjs, 'exports', 'options-closed');
      assert.equal(code, 0, stdout);
      assert.match(stdout, /options-closed: differs, a known departure\n@@.*@@\n[^]*?\n-.*TypeError/);
      assert.doesNotMatch(stdout, /exports:/);
      assert.match(stdout, /2 cases: 1 the same, 1 known departures, 0 unexpected/);
    });

    it('shows where they differ', async () => {
      const iotjs = fakeIotjs({ 'keeps-alive': '["something else"]\nexit 0\n' });
      const { code, stdout } = await tool('compare', '--iotjs', iotjs, 'keeps-alive');
      assert.equal(code, 1);
      assert.match(stdout, /keeps-alive: differs\n@@.*@@\n-\["something else"\]\n\+\["an unbound socket/);
      assert.match(stdout, /1 cases: 0 the same, 0 known departures, 1 unexpected/);
    });

    it('sees another exit status', async () => {
      const transcript = readTranscript('iotjs', 'keeps-alive').replace('exit 0', 'exit 1');
      const iotjs = fakeIotjs({ 'keeps-alive': transcript });
      const { code, stdout } = await tool('compare', '--iotjs', iotjs, 'keeps-alive');
      assert.equal(code, 1);
      assert.match(stdout, /\n-exit 1\n\+exit 0/);
    });

    it('sees a departure that is none any more', async () => {
      const iotjs = fakeIotjs({ 'options-closed': readTranscript('here', 'options-closed') });
      const { code, stdout } = await tool('compare', '--iotjs', iotjs, 'options-closed');
      assert.equal(code, 1);
      assert.match(stdout, /options-closed: listed as a departure, but both print the same/);
    });
  });
});
