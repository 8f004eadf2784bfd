'use strict';

// The tests of the cells are made from the table: each API on each target, and each override.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { boards, footnotes } = require('../../sim/board/boards.json');
const { apiKeys, formatTable, resolveApi, targetNames } = require('../../sim/board/table.js');
const { readTranscript, runCase, HERE } = require('../compat/suite.js');
const { requireNamespace } = require('../support/namespace.js');
const { runNode } = require('../support/node.js');
const { environment, runScript } = require('./support/target-scripts.js');
const { tableOf } = require('./support/table.js');

const ROOT = path.join(__dirname, '..', '..');
const COMMAND = path.join(ROOT, 'bin', 'iotjs-dgram.js');
const REGISTER = path.join(ROOT, 'lib', 'register.js');
const IOTJS_DOCUMENTATION = path.join(ROOT, 'test', 'entry', 'fixtures', 'iotjs-dgram-api.md');
const DOCUMENTATION = path.join(ROOT, 'docs', 'targets.md');
const PROBE = path.join(__dirname, 'scenarios', 'targets', 'probe.js');

const TARGETS = targetNames();
const KEYS = apiKeys();
/** How many bytes of a datagram they read, as IoT.js is built for them; the others read all. */
const READS_AT_MOST = { 'nuttx-stm32f4': 1023, 'tizenrt-artik053': 1023 };
const MEMBERSHIP = ['addMembership', 'dropMembership'];
const USAGE_ERROR = 2;

function shortName(key) {
  return key.replace('Socket.', '');
}

function keyOf(api) {
  return KEYS.find((key) => shortName(key) === api);
}

function cell(key, target) {
  return boards[target].apis[key];
}

/** How many sockets must be open for an API's warning. */
function limitOf(key, target) {
  return footnotes[cell(key, target)[1]].openSockets ?? 0;
}

/** What tour.js prints under each target; each tour is taken once. */
const tours = new Map();

function tour(target, allow = [], membership = false) {
  const id = JSON.stringify([target, allow, membership]);
  if (!tours.has(id)) {
    const args = membership ? ['membership'] : [];
    tours.set(id, runScript('tour.js', { args, target, allow, namespace: membership }).then(({ values }) => values));
  }
  return tours.get(id);
}

function assertRefused({ error, warnings }, key, target) {
  assert.deepEqual([error?.code, error?.name, warnings], ['IOTJS_DGRAM_UNSUPPORTED', 'Error', []]);
  for (const word of [`dgram.${key} `, target, 'docs/targets.md', `--allow ${shortName(key)}`]) {
    assert.ok(error.message.includes(word), error.message);
  }
}

function assertWarned({ warnings }, key, target) {
  assert.deepEqual(warnings.map(({ code, name }) => [code, name]), [['IOTJS_DGRAM_TARGET', 'IotjsDgramWarning']]);
  for (const word of [`dgram.${key} `, target, footnotes[cell(key, target)[1]].text]) {
    assert.ok(warnings[0].message.includes(word), warnings[0].message);
  }
}

/** Asserts that the calls of an API in a tour went as the table says. */
function assertCell(steps, plain, key, target, allow = []) {
  const calls = steps.filter(({ api }) => keyOf(api) === key);
  const plainCalls = plain.filter(({ api }) => keyOf(api) === key);
  const mark = allow.includes(shortName(key)) ? 'O' : cell(key, target)[0];
  assert.ok(calls.length > 0);
  assert.equal(calls.length, plainCalls.length);
  let warned = false;
  calls.forEach((step, i) => {
    if (mark === 'X') {
      assertRefused(step, key, target);
      return;
    }
    if (mark === '△' && !warned && step.open >= limitOf(key, target)) {
      warned = true;
      assertWarned(step, key, target);
    } else {
      assert.deepEqual(step.warnings, []);
    }
    assert.deepEqual({ ...step, warnings: [] }, plainCalls[i]);
  });
  assert.equal(warned, mark === '△');
}

function cellsOf(target, isWanted) {
  return KEYS.filter((key) => isWanted(cell(key, target)[0]));
}

function isMembership(key) {
  return MEMBERSHIP.includes(shortName(key));
}

describe('targets', () => {
  describe('the data', () => {
    function assertTable(file, header) {
      assert.deepEqual(tableOf(fs.readFileSync(file, 'utf8')), {
        header,
        rows: Object.fromEntries(KEYS.map((key) => [`dgram.${key}`, TARGETS.map((target) => cell(key, target))])),
        footnotes: Object.fromEntries(Object.entries(footnotes).map(([number, { text }]) => [number, text])),
      });
    }

    it('is the table of IoT.js\'s documentation', () => {
      assertTable(IOTJS_DOCUMENTATION, Object.values(boards).map(({ title }) => title));
    });

    it('is the table of docs/targets.md', () => {
      assertTable(DOCUMENTATION, Object.entries(boards).map(([name, { title }]) => `\`${name}\` ${title}`));
    });
  });

  describe('without one', () => {
    it('no call throws or warns', async () => {
      const steps = await tour();
      assert.deepEqual(steps.filter(({ error, warnings }) => error !== undefined || warnings.length > 0), []);
      const called = new Set(steps.map(({ api }) => keyOf(api)));
      assert.deepEqual([...called].sort(), KEYS.filter((key) => !isMembership(key)).sort());
      assert.equal(Math.max(...steps.map(({ open }) => open)), 4);
    });
  });

  for (const target of TARGETS) {
    describe(target, () => {
      for (const key of KEYS.filter((name) => !isMembership(name))) {
        it(`${key}: ${cell(key, target)}`, async () => assertCell(await tour(target), await tour(), key, target));
      }

      describe('in a network of its own', () => {
        before(requireNamespace);

        for (const key of KEYS.filter(isMembership)) {
          it(`${key}: ${cell(key, target)}`, async () => {
            assertCell(await tour(target, [], true), await tour(undefined, [], true), key, target);
          });
        }

        for (const key of cellsOf(target, (mark) => mark !== 'O').filter(isMembership)) {
          it(`--allow ${shortName(key)}`, async () => {
            const steps = await tour(target, [shortName(key)], true);
            const other = shortName(key) === 'addMembership' ? 'dropMembership' : 'addMembership';
            const [mine] = steps.filter(({ api }) => keyOf(api) === key);
            // A socket that could not join cannot leave; it is the system that says so.
            assert.equal(mine.error?.code, other === 'addMembership' ? 'error' : undefined);
            assert.deepEqual(mine.warnings, []);
            assertRefused(steps.find(({ api }) => api === other), keyOf(other), target);
          });
        }

        if (MEMBERSHIP.every((api) => cell(keyOf(api), target) === 'X')) {
          it(`--allow ${MEMBERSHIP.join(' and ')}`, async () => {
            const [steps, plain] = [await tour(target, MEMBERSHIP, true), await tour(undefined, [], true)];
            for (const api of MEMBERSHIP) assertCell(steps, plain, keyOf(api), target, MEMBERSHIP);
          });
        }
      });

      for (const key of cellsOf(target, (mark) => mark !== 'O').filter((name) => !isMembership(name))) {
        it(`--allow ${shortName(key)} is about this API alone`, async () => {
          const [steps, plain] = [await tour(target, [shortName(key)]), await tour()];
          for (const each of KEYS.filter((name) => !isMembership(name))) {
            assertCell(steps, plain, each, target, [shortName(key)]);
          }
        });
      }

      it('allows all at once', async () => {
        const allow = KEYS.map(shortName);
        assert.deepEqual(await tour(target, allow), await tour());
      });

      if (cell('createSocket', target)[0] === '△') {
        it('counts the sockets that are open, not those that were', async () => {
          assert.deepEqual((await runScript('counting.js', { target })).values, [[0, 1]]);
        });
      }
    });
  }

  describe('a datagram', () => {
    const SIZES = [0, 1022, 1023, 1024, 60000, 7, 1025];

    for (const target of [undefined, ...TARGETS]) {
      const limit = READS_AT_MOST[target] ?? Infinity;
      const name = target ?? 'no target';

      it(limit === Infinity ? `arrives whole: ${name}` : `is read into ${limit} bytes: ${name}`, async () => {
        const { values } = await runScript('sizes.js', { args: SIZES, target });
        const first = SIZES.findIndex((size) => size > limit);
        assert.deepEqual(
          values.map(([size, rinfoSize, length, same, warnings]) => [size, rinfoSize, length, same, warnings.length]),
          SIZES.map((size, i) => {
            const read = Math.min(size, limit);
            return [size, read, read, true, first !== -1 && i >= first ? 1 : 0];
          }),
        );
        if (limit === Infinity) return;
        const [[code, message]] = values.at(-1)[4];
        assert.equal(code, 'IOTJS_DGRAM_TRUNCATED');
        assert.match(message, new RegExp(`\\b${SIZES[first]} bytes .*${target} .*\\b${limit} bytes`));
      });

      it(`of a burst, too: ${name}`, async () => {
        // Equal sizes leave and arrive as one segmented datagram, where the system can do that.
        const sizes = [...Array(20).fill(1400), 1023, 1024, 500, ...Array(3).fill(9000)];
        const { values } = await runScript('sizes.js', { args: [...sizes, 'burst'], target });
        assert.deepEqual(
          values.map(([size, rinfoSize, length, same]) => [size, rinfoSize, length, same]),
          sizes.map((size) => [size, Math.min(size, limit), Math.min(size, limit), true]),
        );
        const cuts = values.at(-1)[4].filter(([code]) => code === 'IOTJS_DGRAM_TRUNCATED');
        assert.equal(cuts.length, limit === Infinity ? 0 : 1);
      });
    }
  });

  describe('the forms of send() that IoT.js refuses', () => {
    before(requireNamespace);

    for (const name of ['send-callback-third', 'send-callback-fifth']) {
      for (const target of [undefined, ...TARGETS]) {
        it(`${name}, ${target === undefined ? 'no target: as here' : `${target}: as on IoT.js`}`, async () => {
          const settings = Object.entries(environment(target, [])).filter(([, value]) => value !== undefined);
          const command = [...HERE, Object.fromEntries(settings)];
          const { transcript, stderr } = await runCase(command, name);
          assert.equal(transcript, readTranscript(target === undefined ? 'here' : 'iotjs', name));
          assert.equal(stderr.includes('IOTJS_DGRAM_NO_ADDRESS'), target === undefined);
        });
      }
    }
  });

  describe('the warnings in a process with workers', () => {
    const TARGET = 'tizenrt-artik053';

    function countsOf(stderr) {
      return Array.from(stderr.matchAll(/\[(IOTJS_DGRAM_\w+)\] IotjsDgramWarning: (dgram\.[\w.]+)?/g),
        ([, code, api]) => `${code} ${api ?? ''}`.trim()).sort();
    }

    it('come once, whichever of them is the first', async () => {
      const { stderr } = await runScript('workers.js', { args: [4], flags: [], target: TARGET });
      assert.deepEqual(countsOf(stderr), [
        'IOTJS_DGRAM_TARGET dgram.Socket.bind', 'IOTJS_DGRAM_TARGET dgram.Socket.send',
        'IOTJS_DGRAM_TARGET dgram.createSocket', 'IOTJS_DGRAM_TRUNCATED',
      ], stderr);
    });

    it('do not come for sockets of different workers: each one is a board', async () => {
      const { stderr } = await runScript('workers.js', { args: [2], flags: [], target: TARGET });
      assert.deepEqual(countsOf(stderr), ['IOTJS_DGRAM_TRUNCATED'], stderr);
    });
  });

  describe('choosing one', () => {
    // Both targets say X to the first API, and only one of them to the second.
    const OUTCOMES = {
      none: ['works', 'works'],
      linux: ['IOTJS_DGRAM_UNSUPPORTED linux', 'works'],
      'tizen-rpi': ['IOTJS_DGRAM_UNSUPPORTED tizen-rpi', 'IOTJS_DGRAM_UNSUPPORTED tizen-rpi'],
      'tizen-rpi, allowed': ['works', 'works'],
    };

    async function probe(args, env = {}) {
      const { code, stdout, stderr } = await runNode(args, { env: { ...environment(), ...env } });
      assert.deepEqual([code, stderr], [0, '']);
      return JSON.parse(stdout);
    }

    const ways = {
      'the command': (target, allow) => probe([
        COMMAND, ...(target ? ['--target', target] : []), ...allow.flatMap((api) => ['--allow', api]), PROBE,
      ]),
      'the command, with IOTJS_DGRAM_TARGET': (target, allow) => probe([COMMAND, PROBE], environment(target, allow)),
      'register, with IOTJS_DGRAM_TARGET': (target, allow) =>
        probe(['-r', REGISTER, PROBE], environment(target, allow)),
      'code, with IOTJS_DGRAM_TARGET': (target, allow) => probe([PROBE], environment(target, allow)),
      'code, with simulate()': (target, allow) => probe([PROBE, JSON.stringify({ target, allow })]),
    };

    for (const [way, choose] of Object.entries(ways)) {
      it(`by ${way}`, async () => {
        assert.deepEqual(await choose(undefined, []), OUTCOMES.none);
        assert.deepEqual(await choose('linux', []), OUTCOMES.linux);
        assert.deepEqual(await choose('tizen-rpi', []), OUTCOMES['tizen-rpi']);
        assert.deepEqual(await choose('tizen-rpi', ['setMulticastTTL', 'setTTL']), OUTCOMES['tizen-rpi, allowed']);
      });
    }

    it('takes the names of APIs as the table and the documentation write them', () => {
      for (const key of KEYS) {
        for (const text of [shortName(key), key, `dgram.${key}`]) assert.equal(resolveApi(text), key);
      }
      for (const text of ['', 'sendto', 'settTL', 'socket.setTTL', 'dgram.setTTL', 'Socket.createSocket', 'toString']) {
        assert.equal(resolveApi(text), undefined);
      }
    });

    function assertListed(text) {
      for (const target of TARGETS) assert.ok(text.includes(target), text);
      assert.ok(text.includes('nuttx-stm32f7'), text);
    }

    it('lists the known ones for an unknown one: the command', async () => {
      const { code, stdout, stderr } = await runNode([COMMAND, '--target', 'nuttx-stm32f7', PROBE], {
        env: environment(),
      });
      assert.deepEqual([code, stdout], [USAGE_ERROR, '']);
      assertListed(stderr);
    });

    it('lists the known ones for an unknown one: IOTJS_DGRAM_TARGET', async () => {
      for (const args of [[COMMAND, PROBE], ['-r', REGISTER, PROBE], [PROBE]]) {
        const { code, stdout, stderr } = await runNode(args, { env: environment('nuttx-stm32f7') });
        assert.notEqual(code, 0);
        assert.equal(stdout, '');
        assertListed(stderr);
      }
    });

    it('lists the known ones for an unknown one: simulate()', async () => {
      const args = [PROBE, JSON.stringify({ target: 'nuttx-stm32f7' })];
      const { code, stdout, stderr } = await runNode(args, { env: environment() });
      assert.deepEqual([code, stdout], [1, '']);
      assertListed(stderr);
    });

    it('lists the known APIs for an unknown one', async () => {
      const { code, stderr } = await runNode([COMMAND, '--target', 'linux', '--allow', 'setTTTL', PROBE], {
        env: environment(),
      });
      assert.equal(code, USAGE_ERROR);
      for (const word of ['setTTTL', ...KEYS.map(shortName)]) assert.ok(stderr.includes(word), stderr);
    });
  });

  describe('`iotjs-dgram targets`', () => {
    it('prints the table', async () => {
      const { code, stdout, stderr } = await runNode([COMMAND, 'targets'], { env: environment() });
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout, `${formatTable()}\n`);
    });

    it('has every cell, footnote and title', () => {
      const lines = formatTable().split('\n');
      assert.deepEqual(lines[0].trim().split(/ +/), targetNames());
      assert.deepEqual(
        lines.slice(1, KEYS.length + 1).map((line) => line.split(/ +/)),
        KEYS.map((key) => [`dgram.${key}`, ...TARGETS.map((target) => cell(key, target))]),
      );
      // The columns stand under their names.
      for (const line of lines.slice(1, KEYS.length + 1)) {
        for (const name of TARGETS) assert.match(line.slice(lines[0].indexOf(name) - 1), /^ [OX△]/);
      }
      for (const [number, { text }] of Object.entries(footnotes)) assert.ok(lines.includes(`${number}. ${text}`));
      for (const [name, { title }] of Object.entries(boards)) {
        const note = name in READS_AT_MOST ? '; reads at most 1,023 bytes of a datagram' : '';
        assert.ok(lines.some((line) => line.startsWith(`${name} `) && line.endsWith(` ${title}${note}`)), name);
      }
    });

    it('fits a terminal of 120 columns', () => {
      for (const line of formatTable().split('\n')) assert.ok(line.length <= 120, line);
    });
  });
});
