'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { SUITES } = require('../../scripts/test.js');

const TESTS = path.dirname(__dirname);

describe('the suites', () => {
  it('have each test file in `all` or in `long`', () => {
    const files = fs.readdirSync(TESTS, { recursive: true }).filter((name) => name.endsWith('.test.js'));
    const directories = new Set(files.map((name) => name.split(path.sep)[0]));
    assert.deepEqual([...directories].sort(), [...SUITES.all, ...SUITES.long].sort());
  });

  it('have nothing beside that', () => {
    for (const [name, directories] of Object.entries(SUITES)) {
      for (const directory of directories) assert.ok([...SUITES.all, ...SUITES.long].includes(directory), name);
    }
  });
});
