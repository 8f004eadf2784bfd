'use strict';

// Scripts that run on the device give no report: the examples, what the compatibility suite ran on IoT.js, and five
// programs in scenarios/, which are tried here, too.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { Linter } = require('eslint');

const { runNode } = require('../support/node.js');
const iotjs = require('../../lint');
const { targetNames } = require('../../sim/board/table.js');

const ROOT = path.join(__dirname, '..', '..');
const SCENARIOS = path.join(__dirname, 'scenarios');
const REGISTER = path.join(ROOT, 'lib', 'register.js');

/** The cases ask what IoT.js makes of a wrong call, which the rule `supported` reports. */
const WRONG_CALLS = ['create.js', 'send-callback-fifth.js', 'send-callback-third.js', 'send-errors.js',
  'send-port-range.js'];

/** What each program prints. */
const PRINTED = ['coap: 69 21.5, repeated, then 132', 'ntp: 90 s ahead', 'ssdp: one, two; 0 printers',
  'statsd: 50 counted, 25.50 ms', 'transfer: 1048576 bytes'];

function scriptsOf(folder, except = []) {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.js') && !except.includes(name))
    .map((name) => path.join(folder, name));
}

function reportsOf(file, ...configs) {
  return new Linter({ configType: 'flat' }).verify(fs.readFileSync(file, 'utf8'), [iotjs.configs.check, ...configs]);
}

describe('no false report', () => {
  const { rules } = iotjs.configs.check;
  const targets = targetNames();
  const onAllBoards = { rules: { ...rules, 'iotjs-dgram/runtime': ['error', { targets }] } };

  for (const file of [...scriptsOf(path.join(ROOT, 'examples'), ['run.js']), ...scriptsOf(SCENARIOS)]) {
    it(`of ${path.relative(ROOT, file)}, on all boards`, () => assert.deepEqual(reportsOf(file, onAllBoards), []));
  }

  it('of the cases that were recorded on IoT.js', () => {
    for (const file of scriptsOf(path.join(ROOT, 'test', 'compat', 'cases'))) {
      const isWrong = WRONG_CALLS.includes(path.basename(file));
      const reports = reportsOf(file).filter(({ ruleId }) => !isWrong || ruleId !== 'iotjs-dgram/supported');
      assert.deepEqual(reports, [], file);
    }
  });
});

describe('the five programs, written as for Node.js', () => {
  /** What a device program writes, Node's way to write it, and what the rule says of that. */
  const WAYS = [
    [/(\w+)\.readUInt8\(([^()]*)\)/g, '$1[$2]', 'index'],
    [/\.readUInt8\(/g, '.readInt16BE(', 'instance'],
    [/\.writeUInt8\(/g, '.writeInt16BE(', 'instance'],
    [/new Buffer\(/g, 'Buffer.alloc(', 'member'],
  ];

  for (const [pattern, replacement, messageId] of WAYS) {
    it(`give a report for each ${replacement}`, () => {
      let count = 0;
      for (const file of scriptsOf(SCENARIOS)) {
        const code = fs.readFileSync(file, 'utf8');
        const expected = (code.match(pattern) ?? []).map(() => messageId);
        const reports = new Linter({ configType: 'flat' })
          .verify(code.replace(pattern, replacement), [iotjs.configs.check]);
        assert.deepEqual(reports.map((report) => report.messageId), expected, file);
        count += expected.length;
      }
      assert.ok(count > 0);
    });
  }
});

describe('the five programs', () => {
  it('do here what they do on IoT.js', async () => {
    const all = scriptsOf(SCENARIOS).map((file) => `require(${JSON.stringify(file)});`).join('');
    const { code, stdout, stderr } = await runNode(['--no-deprecation', '-r', REGISTER, '-e', all]);
    assert.deepEqual({ code, stderr, printed: stdout.trim().split('\n').sort() },
      { code: 0, stderr: '', printed: PRINTED });
  });
});
