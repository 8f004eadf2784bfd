'use strict';

// What lists the settings besides sim/: the types and the documentation.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { SETTINGS } = require('../../sim/board/settings.js');
const { COUNTED, figures } = require('../../sim/network/report.js');
const native = require('../../lib/native.js');
const { ONCE, isFirstTime } = require('../../lib/warnings.js');
const { apiKeys, apiNames, targetNames } = require('../../sim/board/table.js');
const { CONDITIONS } = require('../../sim/network/conditions.js');

const ROOT = path.join(__dirname, '..', '..');
const read = (...parts) => fs.readFileSync(path.join(ROOT, ...parts), 'utf8');

describe('the types of simulate()', () => {
  const text = read('lib', 'simulate.d.ts');

  it('have the settings that there are, each with its type', () => {
    const [, body] = /interface Options \{(.*?)\n {2}\}/s.exec(text);
    const declared = Object.fromEntries(Array.from(body.matchAll(/^ {4}(\w+)\?: (.*);$/gm), ([, name, type]) => [name, type]));
    assert.deepEqual(declared, Object.fromEntries(Object.entries(SETTINGS).map(([name, { type }]) => [name, type])));
  });

  it('have the conditions that there are', () => {
    const [, union] = /type Conditions = Pick<Options, ([^>]*)>;/.exec(text);
    assert.deepEqual(Array.from(union.matchAll(/'(\w+)'/g), ([, name]) => name), Object.keys(CONDITIONS));
  });

  for (const [type, names] of [['Direction', COUNTED], ['Counts', Object.keys(figures(null))]]) {
    it(`have each of ${type}`, () => {
      const [, body] = new RegExp(`interface ${type} \\{(.*?)\\n {2}\\}`, 's').exec(text);
      assert.deepEqual(Array.from(body.matchAll(/^ {4}(\w+): /gm), ([, name]) => name), names);
    });
  }

  for (const [type, names] of [['Target', targetNames()], ['Api', apiNames()]]) {
    it(`have each ${type}`, () => {
      const [, union] = new RegExp(`type ${type} = ([^;]*);`).exec(text);
      assert.deepEqual(Array.from(union.matchAll(/'([^']*)'/g), ([, name]) => name), names);
    });
  }
});

describe('the warnings that are given once', () => {
  it('have one for each API of the platform table, and are no more than the addon can tell apart', () => {
    for (const api of apiKeys()) assert.ok(ONCE.includes(api), api);
    assert.equal(new Set(ONCE).size, ONCE.length);
    assert.ok(ONCE.length <= native.constants.WARNINGS_MAX);
    assert.throws(() => native.firstTime(native.constants.WARNINGS_MAX), TypeError);
    assert.throws(() => isFirstTime('no such warning'), RangeError);
  });
});

describe('docs/networks.md', () => {
  it('has a row for each condition, and for nothing else', () => {
    const rows = Array.from(read('docs', 'networks.md').matchAll(/^\| `--(\w+) /gm), ([, name]) => name);
    assert.deepEqual(rows, Object.keys(CONDITIONS));
  });
});
