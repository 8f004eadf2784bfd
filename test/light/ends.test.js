'use strict';

// When and how a light copy ends, and that nothing of it is left.

const assert = require('node:assert/strict');
const path = require('node:path');

const { playNode, runNode } = require('../support/node.js');
const { copiesOf } = require('./support/copies.js');

const SCRIPT = path.join(__dirname, 'scenarios', 'ends.js');
const HOST = require.resolve('./support/host.js');

/** What each prints, and its exit code; in the order of scenarios/ends.js. */
const EXPECTED = [
  ['exit listener: 0 undefined', 0],
  ['timer', 'exit listener: 0 undefined', 0],
  ['last', 0],
  ['interval', 'interval', 0],
  [0],
  [0],
  ['timer', 0],
  ['timer', 'timer', 0],
  [0],
  ['no delay', 0],
  ['immediate', 0],
  ['timer', 0],
  ['true', 0],
  ['closing', 0],
  [0],
  ['null 1', 0],
  ['beforeExit 0', 'beforeExit 0', 'beforeExit 0', 0],
  ['exit listener: 3 3', 3],
  [4],
  [6],
  [8],
  ['exit', 9],
  ['exit listener: 1 1', 1],
  ['true uncaughtException', 'timer', 0],
  ['mine true', 0],
  ['mine unhandledRejection', 0],
  [7],
  ['no end', 0],
];

describe('a light copy ends', () => {
  const { SCENARIOS } = require('./scenarios/ends.js');
  const names = Object.keys(SCENARIOS);
  let copies;
  let result;

  before(async () => {
    result = await runNode([HOST, String(names.length), SCRIPT]);
    copies = copiesOf(result.stdout);
  });

  names.forEach((name, i) => {
    it(name, () => {
      const lines = EXPECTED[i].map((line) => (typeof line === 'number' ? `exit ${line}` : line));
      assert.deepEqual(copies[i], lines);
    });
  });

  it('and with the last one the process', () => assert.equal(result.code, 9));

  it('with its host, where that fails itself', async () => {
    const host = JSON.stringify(require.resolve('../../sim/fleet/light/host.js'));
    const { code, stderr } = await runNode(['-e', `
      const { Host } = require(${host});
      new Host({ script: ${JSON.stringify(SCRIPT)} }).add(1);
      setTimeout(() => { throw new Error('of the host'); }, 1);
    `]);
    assert.notEqual(code, 0);
    assert.match(stderr, /Error: of the host/);
  });

  it('and its memory comes back', () => playNode(['--expose-gc', path.join(__dirname, 'scenarios', 'many-short.js')]));
});
