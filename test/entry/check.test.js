'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { COMMAND, makeDirectory, makeProject, removeProjects } = require('../support/project.js');

describe('iotjs-dgram check', () => {
  after(removeProjects);

  let directory;

  before(() => {
    directory = makeDirectory({
      'good.js': 'var dgram = require("dgram");\nconsole.log(typeof dgram.createSocket);\n',
      'bad.js': 'require("./parts/part");\nBuffer.alloc(1);\n',
      'parts/part.js': 'require("../bad"); // in a circle\nexports.sum = (a, b) => a + b;\n',
      'parts/node_modules/other/index.js': 'let x;\n',
      'parts/data.json': '{"a": 1}',
      'empty/data.json': '{}',
      'quiet.js': 'Buffer.alloc(1); // eslint-disable-line iotjs-dgram/runtime\n/* eslint no-var: error */ var x;\n',
      'broken.js': 'var x = ;\n',
      'board.js': 'require("dgram").createSocket("udp4").setTTL(1);\n',
      'json.js': 'require("./parts/data.json");\ntry { require("./absent"); } catch (err) {}\n',
      'missing.js': 'var part = require("./parts/prat");\n',
      'modern.js': 'import dgram from "dgram";\nawait dgram;\n',
    });
  });

  async function check(args, options) {
    const { code, stdout, stderr } = await runNode([COMMAND, 'check', ...args], { cwd: directory, ...options });
    return { code, lines: stdout.split('\n').slice(0, -1), stderr };
  }

  it('says that nothing was found', async () => {
    assert.deepEqual(await check(['good.js']), {
      code: 0, lines: ['1 file checked: nothing found that a device lacks'], stderr: '',
    });
  });

  it('reports what a script and what it requires use, with what to write instead', async () => {
    const { code, lines, stderr } = await check(['bad.js']);
    assert.deepEqual([code, stderr, lines.length], [1, '', 3]);
    assert.match(lines[0], /^bad\.js:2:8 {2}.*alloc.*new Buffer/);
    assert.match(lines[1], /^parts[\\/]part\.js:2:15 {2}.*arrow/i);
    assert.equal(lines[2], '2 files checked: 2 things found that a device lacks');
  });

  it('takes folders, without what is installed in them, and several names', async () => {
    const { lines } = await check(['parts', 'bad.js', 'good.js']);
    assert.equal(lines.at(-1), '3 files checked: 2 things found that a device lacks');
  });

  it('prints JSON', async () => {
    const { code, lines } = await check(['--format', 'json', 'bad.js']);
    const [{ message, ...first }, second] = JSON.parse(lines.join('\n'));
    assert.equal(code, 1);
    assert.deepEqual(first, { file: path.join(directory, 'bad.js'), line: 2, column: 8, rule: 'iotjs-dgram/runtime' });
    assert.match(message, /alloc/);
    assert.equal(second.rule, 'iotjs-dgram/syntax');
    assert.deepEqual(JSON.parse((await check(['good.js', '--format=json'])).lines.join('\n')), []);
  });

  it('knows a board, wherever --target stands', async () => {
    assert.equal((await check(['board.js'])).code, 0);
    assert.equal((await check(['--target', 'linux', 'board.js'])).code, 0);
    const behind = await check(['board.js', '--target', 'nuttx-stm32f4']);
    assert.match(behind.lines[0], /setTTL.*nuttx-stm32f4/);
    const before = await runNode([COMMAND, '--target', 'nuttx-stm32f4', 'check', 'board.js'], { cwd: directory });
    assert.deepEqual([before.code, before.stdout.split('\n').slice(0, -1)], [1, behind.lines]);
  });

  it('heeds comments that disable its rules, and no others', async () => {
    assert.deepEqual((await check(['quiet.js'])).code, 0);
  });

  it('reports what cannot be parsed', async () => {
    const { code, lines } = await check(['broken.js']);
    assert.equal(code, 1);
    assert.match(lines[0], /^broken\.js:1:9 {2}Parsing error/);
  });

  it('reports what is required and not there, unless the script is ready for that', async () => {
    const { code, lines } = await check(['missing.js']);
    assert.deepEqual([code, lines[0]], [1, "missing.js:1:20  There is no file './parts/prat'."]);
  });

  it('reports import and await like other syntax', async () => {
    const { lines } = await check(['modern.js']);
    assert.match(lines[0], /^modern\.js:1:1 {2}IoT\.js runs ES5\.1, which has no import/);
    assert.match(lines.join('\n'), /^modern\.js:2:1 {2}IoT\.js runs ES5\.1, which has no .*await/m);
  });

  it('leaves alone what is required and is no script', async () => {
    assert.equal((await check(['json.js'])).lines.at(-1), '1 file checked: nothing found that a device lacks');
  });

  it('works where the environment has settings that are wrong', async () => {
    assert.equal((await check(['good.js'], { env: { IOTJS_DGRAM_LOSS: 'much' } })).code, 0);
  });

  describe('is used wrongly', () => {
    async function fails(args, message) {
      const { code, lines, stderr } = await check(args);
      assert.deepEqual({ code, lines, stderr }, {
        code: 2, lines: [], stderr: `iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`,
      });
    }

    it('without a file', () => fails([], 'check takes files or folders, and none was given'));
    it('with a file that is not there', () =>
      fails(['nothing.js'], `there is no file or folder 'nothing.js' (${path.join(directory, 'nothing.js')})`));
    it('with a folder without scripts', () =>
      fails(['empty'], 'there are no .js files in empty'));
    it('with an unknown board', async () => {
      const { code, stderr } = await check(['--target', 'esp32', 'good.js']);
      assert.equal(code, 2);
      assert.match(stderr, /^iotjs-dgram: --target must be one of linux, .*; it is 'esp32'\.\n/);
    });
    it('with an unknown format', () =>
      fails(['--format', 'xml', 'good.js'], "--format must be json or text; it is 'xml'."));
  });

  it('says how to get ESLint where it is missing', async () => {
    const project = makeProject({ 'app.js': '' });
    const command = path.join(project, 'node_modules', 'iotjs-dgram', 'bin', 'iotjs-dgram.js');
    const { code, stdout, stderr } = await runNode([command, 'check', 'app.js'], { cwd: project });
    assert.deepEqual({ code, stdout, stderr }, {
      code: 2,
      stdout: '',
      stderr: 'iotjs-dgram: Checking scripts needs ESLint. Get it with: npm install --save-dev eslint\n',
    });
  });
});
