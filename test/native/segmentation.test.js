'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { requireNamespace } = require('../support/namespace.js');
const { run } = require('../support/run.js');
const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');

const CHILD = '../batch/segmentation.js';
const ENTRY = path.join(__dirname, '..', '..');
const SEGMENTED = '64*10=640 36*10=360';

/** With the variable's value, or without it. */
function watched(IOTJS_DGRAM_SEGMENT) {
  return { env: spy.environment({ IOTJS_DGRAM_SEGMENT }) };
}

describe('segmented sends', () => {
  before(requireFastPath);

  it('are runs of 2 to 64 datagrams and 65,000 bytes at most, of one size but for a shorter last one', () =>
    passes(CHILD, ['runs'], watched()));
  it('have one destination each', () => passes(CHILD, ['destinations'], watched()));
  it('are not used where the kernel does not know them', () => passes(CHILD, ['unknown'], watched()));

  it('are not used with IOTJS_DGRAM_SEGMENT=off', async () => {
    assert.deepEqual(await passes(CHILD, ['shapes', '127.0.0.1', '127.1.2.3'], watched('off')),
      ['127.0.0.1 plain', '127.1.2.3 plain']);
  });

  it('are used to all of 127.0.0.0/8, also where the variable is empty', async () => {
    assert.deepEqual(await passes(CHILD, ['shapes', '127.0.0.1', '127.1.2.3'], watched('')),
      [`127.0.0.1 ${SEGMENTED}`, `127.1.2.3 ${SEGMENTED}`]);
  });

  describe('in a network namespace', () => {
    before(requireNamespace);

    for (const [value, loopback, other] of [
      [undefined, SEGMENTED, 'plain'],
      ['all', SEGMENTED, SEGMENTED],
      ['off', 'plain', 'plain'],
    ]) {
      it(`IOTJS_DGRAM_SEGMENT=${value ?? ''}: to loopback ${loopback}, to a device ${other}`, async () => {
        const shapes = await passes(CHILD, ['shapes', '127.0.0.1', '10.99.0.1'],
          { ...watched(value), namespace: true });
        assert.deepEqual(shapes,
          [`127.0.0.1 ${loopback}`, `10.99.0.1 ${other}`]);
      });
    }
  });
});

describe('IOTJS_DGRAM_SEGMENT', () => {
  for (const value of ['on', 'ALL', '0', 'loopback']) {
    it(`'${value}' is refused by require(), and the error says what may be there`, async () => {
      const { code, stderr } = await run(process.execPath, ['-e', `require(${JSON.stringify(ENTRY)})`],
        { env: { IOTJS_DGRAM_SEGMENT: value } });
      assert.equal(code, 1);
      assert.ok(stderr.includes(`Error: IOTJS_DGRAM_SEGMENT must be 'all', 'off' or not set, and is '${value}'`),
        stderr);
    });
  }
});
