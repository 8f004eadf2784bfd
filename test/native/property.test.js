'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { requireNamespace } = require('../support/namespace.js');
const { isFast } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { SANITIZED, runChild } = require('./support/child.js');

const ROOT = path.join(__dirname, '..', '..');
const PORTABLE = path.join(ROOT, '.variants', 'portable');

/** Other ones to try: DGRAM_TEST_SEEDS='7 8 9'. */
const SEEDS = process.env.DGRAM_TEST_SEEDS?.split(/\D+/) ??
  Array.from({ length: SANITIZED ? 3 : 20 }, (_, i) => String(i + 1));

async function perform(way, env) {
  const { code, signal, stdout, stderr, lines } = await runChild('../batch/property.js', [way, ...SEEDS],
    // Whatever else happens on this machine's loopback interface does not arrive there.
    { namespace: true, env: { IOTJS_DGRAM_SEGMENT: undefined, ...env } });
  assert.ok(code === 0 && signal === null && stderr === '', `exit code ${code}, signal ${signal}, ` +
    `after ${lines.length} of the seeds ${SEEDS.join(' ')}\n${stderr}${stdout.slice(-200)}`);
  return lines.map((line) => JSON.parse(line));
}

function same(one, other, seed) {
  assert.deepEqual(one.ends, other.ends, `callbacks, seed ${seed}`);
  const receiversOf = ({ arrived }) => Object.keys(arrived).sort();
  assert.deepEqual(receiversOf(one), receiversOf(other), `who got messages, seed ${seed}`);
  for (const [where, messages] of Object.entries(other.arrived)) {
    assert.deepEqual(one.arrived[where], messages, `what arrived at ${where}, seed ${seed}`);
  }
}

/** The variant that scripts/test-portable.js has built, if it is of these sources. */
function hasPortable() {
  const file = (root, name) => path.join(root, 'src', name);
  const sources = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true }).filter((name) => /\.[ch]$/.test(name));
  return isFast() && fs.existsSync(path.join(PORTABLE, 'build', 'Release', 'iotjs_dgram.node')) &&
    sources.every((name) => fs.existsSync(file(PORTABLE, name)) &&
      fs.readFileSync(file(PORTABLE, name)).equals(fs.readFileSync(file(ROOT, name))));
}

describe('random sends and closes end as with node:dgram, one by one', function () {
  this.timeout(120000);
  let expected;

  before(requireNamespace);
  before(async () => {
    expected = await perform('naive');
    assert.ok(expected.length === SEEDS.length && SEEDS.length > 0);
  });

  for (const [title, way, env] of [
    ['in batches and segments', 'fast', () => ({})],
    ['with IOTJS_DGRAM_SEGMENT=off', 'fast', () => ({ IOTJS_DGRAM_SEGMENT: 'off' })],
    ['with a kernel that is full and refuses segments now and then', 'faults', () => spy.environment()],
    ['with the portable files', 'fast', () => ({ IOTJS_DGRAM_PREBUILD: PORTABLE })],
  ]) {
    it(title, async function () {
      if (title.endsWith('portable files') && !hasPortable()) {
        this.test.title += isFast()
          ? ' (skipped: `npm run test:portable` builds them)' : ' (skipped: they are under test)';
        this.skip();
      }
      const performed = await perform(way, env());
      performed.forEach((one, i) => same(one, expected[i], SEEDS[i]));
      assert.equal(performed.length, expected.length);
    });
  }
});
