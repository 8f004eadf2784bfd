'use strict';

const assert = require('node:assert/strict');
const { availableParallelism } = require('node:os');
const path = require('node:path');

const { run } = require('../support/run.js');
const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');

const ENTRY = path.join(__dirname, '..', '..');
const SCENARIOS = path.join(__dirname, 'batch', 'busy-poll.js');

function watched(IOTJS_DGRAM_BUSY_POLL) {
  return { env: spy.environment({ IOTJS_DGRAM_BUSY_POLL }) };
}

function plays(...args) {
  return () => passes('../batch/busy-poll.js', args, watched('50'));
}

describe('after an answer the loop polls without sleeping for a moment', () => {
  before(requireFastPath);

  it('less and less often where nothing comes', plays('in-vain'));
  it('much less often where another process took the core', plays('late-yield'));
  it('each time again where the next message comes', plays('pays'));
  it('only after an answer', plays('unanswered'));
  it('and messages that come meanwhile are received one by one', plays('one-by-one'));

  const byDefault = availableParallelism() > 1 ? 5 : 0;
  const settings = [[undefined, byDefault], ['', byDefault], ['off', 0], ['0', 0], ['10', 1], ['200', 20]];
  for (const [value, turns] of settings) {
    it(`IOTJS_DGRAM_BUSY_POLL=${value ?? ''}: for ${turns} times 10 us on this machine`, () =>
      passes('../batch/busy-poll.js', ['time', turns], watched(value)));
  }

  for (const [value, turns] of [[undefined, 0], ['50', 5]]) {
    it(`IOTJS_DGRAM_BUSY_POLL=${value ?? ''}: for ${turns} times 10 us where the process has one core`, async () => {
      const { code, stdout, stderr } = await run('taskset', ['-c', '0', process.execPath, SCENARIOS, 'time', turns],
        watched(value));
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'ok\n', stderr: '' });
    });
  }
});

describe('IOTJS_DGRAM_BUSY_POLL', () => {
  for (const value of ['on', 'OFF', '-1', '1.5', '50us', '1000001', ' ']) {
    it(`'${value}' is refused by require(), and the error says what may be there`, async () => {
      const { code, stderr } = await run(process.execPath, ['-e', `require(${JSON.stringify(ENTRY)})`],
        { env: { IOTJS_DGRAM_BUSY_POLL: value } });
      assert.equal(code, 1);
      assert.ok(stderr.includes("Error: IOTJS_DGRAM_BUSY_POLL must be 'off', 0 to 1000000 microseconds or not set, " +
        `and is '${value}'`), stderr);
    });
  }
});
