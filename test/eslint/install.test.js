'use strict';

// The plugin in a project that has installed the package, set up as docs/eslint.md says.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { ROOT, makeDirectory, removeProjects } = require('../support/project.js');
const { runNode } = require('../support/node.js');

const ESLINT = path.join(path.dirname(require.resolve('eslint/package.json')), 'bin', 'eslint.js');
const COMPILER = path.join(path.dirname(require.resolve('typescript/package.json')), 'lib', 'tsc.js');
const GUIDE = path.join(ROOT, 'docs', 'eslint.md');

// The examples of the guide, in its order.
const [CONFIG, APP] = Array.from(fs.readFileSync(GUIDE, 'utf8').matchAll(/^```js\n([^]*?)^```$/gm), ([, code]) => code);

/** A project with a copy of what is published, but for the addon. */
function makeProject(files) {
  const directory = makeDirectory(files);
  for (const part of ['lib', 'lint', 'sim', 'package.json']) {
    fs.cpSync(path.join(ROOT, part), path.join(directory, 'node_modules', 'iotjs-dgram', part), { recursive: true });
  }
  return directory;
}

async function lint(files) {
  const { code, stdout, stderr } = await runNode([ESLINT, '--format', 'json', '.'], {
    cwd: makeProject(files),
  });
  assert.equal(stderr, '');
  const results = JSON.parse(stdout);
  return { code, reports: results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, messageId }) => `${path.basename(filePath)}:${line} ${ruleId} ${messageId}`)) };
}

const REPORTS = [
  'app.js:5 iotjs-dgram/supported method',
  'app.js:6 iotjs-dgram/supported target',
  'app.js:7 iotjs-dgram/runtime global',
  'app.js:7 iotjs-dgram/supported sendBytes',
];

function sorted({ code, reports }) {
  return { code, reports: reports.sort() };
}

describe('the package in a project', () => {
  after(removeProjects);

  it('is set up as the guide says, and reports what it says', async () => {
    const result = await lint({
      'eslint.config.js': CONFIG, 'device/app.js': APP, 'tool.js': 'const a = () => {}; new Promise(a);\n',
    });
    assert.deepEqual(sorted(result), { code: 1, reports: REPORTS });
  });

  it('is content with a script that is right', async () => {
    const app = APP.split('\n').slice(0, 4).join('\n');
    assert.deepEqual(await lint({ 'eslint.config.js': CONFIG, 'device/app.js': app }), { code: 0, reports: [] });
  });

  it('works for a config that is an ES module', async () => {
    const config = CONFIG.replace(/const iotjs = require\((.*)\)/, 'import iotjs from $1')
      .replace('module.exports =', 'export default');
    const result = await lint({ 'eslint.config.mjs': config, 'device/app.js': APP });
    assert.deepEqual(sorted(result), { code: 1, reports: REPORTS });
  });

  it('has the plugin under its own name, without loading the addon or ESLint', async () => {
    const directory = makeProject({ 'app.js': `
      const { rules } = require('iotjs-dgram/eslint');
      console.log(Object.keys(rules).join(), Object.keys(require.cache).every((file) =>
        /app\\.js$|iotjs-dgram.(package\\.json|lib.eslint|lint|sim.board)/.test(file)));` });
    const { stdout, stderr } = await runNode(['app.js'], { cwd: directory });
    assert.deepEqual({ stdout, stderr }, { stdout: 'runtime,supported,syntax true\n', stderr: '' });
    assert.equal(require('iotjs-dgram/eslint'), require('../../lint'));
  });
});

describe('the type declarations of the plugin', () => {
  after(removeProjects);

  it('are understood', async () => {
    const directory = makeProject({
      'package.json': '{}',
      'config.mts': `
        import type { Linter } from 'eslint';
        import iotjs from 'iotjs-dgram/eslint';
        const options: iotjs.SupportedOptions = { targets: ['linux'], allow: ['setTTL'] };
        const runtimeOptions: iotjs.RuntimeOptions = { targets: ['linux'], allow: ['Promise', 'fs.fstat'] };
        // @ts-expect-error: no such target
        const wrong: iotjs.Target = 'windows';
        const config: Linter.Config[] = [
          { files: ['device/*.js'], ...iotjs.configs.recommended },
          { plugins: { 'iotjs-dgram': iotjs }, rules: {
            'iotjs-dgram/supported': ['error', options], 'iotjs-dgram/runtime': ['error', runtimeOptions],
          } },
          iotjs.configs.check,
        ];
        console.log(wrong, iotjs.meta.version, iotjs.rules.supported.create, iotjs.rules.syntax.meta);
        export default config;`,
      'config.cts': `
        import iotjs = require('iotjs-dgram/eslint');
        export = [iotjs.configs.recommended];`,
    });
    for (const name of ['eslint', '@eslint', '@types']) {
      fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(directory, 'node_modules', name), 'dir');
    }
    const { stdout } = await runNode([
      COMPILER, '--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false', '--module', 'nodenext',
      '--types', 'node', 'config.mts', 'config.cts',
    ], { cwd: directory });
    assert.equal(stdout, '');
  });
});
