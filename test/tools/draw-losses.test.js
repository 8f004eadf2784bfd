'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');

const { FILE, draw } = require('../../scripts/draw-losses.js');

describe('docs/losses.svg', () => {
  it('shows what is lost', async () => {
    assert.ok(await draw() === fs.readFileSync(FILE, 'utf8'), 'node scripts/draw-losses.js draws it again');
  });
});
