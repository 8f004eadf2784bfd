'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

const yaml = require('js-yaml');

const dgram = require('../..');
const { requireNamespace } = require('../support/namespace.js');
const { runNode } = require('../support/node.js');
const { COMMAND, ROOT, makeDirectory, removeProjects } = require('../support/project.js');
const { run } = require('../support/run.js');

const EXAMPLES = path.join(ROOT, 'examples');
const PAIR = path.join(__dirname, 'scenarios', 'pair.js');

const ON_PORT = 'listening on 127.0.0.1:';
const OK = { code: 0, signal: null, stderr: '' };

describe('examples/', () => {
  after(removeProjects);

  function example(name) {
    return path.join(EXAMPLES, name);
  }

  /**
   * Runs a script and, once it has printed `word`, another one; `{}` stands for the number behind the word. The options
   * are those of runNode(), and `command`: options of the command for the second script.
   */
  async function runPair(first, word, second, { command = [], ...options } = {}) {
    const { code, stdout, stderr } = await runNode([
      PAIR, COMMAND, word, example(first[0]), ...first.slice(1), '--',
      ...command, example(second[0]), ...second.slice(1),
    ], options);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    return JSON.parse(stdout);
  }

  function readingsOf(stdout, pattern) {
    return Array.from(stdout.matchAll(pattern), ([, number]) => Number(number));
  }

  /** UDP may lose a message even here, and the sensor then sends it again: what is repeated counts once. */
  function distinct(numbers) {
    return [...new Set(numbers)];
  }

  it('sensor.js sends its readings, gateway.js acknowledges them', async () => {
    const [gateway, sensor] = await runPair(['gateway.js', '0'], ON_PORT, ['sensor.js', '{}']);
    const { stdout: received, ...gatewayEnd } = gateway;
    const { stdout: sent, ...sensorEnd } = sensor;
    assert.deepEqual([gatewayEnd, sensorEnd], [OK, OK]);
    assert.deepEqual(distinct(readingsOf(received, /reading (\d) is [\d.]+ degrees/g)), [1, 2, 3, 4, 5]);
    assert.deepEqual(distinct(readingsOf(sent, /sends reading (\d): [\d.]+ degrees/g)), [1, 2, 3, 4, 5]);
    assert.deepEqual(readingsOf(sent, /reading (\d) is acknowledged/g), [1, 2, 3, 4, 5]);
    assert.match(received, /that was the last one, closing\n$/);
  });

  it('sensor.js counts an acknowledgement once that comes twice', async () => {
    const [gateway, sensor] = await runPair(['gateway.js', '0'], ON_PORT, ['sensor.js', '{}'], {
      env: { IOTJS_DGRAM_DUPLICATE: '100%' },
    });
    assert.deepEqual([gateway.code, sensor.code], [0, 0]);
    assert.deepEqual(readingsOf(sensor.stdout, /reading (\d) is acknowledged/g), [1, 2, 3, 4, 5]);
  });

  it('gateway.js hears a fleet of sensors', async () => {
    const [gateway, sensors] = await runPair(
      ['gateway.js', '0', '127.0.0.1', '5'], ON_PORT, ['sensor.js', '{}'], { command: ['--fleet', '5'] },
    );
    assert.deepEqual([gateway.code, sensors.code], [0, 0]);
    const from = Array.from(gateway.stdout.matchAll(/reading 5 is 22\.4 degrees, from (\S+)/g), ([, sensor]) => sensor);
    assert.equal(distinct(from).length, 5);
    assert.match(gateway.stdout, /that was the last one, closing\n$/);
  });

  it('sensor.js gives up on a gateway that does not answer', async () => {
    const gateway = dgram.createSocket('udp4');
    const received = [];
    gateway.on('message', (msg) => received.push(JSON.parse(msg).number));
    gateway.bind(0, '127.0.0.1');
    await once(gateway, 'listening');
    const { code, stdout, stderr } = await runNode([
      COMMAND, example('sensor.js'), `${gateway.address().port}`,
    ]);
    gateway.close();
    assert.deepEqual([code, stderr, received], [1, '', [1, 1, 1, 1, 1]]);
    assert.match(stdout, /giving up\n$/);
  });

  it('gateway.js says what is wrong with its address', async () => {
    const { code, stdout, stderr } = await runNode([COMMAND, example('gateway.js'), '0', '203.0.113.1']);
    assert.deepEqual([code, stdout, stderr], [1, 'gateway: bind error 203.0.113.1\n', '']);
  });

  it('run.js, which is `npm start`, runs gateway.js and sensor.js and ends by itself', async () => {
    const { code, stdout, stderr } = await runNode([example('run.js')], { timeout: 60000 });
    assert.deepEqual([code, stderr], [0, '']);
    const [, plain, bad, board, fleet, next] = stdout.split(/\n(?=\d\. |Try next\n)/);
    for (const part of [plain, bad]) {
      assert.match(part, /\n\$ iotjs-dgram examples\/gateway\.js 0\n/);
      // In the order in which it happened, though three processes print it.
      for (const number of [1, 2, 3, 4, 5]) {
        const order = new RegExp(`sends reading ${number}:[^]*gateway: reading ${number} is[^]*` +
          `sensor: {2}reading ${number} is acknowledged`);
        assert.match(part, order);
      }
      assert.match(part, /\ngateway: that was the last one, closing\n/);
    }
    assert.doesNotMatch(plain, /again/);
    assert.match(bad, /no answer, sends reading \d again/);
    assert.match(bad, /network with --seed \d+: of \d+ sent, 1 lost/);
    assert.match(board, /gateway\.js:\d+\n.*\n *\^\n\nError: dgram\.Socket\.address is not supported on nuttx-stm32f4/);
    assert.match(fleet, /\nfleet: 50 copies of sensor\.js ended in [\d.]+ s: 50 well\n/);
    const [, readings] = /gateway: (\d+) readings came from 50 sensors/.exec(fleet);
    assert.ok(Number(readings) >= 250);
    assert.equal(next.split('\n').filter((line) => line.startsWith('npx iotjs-dgram ')).length, 3);
  });

  it('echo-server.js sends back what echo-client.js sends', async () => {
    const [server, client] = await runPair(['echo-server.js', '0'], ON_PORT, ['echo-client.js', '{}']);
    const { stdout: received, ...serverEnd } = server;
    assert.deepEqual(serverEnd, OK);
    assert.match(received, /5 bytes: hello\nserver: 12 bytes: how are you\?\nserver: 3 bytes: bye\n$/);
    assert.deepEqual(client, {
      ...OK, stdout: 'client: hello came back\nclient: how are you? came back\nclient: bye came back\n',
    });
  });

  it('fleet-job.yaml runs a share of a fleet, by the index that Kubernetes gives it', async function () {
    if (process.platform === 'win32') this.skip(); // its container has a shell
    const directory = makeDirectory({ 'app.js': 'console.log("up");' });
    const bin = path.join(directory, 'node_modules', '.bin');
    fs.mkdirSync(bin, { recursive: true });
    fs.symlinkSync(COMMAND, path.join(bin, 'iotjs-dgram'));
    const { spec } = yaml.load(fs.readFileSync(example('fleet-job.yaml'), 'utf8'));
    const { command: [shell, ...args], env } = spec.template.spec.containers[0];
    assert.deepEqual([spec.completionMode, env], ['Indexed', [{ name: 'COPIES', value: '1000' }]]);
    const { code, stdout, stderr } = await run(shell, args, {
      cwd: directory, env: { COPIES: '2', JOB_COMPLETION_INDEX: '5' },
    });
    assert.deepEqual([code, stdout.split('\n').sort()], [0, ['', '[10] up', '[11] up']]);
    const { first, count } = JSON.parse(stderr.split('\n')[1]);
    assert.deepEqual([first, count], [10, 2]);
  });

  describe('shout.js, on one machine,', () => {
    function shout(...target) {
      return runNode([COMMAND, ...target, example('shout.js'), 'kitchen']);
    }

    async function assertHeard(...target) {
      const { code, stdout, stderr } = await shout(...target);
      assert.deepEqual([code, stdout, stderr], [0, 'kitchen: heard "I am kitchen"\n', '']);
    }

    it('hears itself', async () => {
      await assertHeard();
    });

    it('hears itself where the board has setBroadcast()', async () => {
      await assertHeard('--target', 'linux');
      await assertHeard('--target', 'tizen-rpi', '--allow', 'setBroadcast');
    });

    it('fails where it has not', async () => {
      const { code, stdout, stderr } = await shout('--target', 'tizen-rpi');
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /Error: dgram\.Socket\.setBroadcast is not supported on tizen-rpi/);
      assert.match(stderr, /IOTJS_DGRAM_UNSUPPORTED/);
    });
  });

  describe('in a network of their own', () => {
    before(requireNamespace);

    it('discovery-seeker.js finds discovery-device.js', async () => {
      const [device, seeker] = await runPair(
        ['discovery-device.js', 'kitchen'], 'in 230.255.255.250', ['discovery-seeker.js'], { namespace: true },
      );
      assert.deepEqual(device, { ...OK, stdout: 'kitchen: in 230.255.255.250\nkitchen: asked by 10.99.0.1\n' });
      assert.deepEqual(seeker, { ...OK, stdout: 'seeker: I am kitchen at 10.99.0.1\nseeker: found 1\n' });
    });

    it('discovery-seeker.js ends when there is nobody', async () => {
      const script = example('discovery-seeker.js');
      const { code, stdout, stderr } = await runNode([COMMAND, script], { namespace: true });
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'seeker: found 0\n', stderr: '' });
    });

    it('broadcast.js hears itself', async () => {
      const { code, stdout, stderr } = await runNode([COMMAND, example('broadcast.js')], { namespace: true });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      // It may close before the third has come back.
      assert.match(stdout, /^10\.99\.0\.1 says: I am here, 1\n10\.99\.0\.1 says: I am here, 2\n/);
    });
  });

  it('has no example that is not tried here', () => {
    assert.deepEqual(fs.readdirSync(EXAMPLES).sort(), [
      'broadcast.js', 'discovery-device.js', 'discovery-seeker.js', 'echo-client.js', 'echo-server.js',
      'fleet-job.yaml', 'gateway.js', 'run.js', 'sensor.js', 'shout.js',
    ]);
  });
});
