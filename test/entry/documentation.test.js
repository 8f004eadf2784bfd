'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { requireNamespace, runInNamespace } = require('../support/namespace.js');
const claims = require('./support/claims.js');
const { COMMAND, REGISTER, ROOT, makeDirectory, removeProjects } = require('../support/project.js');

const IOTJS_DOCUMENTATION = path.join(__dirname, 'fixtures', 'iotjs-dgram-api.md');
const WATCH = path.join(__dirname, 'scenarios', 'watch.js');
const OURS = ['README.md', 'docs/api.md', 'docs/porting.md', 'docs/targets.md', 'docs/networks.md', 'docs/fleets.md'];

/** The JavaScript examples of a Markdown file, with the heading and the line that each stands at. */
function examplesOf(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const examples = [];
  let heading = '';
  let example = null;
  lines.forEach((line, i) => {
    if (example === null && line.startsWith('#')) {
      heading = line.replace(/^#+ /, '');
    } else if (line === '```js') {
      example = { heading, line: i + 1, code: '' };
    } else if (example !== null && line === '```') {
      examples.push(example);
      example = null;
    } else if (example !== null) {
      example.code += `${line}\n`;
    }
  });
  return examples;
}

function linesAfter(mark, code) {
  return code.split('\n').filter((line) => line.includes(mark)).map((line) => line.split(mark)[1]);
}

describe('the documentation', () => {
  before(requireNamespace);
  after(removeProjects);

  async function runExample(code, args, env) {
    const directory = makeDirectory({ 'example.js': code });
    // Some require the package by its name.
    fs.mkdirSync(path.join(directory, 'node_modules'));
    fs.symlinkSync(ROOT, path.join(directory, 'node_modules', 'iotjs-dgram'), 'junction');
    const { timedOut, ...end } = await runInNamespace(process.execPath, [...args, 'example.js'], {
      cwd: directory, env, timeout: 20000,
    });
    assert.ok(!timedOut, `it still runs after 20 s; it printed:\n${end.stdout}${end.stderr}`);
    return end;
  }

  describe('of IoT.js: its example in the section', () => {
    const examples = examplesOf(IOTJS_DOCUMENTATION);

    for (const { heading, code } of examples) {
      it(heading, async () => {
        const end = await runExample(code, ['-r', REGISTER, '-r', WATCH], { DGRAM_TEST_EXAMPLE: heading });
        assert.deepEqual(end, { code: 0, signal: null, stdout: claims[heading].prints, stderr: '' });
      });
    }

    it('(all of them)', () => {
      assert.deepEqual(examples.map(({ heading }) => heading), Object.keys(claims));
    });
  });

  // Their examples end by themselves, and say what they print.
  for (const file of OURS) {
    describe(`${file}: its example in line`, () => {
      for (const { line, code } of examplesOf(path.join(ROOT, file))) {
        it(`${line}`, async () => {
          const stdout = linesAfter('// prints: ', code).map((text) => `${text}\n`).join('');
          const warnings = linesAfter('// warns: ', code);
          const { stderr, ...end } = await runExample(code, [COMMAND]);
          assert.deepEqual(end, { code: 0, signal: null, stdout });
          assert.deepEqual(Array.from(stderr.matchAll(/\[(\w+)\]/g), ([, warning]) => warning), warnings);
          if (warnings.length === 0) assert.equal(stderr, '');
        });
      }
    });
  }
});
