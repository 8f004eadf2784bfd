'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { runNode } = require('../support/node.js');

const SCENARIO = path.join(__dirname, '..', 'light', 'scenarios', 'many-short.js');

describe('10,000 short copies one after the other', () => {
  it('stay below the memory of a few hundred', async function () {
    this.timeout(300000);
    const { code, stdout, stderr } = await runNode(['--expose-gc', SCENARIO, '10000'], { timeout: 290000 });
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'ok\n', stderr: '' });
  });
});
