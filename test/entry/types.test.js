'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const dgram = require('../..');
const { runNode } = require('../support/node.js');
const { ROOT } = require('../support/project.js');

const DECLARATIONS = path.join(ROOT, 'lib', 'index.d.ts');
const FIXTURES = path.join(__dirname, 'fixtures', 'types');
const COMPILER = path.join(path.dirname(require.resolve('typescript/package.json')), 'lib', 'tsc.js');

// `module` decides how the package is found and what an import of a CommonJS module means.
const SETTINGS = {
  'Node.js': ['--module', 'nodenext', '--target', 'es2022'],
  'a bundler': ['--module', 'preserve', '--target', 'es2022'],
};

async function compile(file, settings) {
  const { code, stdout, stderr } = await runNode([
    COMPILER, '--noEmit', '--strict', '--pretty', 'false', ...settings, path.join(FIXTURES, file),
  ], { cwd: ROOT });
  return { code, output: stdout + stderr };
}

describe('the type declarations', () => {
  for (const [target, settings] of Object.entries(SETTINGS)) {
    describe(`for ${target}`, () => {
      it('accept what is right', async () => {
        assert.deepEqual(await compile('right.ts', settings), { code: 0, output: '' });
      });

      it('refuse what is wrong', async () => {
        assert.deepEqual(await compile('wrong.ts', settings), { code: 0, output: '' });
      });

      it('are understood in an ES module', async () => {
        assert.deepEqual(await compile('module.mts', settings), { code: 0, output: '' });
      });
    });
  }

  it('have the methods that there are, and no other', () => {
    const text = fs.readFileSync(DECLARATIONS, 'utf8');
    const body = text.slice(text.indexOf('export class Socket'));
    const declared = new Set(Array.from(body.matchAll(/^ {2}(\w+)\(/gm), ([, name]) => name));
    declared.delete('constructor');
    assert.deepEqual([...declared].sort(), Object.keys(dgram.Socket.prototype).sort());
  });
});
