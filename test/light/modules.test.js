'use strict';

// What a script can require in a light copy, and that it is of the types that the script knows.

const assert = require('node:assert/strict');
const { builtinModules } = require('node:module');
const path = require('node:path');

const { makeDirectory, removeProjects } = require('../support/project.js');
const { runNode } = require('../support/node.js');

const HOST = require.resolve('./support/host.js');
const SCENARIOS = path.join(__dirname, 'scenarios');

const OFFERED = ['assert', 'assert/strict', 'buffer', 'console', 'crypto', 'dgram', 'dns', 'events', 'fs', 'os', 'path',
  'path/posix', 'path/win32', 'process', 'querystring', 'string_decoder', 'timers', 'url', 'util', 'util/types'];

describe('in a light copy', () => {
  let directory;

  before(() => {
    directory = makeDirectory({
      'main.js': `#!/usr/bin/env node
        const data = require('./data');
        data.changed = true;
        console.log(require('./data').changed, require('./folder').name, require.main === module);
        console.log(module.id, module.filename === __filename, module.children.length, require('iotjs-dgram'));
        for (const name of ['./broken', './broken.json', './throws', './nowhere', './native.node', './module.mjs']) {
          try {
            require(name);
          } catch (error) {
            console.log(name, error instanceof Error, error.name, error.code);
          }
        }`,
      'data.json': '{ "a": 1 }',
      'folder/index.js': 'exports.early = require("../main.js"); exports.name = "folder";',
      'broken.js': 'var var;',
      'broken.json': '{',
      'throws.js': 'throw new RangeError("mine");',
      'native.node': '',
      'module.mjs': '',
      'node_modules/iotjs-dgram/index.js': 'module.exports = "a package of the user\'s";',
      'fails.js': 'setTimeout(function later() { undefined.x; }, 1);',
    });
  });
  after(removeProjects);

  async function linesOf(args) {
    const { code, lines, stderr } = await runNode([HOST, '1', ...args]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    return lines;
  }

  it('all that Node.js and this package give is of the types that the script knows', async () =>
    assert.deepEqual(await linesOf([path.join(SCENARIOS, 'types.js')]), ['all seen']));

  it('there are the modules whose effects can be counted to it; others name --isolate', async () => {
    const names = builtinModules.filter((name) => !name.startsWith('_'));
    const lines = await linesOf([path.join(SCENARIOS, 'modules.js'), ...names, 'node:fs', 'node:dgram', 'node:net']);
    const expected = [...names, 'node:fs', 'node:dgram', 'node:net'].map((name) => {
      if (name !== 'node:dgram' && OFFERED.includes(name.replace(/^node:/, ''))) {
        return `${name} ${/^(assert|events)/.test(name) ? 'function' : 'object'}`;
      }
      return `${name} true IOTJS_DGRAM_NEEDS_ISOLATE true`;
    });
    assert.deepEqual(lines, expected);
  });

  it('files of the user are loaded as Node.js does', async () =>
    assert.deepEqual(await linesOf([path.join(directory, 'main.js')]), [
      'true folder true',
      '. true 2 a package of the user\'s',
      './broken true SyntaxError undefined',
      './broken.json true SyntaxError undefined',
      './throws true RangeError undefined',
      './nowhere true Error MODULE_NOT_FOUND',
      './native.node true Error IOTJS_DGRAM_NEEDS_ISOLATE',
      './module.mjs true Error IOTJS_DGRAM_NEEDS_ISOLATE',
    ]));

  it('an error has the script\'s own lines and columns, and no frame of this package', async () => {
    const file = path.join(directory, 'fails.js');
    const { code, stderr } = await runNode([HOST, '1', file]);
    assert.equal(code, 1);
    assert.match(stderr, /^TypeError: Cannot read properties of undefined/);
    assert.ok(stderr.includes(`later (${file}:1:41)`), stderr);
    assert.doesNotMatch(stderr, /[\\/]light[\\/]/);
  });
});
