'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { SYSTEMS } = require('../../scripts/platform/systems.js');
const { withResults } = require('../../scripts/platform/table.js');
const { TARGETS } = require('../../scripts/prebuild/targets.js');
const { runNode } = require('../support/node.js');

const ROOT = path.join(__dirname, '..', '..');
const START = '<!-- npm run test:platform writes from here -->\n';
const END = '<!-- to here -->\n';

function partOf(passed, skipped = [], failed = []) {
  return { with: 'a tool', part: 'test/api', passed, skipped, failed };
}

describe('test:platform', () => {
  it('has a binary for each of its systems', () => {
    for (const { binary } of Object.values(SYSTEMS)) assert.ok(Object.hasOwn(TARGETS, binary), binary);
  });

  it('writes the counts of a system, and what was skipped and failed with the reason', () => {
    const parts = [partOf(3, [{ title: 'one', reason: 'why' }, { title: 'two', reason: 'why' }],
      [{ title: 'three', reason: 'it broke' }])];
    const page = withResults(`before\n${START}${END}after\n`, 'linux-arm', parts);
    assert.match(page, /^before\n/);
    assert.match(page, /^### linux-arm$/m);
    assert.match(page, /^\| a tool \| test\/api \| 3 \| 2 \| 1 \|$/m);
    assert.match(page, /^- Skipped, 2: why: "one", "two"$/m);
    assert.match(page, /^- Failed, 1: it broke: "three"$/m);
    assert.ok(page.endsWith(`${END}after\n`));
  });

  it('replaces what stands there for that system, and nothing else', () => {
    const one = withResults(`${START}${END}`, 'linux-arm', [partOf(3)]);
    const two = withResults(one, 'win32-x64', [partOf(4)]);
    const again = withResults(withResults(two, 'linux-arm', [partOf(5)]), 'linux-arm', [partOf(3)]);
    assert.equal(again, two);
    assert.throws(() => withResults('no place', 'linux-arm', [partOf(3)]), /lacks the line/);
  });

  it('skips tests by their titles, and does not count them as passed', async () => {
    const skip = JSON.stringify([['^setTTL takes', 'there is none']]);
    const args = ['--reporter', 'json', '--grep', 'takes|after close', 'test/api/set-ttl.test.js'];
    const { stdout } = await runNode([require.resolve('mocha/bin/mocha.js'), ...args], {
      cwd: ROOT, env: { DGRAM_TEST_SKIP: skip },
    });
    const { passes, pending } = JSON.parse(stdout);
    assert.deepEqual(passes.map(({ fullTitle }) => fullTitle), ['setTTL throws after close()']);
    assert.equal(pending[0].fullTitle, 'setTTL takes 1 and returns it (skipped: there is none)');
    assert.equal(pending.length, 5);
  });

  it('says what it can test', async () => {
    const { code, stderr } = await runNode(['scripts/test-platform.js', 'amiga'], { cwd: ROOT });
    assert.equal(code, 1);
    assert.match(stderr, /linux-arm64\|linux-arm\|linux-x64-musl\|win32-x64/);
  });
});
