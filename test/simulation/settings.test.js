'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { inspect } = require('node:util');

const { equip } = require('../../sim/board/board.js');
const { SETTINGS, fromEnvironment, read, readForProcess, variableOf } = require('../../sim/board/settings.js');
const { FLEET_OPTIONS } = require('../../sim/fleet/options.js');
const { runNode } = require('../support/node.js');

const COMMAND = path.join(__dirname, '..', '..', 'bin', 'iotjs-dgram.js');
const PRINTER = path.join(__dirname, 'scenarios', 'print.js');

const BAD_SETTING = 'IOTJS_DGRAM_BAD_SETTING';

const ALL_LINES = { bytes: false, ports: [], copies: [] };

/** For each setting, spellings with what they mean, and spellings that are mistakes. */
const SPELLINGS = {
  target: {
    good: [['linux', 'linux'], ['nuttx-stm32f4', 'nuttx-stm32f4']],
    bad: ['Linux', 'esp32', 'nuttx', 1, null, ['linux'], 'toString', Object.create(null)],
  },
  allow: {
    good: [
      ['setTTL', ['Socket.setTTL']], ['Socket.setTTL', ['Socket.setTTL']], ['dgram.createSocket', ['createSocket']],
      ['setTTL, bind', ['Socket.setTTL', 'Socket.bind']],
      [['setTTL', 'bind,close'], ['Socket.setTTL', 'Socket.bind', 'Socket.close']],
    ],
    bad: ['setTtl', 'setTTL,', ['setTTL', 'nope'], [1], 1, null, {}],
  },
  loss: {
    good: [
      ...percentages().good.map(([spelled, mean]) => [spelled, { mean, burst: null }]),
      ['5%/burst 4', { mean: 0.05, burst: 4 }], ['0%/burst 1', { mean: 0, burst: 1 }],
      ['90% / burst 10', { mean: 0.9, burst: 10 }], ['5%/burst 1.06', { mean: 0.05, burst: 1.06 }],
      ['99.5%/burst 1000', { mean: 0.995, burst: 1000 }],
    ],
    bad: [...percentages().bad, '/burst 4', '5/burst 4', '101%/burst 4'],
  },
  duplicate: percentages(),
  reorder: percentages(),
  delay: {
    good: [
      ['40ms', { mean: 40, jitter: 0 }], ['40ms±10ms', { mean: 40, jitter: 10 }],
      ['40ms+-10ms', { mean: 40, jitter: 10 }],
      ['40ms+/-10ms', { mean: 40, jitter: 10 }], ['1.5s', { mean: 1500, jitter: 0 }],
      ['1s±250ms', { mean: 1000, jitter: 250 }],
      ['40 ms ± 10 ms', { mean: 40, jitter: 10 }], ['1.005s±1005ms', { mean: 1005, jitter: 1005 }],
      ['0ms', { mean: 0, jitter: 0 }], ['3600s', { mean: 3600000, jitter: 0 }],
    ],
    bad: ['40', 40, '-40ms', '40ms±', '40ms±10', '40ms-10ms', '40ms±50ms', '3601s', '40min', '', 'ms', null, NaN],
  },
  rate: {
    good: [['50kbit/s', 50000], ['9600bit/s', 9600], ['1.5Mbit/s', 1500000], ['2 Mbit/s', 2000000], ['1bit/s', 1]],
    bad: ['50', 50, '50kbit', '50kb/s', '50kB/s', '0kbit/s', '-1bit/s', '50Kbit/s', '50mbit/s', null],
  },
  queue: integers(1, 1000000),
  mtu: integers(68, 65535),
  seed: integers(0, 4294967295),
  direction: {
    good: [['send', 'send'], ['receive', 'receive'], ['both', 'both']],
    bad: ['sent', 'in', '', 1, null, ['send']],
  },
  report: {
    good: [
      ['json', 'json'], ['text', 'text'], ['1', 'text'], ['true', 'text'], [true, 'text'],
      ['0', false], ['false', false], [false, false],
    ],
    bad: ['yes', 'xml', 'JSON', '2', null, {}, [1], ['json'], 'toString', '__proto__', Object.create(null)],
  },
  trace: {
    good: [
      ['1', ALL_LINES], ['true', ALL_LINES], [true, ALL_LINES], ['0', false], ['false', false], [false, false],
      ['bytes', { ...ALL_LINES, bytes: true }], ['port=5683', { ...ALL_LINES, ports: [5683] }],
      ['port=1, copy=0,port=65535 ,copy=4294967295,bytes',
        { bytes: true, ports: [1, 65535], copies: [0, 4294967295] }],
    ],
    bad: [
      'yes', '2', '', 'bytes,', 'port', 'port=', 'port=65536', 'port=-1', 'copy=x', 'port=1;copy=2', null, {}, 5683,
    ],
  },
  record: files('.pcapng'),
  draw: files('.html'),
  strict: {
    good: [['1', true], ['true', true], [true, true], ['0', false], ['false', false], [false, false]],
    bad: ['yes', '2', null, {}, [1], 'toString', 'constructor', '__proto__', Object.create(null)],
  },
};

/** What the command prints where a script creates no socket, and the setting asks what its sockets do. */
const NOTHING_TO_REPORT = /^iotjs-dgram: network: nothing to report, since nothing in this process has created a socket/;
const WITHOUT_SOCKET = {
  report: /^{"report":"script",.*"network":null,.*}\n$/,
  trace: NOTHING_TO_REPORT,
  record: NOTHING_TO_REPORT,
  draw: NOTHING_TO_REPORT,
};

/** What a setting does nothing without. */
const COMPANIONS = { allow: ['--target', 'linux'], queue: ['--rate', '1kbit/s'] };

function percentages() {
  return {
    good: [['5%', 0.05], ['0.5%', 0.005], ['0%', 0], ['100%', 1], [' 5 % ', 0.05]],
    bad: ['5', 5, 0.05, '101%', '-5%', '5%%', 'five%', '.5%', '1e1%', '', null, {}],
  };
}

function files(extension) {
  const absolute = path.resolve(`run${extension}`);
  return {
    good: [[absolute, absolute], [`run${extension}`, absolute]],
    bad: ['', extension, 'run', 'app.js', 1, true, null, {}, ['run']],
  };
}

function integers(least, most) {
  return {
    good: [[String(least), least], [least, least], [most, most], [String(most), most]],
    bad: [least - 1, most + 1, String(most + 1), '1.5', least + 0.5, '0x80', '', 'many', null, NaN, [least]],
  };
}

function show(value) {
  return inspect(value, { compact: true, breakLength: Infinity });
}

describe('settings', () => {
  it('are all tested here', () => assert.deepEqual(Object.keys(SPELLINGS).sort(), Object.keys(SETTINGS).sort()));

  for (const [name, { good, bad }] of Object.entries(SPELLINGS)) {
    describe(name, () => {
      for (const [spelled, meant] of good) {
        it(`${show(spelled)} is ${show(meant)}`, () => assert.deepEqual(read({ [name]: spelled })[name], meant));
      }

      for (const spelled of bad) {
        it(`${show(spelled)} is a mistake`, () => {
          assert.throws(() => read({ [name]: spelled }, (each) => `--${each}`), (error) => {
            assert.ok(error instanceof RangeError);
            assert.equal(error.code, BAD_SETTING);
            assert.ok(error.message.startsWith(`--${name} must be ${SETTINGS[name].expected}; it is `), error.message);
            return true;
          });
        });
      }
    });
  }

  it('have defaults under which nothing changes', () => {
    assert.deepEqual(read({}), {
      target: undefined,
      allow: [],
      loss: { mean: 0, burst: null },
      delay: { mean: 0, jitter: 0 },
      duplicate: 0,
      reorder: 0,
      rate: Infinity,
      queue: 50,
      mtu: Infinity,
      seed: undefined,
      direction: 'both',
      report: false,
      trace: false,
      record: undefined,
      draw: undefined,
      strict: false,
      spelled: {},
      isBad: false,
    });
  });

  for (const [name, spelled] of Object.entries({
    loss: '0%', delay: '0ms', duplicate: '0%', reorder: '0%', rate: '1Mbit/s', mtu: '1500',
  })) {
    it(`${name} makes a network of it`, () => assert.equal(read({ [name]: spelled }).isBad, true));
  }

  it('make a network without conditions where simulate() was called, and not for the copies of a fleet', () => {
    const makesNetwork = (...args) => {
      const board = { target: null, network: null, isFirstTime: () => true };
      equip(board, class {}, readForProcess({ IOTJS_DGRAM_SEED: '7' }, ...args));
      return board.network !== null;
    };
    assert.deepEqual([makesNetwork(), makesNetwork(null), makesNetwork({})], [false, false, true]);
  });

  it('that there are not are refused', () => {
    assert.throws(() => read({ los: '5%' }),
      { code: BAD_SETTING, message: /^There is no setting 'los'\. There are: target, .* Did you mean loss\?$/ });
    assert.throws(() => read({ toString: '5%' }), { code: BAD_SETTING });
  });

  it('come from the environment; an empty variable is none', () => {
    const env = {
      IOTJS_DGRAM_LOSS: '5%', IOTJS_DGRAM_DELAY: '', IOTJS_DGRAM_SEED: '0', IOTJS_DGRAM_OTHER: '', LOSS: '9%',
    };
    assert.deepEqual(fromEnvironment(env), { loss: '5%', seed: '0' });
  });
});

describe('the command', () => {
  async function command(args, env) {
    return runNode([COMMAND, ...args], { env });
  }

  for (const [name, { good: [[spelled]] }] of Object.entries(SPELLINGS)) {
    const isFlag = SETTINGS[name].option === undefined;
    const given = isFlag ? [`--${name}`] : [`--${name}=${spelled}`];

    // The script that prints it is none for a device: test/simulation/strict.test.js has another one.
    if (name === 'strict') continue;
    it(`hands ${given.join(' ')} to the script's environment`, async () => {
      const companion = COMPANIONS[name] ?? [];
      const { code, stdout, stderr } = await command([...given, ...companion, PRINTER, '--own', 'mine']);
      assert.match(stderr, WITHOUT_SOCKET[name] ?? /^$/);
      assert.equal(code, 0);
      const { args, env } = JSON.parse(stdout);
      assert.deepEqual(args, ['--own', 'mine']);
      assert.equal(env[variableOf(name)], isFlag ? 'true' : spelled);
      assert.equal(Object.keys(env).length, companion.length === 0 ? 1 : 2);
    });

    if (isFlag) continue;
    it(`refuses a --${name} that there is not`, async () => {
      const { code, stdout, stderr } = await command([`--${name}=none`, PRINTER]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.equal(stderr, `iotjs-dgram: --${name} must be ${SETTINGS[name].expected}; it is ` +
        `'none'.\nTry: iotjs-dgram --help\n`);
    });

    it(`refuses an ${variableOf(name)} that there is not`, async () => {
      const { code, stderr } = await command([PRINTER], { [variableOf(name)]: 'none' });
      assert.equal(code, 2);
      const text = `iotjs-dgram: ${variableOf(name)} must be ${SETTINGS[name].expected}; it is 'none'.`;
      assert.ok(stderr.startsWith(text), stderr);
    });
  }

  for (const [words, value] of [
    [['5%/burst', '4'], '5%/burst 4'],
    [['5%,100%@10s-20s', 'every', '60s'], '5%,100%@10s-20s every 60s'],
    [['100%@1s-2s', 'every', '60s,20%/burst', '2@5s-6s', 'every', '1m'], null],
    [['100%@1s-2s', 'every', '60s,20%/burst', '2@5s-6s', 'every', '30s'],
      '100%@1s-2s every 60s,20%/burst 2@5s-6s every 30s'],
  ]) {
    it(`takes --loss ${words.join(' ')} without quotation marks`, async () => {
      for (const given of [['--loss', ...words], [`--loss=${words[0]}`, ...words.slice(1)]]) {
        const { code, stdout, stderr } = await command([...given, PRINTER, '--own', 'mine']);
        assert.equal(code, value === null ? 2 : 0, stderr);
        if (value !== null) assert.equal(JSON.parse(stdout).env.IOTJS_DGRAM_LOSS, value);
      }
    });
  }

  for (const [args, message] of [
    [['--queue', '5'], '--queue does nothing without --rate.'],
    [['--allow', 'setTTL'], '--allow does nothing without --target.'],
    [['--trace=copy=1'], '--trace=copy=1 does nothing without --fleet.'],
    [['--trace=copy=1,copy=7', '--fleet', '2', '--first', '6'],
      '--trace=copy=1 is none of the fleet\'s copies, which are 6 to 7.'],
    [['--loss', '-5%'], `--loss must be ${SETTINGS.loss.expected}; it is '-5%'.`],
    [['--fleet', '-3'], '--fleet must be a number of copies from 1 to 100000; it is \'-3\'.'],
    [['--fleet', '0'], '--fleet must be a number of copies from 1 to 100000; it is \'0\'.'],
    [['--first', '5'], '--first does nothing without --fleet.'],
    [['--fleet', '2', '--patience', '5'],
      '--patience must be a time such as 5s or 500ms, from 100ms to an hour; it is \'5\'.'],
    [['--fleet', '2', '--patience', '99ms'],
      '--patience must be a time such as 5s or 500ms, from 100ms to an hour; it is \'99ms\'.'],
    [['--fleet', '2', '--ramp', '100'],
      '--ramp must be a number of copies a second such as 100/s or 0.5/s; it is \'100\'.'],
    [['--together'], '--together does nothing without --fleet.'],
    [['--patience', '5s'], '--patience does nothing without --fleet.'],
    [['--fleet', '2', '--isolate', '--patience', '5s'],
      '--patience does nothing with --isolate: each copy has a thread of its own.'],
    [['--fleet', '2', '--first', '-1'], '--first must be the index of a copy, from 0 to 4294967295; it is \'-1\'.'],
    [['--fleet', '2', '--first', '4294967295'],
      '--first and --fleet give copies up to index 4294967296, and the largest index is 4294967295.'],
  ]) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await command([...args, PRINTER]);
      assert.deepEqual({ code, stdout, stderr }, {
        code: 2, stdout: '', stderr: `iotjs-dgram: ${message}\nTry: iotjs-dgram --help\n`,
      });
    });
  }

  it('takes --report without a value, and what follows it is the script', async () => {
    const { code, stdout } = await command(['--report', PRINTER, 'json']);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { args: ['json'], env: { IOTJS_DGRAM_REPORT: 'text' } });
  });

  it('takes what another setting needs from the environment', async () => {
    const { code } = await command(['--queue', '5', PRINTER], { IOTJS_DGRAM_RATE: '1kbit/s' });
    assert.equal(code, 0);
  });

  it('takes --name=value, and --allow more than once', async () => {
    const { stdout } = await command(['--target=linux', '--allow', 'setTTL', '--allow=bind,close', PRINTER]);
    assert.deepEqual(JSON.parse(stdout).env, { IOTJS_DGRAM_TARGET: 'linux', IOTJS_DGRAM_ALLOW: 'setTTL,bind,close' });
  });

  it('counts before the environment', async () => {
    const { stdout } = await command(['--loss', '5%', PRINTER], { IOTJS_DGRAM_LOSS: '9%', IOTJS_DGRAM_SEED: '7' });
    assert.deepEqual(JSON.parse(stdout).env, { IOTJS_DGRAM_LOSS: '5%', IOTJS_DGRAM_SEED: '7' });
  });

  it('wants a value', async () => {
    const { code, stderr } = await command(['--loss']);
    assert.equal(code, 2);
    assert.match(stderr, /--loss/);
  });

  it('has all of them in its --help', async () => {
    const { stdout } = await command(['--help']);
    for (const name of Object.keys({ ...SETTINGS, ...FLEET_OPTIONS })) {
      assert.match(stdout, new RegExp(`^  --${name}\\b`, 'm'));
    }
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('prints the targets, whatever the environment says', async () => {
    const { code, stdout } = await command(['targets'], { IOTJS_DGRAM_LOSS: 'much' });
    assert.equal(code, 0);
    assert.match(stdout, /nuttx-stm32f4/);
  });

  for (const [env, message] of [
    [{ IOTJS_DGRAM_LOSS: 'much' },
      'IOTJS_DGRAM_LOSS (or --loss) must be a share such as 5% or 5%/burst 4, from 0% to 100%; it is \'much\'.'],
    [{ IOTJS_DGRAM_LOS: '5%' }, 'IOTJS_DGRAM_LOS is not a variable of iotjs-dgram. Did you mean IOTJS_DGRAM_LOSS?'],
    [{ IOTJS_DGRAM_FLEET: '5' },
      'IOTJS_DGRAM_FLEET does not start a fleet, a fleet sets it. Run: iotjs-dgram --fleet 5 app.js'],
    [{ IOTJS_DGRAM_INDEX: 'first' }, 'IOTJS_DGRAM_INDEX must be the number of a copy in a fleet; it is \'first\'.'],
  ]) {
    it(`says where the package is loaded that ${JSON.stringify(env)} is wrong`, async () => {
      const index = path.join(__dirname, '..', '..', 'lib', 'index.js');
      const { code, stderr } = await runNode(['-e', `require(${JSON.stringify(index)})`], { env });
      assert.equal(code, 1);
      assert.ok(stderr.includes(`RangeError: ${message}`), stderr);
    });
  }
});
