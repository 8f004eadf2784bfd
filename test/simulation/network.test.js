'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const { requireNamespace } = require('../support/namespace.js');
const { playNode, runNode } = require('../support/node.js');
const { run } = require('../support/run.js');

const CHILD = path.join(__dirname, 'scenarios', 'network.js');

function environment(spelled) {
  const variables = Object.entries(spelled).map(([name, value]) => [`IOTJS_DGRAM_${name.toUpperCase()}`, value]);
  return Object.fromEntries(variables);
}

/** Plays a scenario in a network; returns the lines that it printed, and what it wrote to stderr. */
function play(scenario, spelled, ...args) {
  return playNode([CHILD, scenario, ...args], { env: environment(spelled), warns: true });
}

const plays = (scenario, spelled, ...args) => () =>
  playNode([CHILD, scenario, ...args], { env: environment(spelled) });

/** The same for a scenario that looks at the warning itself. */
const playsWarned = (scenario, spelled) => () => play(scenario, spelled);

/** The numbers of those messages that arrive, in the order in which they do. */
async function arrivals(spelled, count = 200) {
  const { lines, stderr } = await play('which', spelled, String(count));
  return { numbers: JSON.parse(lines[0]), stderr };
}

describe('a bad network', () => {
  before(requireNamespace);

  describe('loses messages', () => {
    it('in silence: callbacks come as ever', plays('lost-in-silence', { loss: '100%' }));
    it('on the way in, too', plays('lost-in-silence', { loss: '100%', direction: 'receive' }));
    it('that are larger than the MTU', plays('mtu', { mtu: '68' }));

    it('as many as was asked for, and the same again with the same seed', async () => {
      const settings = { loss: '20%', seed: '7', direction: 'send' };
      const { numbers } = await arrivals(settings);
      assert.ok(numbers.length > 130 && numbers.length < 185, `${numbers.length} arrived`);
      assert.deepEqual((await arrivals(settings)).numbers, numbers);
      assert.notDeepEqual((await arrivals({ ...settings, seed: '8' })).numbers, numbers);
    });

    it('others on the way in', async () => {
      const sent = await arrivals({ loss: '20%', seed: '7', direction: 'send' });
      const received = await arrivals({ loss: '20%', seed: '7', direction: 'receive' });
      assert.ok(received.numbers.length < 185);
      assert.notDeepEqual(received.numbers, sent.numbers);
    });

    it('others in each run without a seed, which the report names', async () => {
      const first = await arrivals({ loss: '20%', report: '1' });
      const second = await arrivals({ loss: '20%', report: '1' });
      assert.notDeepEqual(first.numbers, second.numbers);
      const [, seed] = /--seed (\d+):/.exec(first.stderr);
      assert.deepEqual((await arrivals({ loss: '20%', report: '1', seed })).numbers, first.numbers);
    });

    it('that do not fit the queue before the rate', async () => {
      // So slow that none leaves while the script sends, also where that takes long.
      const { stderr } = await play('queue', { rate: '1kbit/s', queue: '5', direction: 'send', report: '1' });
      assert.match(stderr, /of 20 sent, 14 lost \(14 did not fit the queue\), 6 delayed,/);
    });
  });

  describe('delays messages', () => {
    for (const direction of ['send', 'receive', 'both']) {
      it(`in their order, direction ${direction}`, plays('delayed', { delay: '100ms', direction }));
    }

    it('that leave also after close()', plays('delayed-after-close', { delay: '50ms' }));
    it('but not those that close() drops', playsWarned('close-at-once', { delay: '50ms' }));
    it('and loses none of a burst', plays('burst', { delay: '20ms±20ms' }));
    it('with the bytes that they had', plays('bytes', { delay: '20ms' }));
    it('to a name', plays('names', { delay: '20ms' }));
    it('of a closed socket, whose port can be bound again', plays('bind-again', { delay: '50ms', direction: 'send' }));
    for (const how of ['untouched', 'closed-again', 'refused', 'other-address', 'in-turns']) {
      it(`of a closed socket, from its port (${how})`,
        plays('port-is-free', { delay: '100ms', direction: 'send' }, how));
    }

    it('of a closed socket, from another port where somebody has that one',
      plays('port-is-taken', { delay: '2s', direction: 'send' }));
    it('of a closed socket, beside another one at its address',
      plays('shared-port', { delay: '100ms', direction: 'send' }));

    for (const [title, scenario] of [['as that was set', 'options'], ['with others that had its address', 'relay']]) {
      it(`of a closed socket, ${title}`, async () => {
        await playNode([CHILD, scenario], { env: environment({ delay: '50ms', direction: 'send' }), namespace: true });
      });
    }

    it('for an hour, and ends when nobody can get them',
      plays('nobody-waits', { delay: '3600s', direction: 'receive' }));
    it('a bounded number of them in a turn', plays('bounded-turns', { delay: '50ms', direction: 'receive' }));
    it('on the way in, and none comes after close()', plays('close-in-message', { delay: '20ms' }));
  });

  describe('duplicates messages', () => {
    for (const direction of ['send', 'receive']) {
      it(`direction ${direction}`, async () => {
        const { numbers } = await arrivals({ duplicate: '100%', direction }, 10);
        assert.deepEqual(numbers, Array.from({ length: 20 }, (_, i) => i >> 1));
      });
    }

    it('but not those that close() drops', playsWarned('close-at-once', { duplicate: '100%', delay: '50ms±50ms' }));
    it('nor those, where nothing delays them', playsWarned('close-at-once', { duplicate: '100%' }));
  });

  it('gives each duplicate bytes of its own', plays('duplicate-bytes', { duplicate: '100%', direction: 'receive' }));

  describe('reorders messages', () => {
    for (const direction of ['send', 'receive']) {
      it(`direction ${direction}`, async () => {
        const { numbers } = await arrivals({ reorder: '20%', seed: '7', direction });
        const ordered = Array.from({ length: 200 }, (_, i) => i);
        assert.deepEqual([...numbers].sort((one, other) => one - other), ordered);
        const overtaken = ordered.slice(0, -1).filter((i) => numbers.indexOf(i) > numbers.indexOf(i + 1));
        assert.ok(overtaken.length > 15 && overtaken.length < 70, `${overtaken.length} were overtaken`);
      });
    }
  });

  it('sends what has left and is overtaken, although close() drops what overtakes it', async () => {
    for (const seed of ['1', '2', '3']) {
      await play('overtaken-by-dropped', { reorder: '50%', seed, direction: 'send' });
      await play('overtaken-by-dropped', { reorder: '50%', seed, direction: 'send' }, 'rebind');
    }
  });

  describe('keeps its promises', () => {
    for (const [what, spelled, wanted] of [
      ['delayed', { delay: '20ms' }, '10'],
      ['duplicated', { duplicate: '100%', direction: 'receive' }, '20'],
      ['reordered', { reorder: '50%', seed: '7', direction: 'receive' }, '10'],
    ]) {
      it(`ticks and promise jobs run after each message, ${what}, also after one that threw`,
        plays('ticks', spelled, '10', wanted));
    }

    it('what is too large for the system is refused, and never in the network', async () => {
      const { stderr } = await play('too-large', { loss: '50%', delay: '20ms', direction: 'send', report: '1' });
      assert.match(stderr, /: of 0 sent, 0 lost, 0 delayed, 0 duplicated, 0 reordered\n$/);
    });

    it('what the system refuses is told of', playsWarned('refused-now', { loss: '0%' }));

    it('what it refuses after a delay is warned of, and in the report', async () => {
      const { stderr } = await play('refused-later', { delay: '20ms', report: '1' });
      assert.match(stderr, /\[IOTJS_DGRAM_REFUSED\] .* to 127\.255\.255\.255:9 \(EACCES: permission denied; .*\) when it came out/);
      assert.match(stderr, /; 1 refused by the system after their delay$/m);
    });
  });

  describe('reports', () => {
    it('in one line, both directions', async () => {
      const { stderr } = await arrivals({ loss: '100%', seed: '7', report: '1', direction: 'receive' }, 3);
      assert.equal(stderr, 'iotjs-dgram: network with --seed 7: of 3 received, 3 lost (3 by chance), 0 delayed, ' +
        '0 duplicated, 0 reordered\n');
    });

    it('what is on its way when the script ends', async () => {
      const { stderr } = await play('exit', { delay: '10s', seed: '7', report: '1' });
      assert.equal(stderr, 'iotjs-dgram: network with --seed 7: of 1 sent, 0 lost, 1 delayed, 0 duplicated, ' +
        '0 reordered, 1 still on the way; of 0 received, 0 lost, 0 delayed, 0 duplicated, 0 reordered\n');
    });

    it('of a network that is not bad, too', async () => {
      const { stderr } = await play('names', { report: '1', seed: '0' });
      assert.match(stderr, /^iotjs-dgram: network with --seed 0: of 1 sent, 0 lost, .*; of 1 received, 0 lost, /);
    });

    for (const [own, ending] of [
      ['none', { code: null, signal: 'SIGTERM' }], ['own', { code: 3, signal: null }], ['once', { code: 4,
        signal: null }],
    ]) {
      it(`also when a signal ends the script; listeners of its own: ${own}`, async () => {
        const { code, signal, stderr } = await runNode([CHILD, 'signals', own], {
          env: environment({ report: '1', seed: '7' }),
        });
        assert.deepEqual({ code, signal }, ending);
        assert.match(stderr, /^iotjs-dgram: network with --seed 7: of 1 sent, [^\n]*\n$/);
      });
    }

    it('to nobody, where nobody can read it, and the script ends as it would', async () => {
      const script = 'process.on("exit", () => console.log("the last word"))';
      const index = path.join(__dirname, '..', '..', 'lib', 'index.js');
      const code = `require(${JSON.stringify(index)}).createSocket('udp4'); ${script}`;
      const end = await run('sh', ['-c', '"$0" -e "$1" 2>/dev/full', process.execPath, code], {
        env: environment({ report: '1' }),
      });
      assert.deepEqual({ code: end.code, stdout: end.stdout }, { code: 0, stdout: 'the last word\n' });
    });

    it('nothing unless asked to', plays('names', { loss: '0%' }));
  });
});
