'use strict';

const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');

const dgram = require('../..');
const { requireNamespace, runInNamespace } = require('../helpers/namespace.js');
const { run } = require('../helpers/run.js');
const { COMMAND, ROOT } = require('./project.js');

const EXAMPLES = path.join(ROOT, 'examples');
const PAIR = path.join(__dirname, 'fixtures', 'pair.js');

const ON_PORT = 'listening on 127.0.0.1:';
const OK = { code: 0, signal: null, stderr: '' };

describe('examples/', () => {
  function example(name) {
    return path.join(EXAMPLES, name);
  }

  /** Runs a script and, once it has printed `word`, another one; `{}` stands for the number behind the word. */
  async function runPair(runner, first, word, second, ...options) {
    const { code, stdout, stderr } = await runner(process.execPath, [
      PAIR, COMMAND, word, example(first[0]), ...first.slice(1), '--', ...options, example(second[0]), ...second.slice(1),
    ]);
    assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
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
    const [gateway, sensor] = await runPair(run, ['gateway.js', '0'], ON_PORT, ['sensor.js', '{}']);
    const { stdout: received, ...gatewayEnd } = gateway;
    const { stdout: sent, ...sensorEnd } = sensor;
    assert.deepStrictEqual([gatewayEnd, sensorEnd], [OK, OK]);
    assert.deepStrictEqual(distinct(readingsOf(received, /reading (\d) is [\d.]+ degrees/g)), [1, 2, 3, 4, 5]);
    assert.deepStrictEqual(distinct(readingsOf(sent, /sent reading (\d): [\d.]+ degrees/g)), [1, 2, 3, 4, 5]);
    assert.deepStrictEqual(readingsOf(sent, /reading (\d) is acknowledged/g), [1, 2, 3, 4, 5]);
    assert.match(received, /that was the last one, closing\n$/);
  });

  it('sensor.js counts an acknowledgement once that comes twice', async () => {
    const [gateway, sensor] = await runPair((program, args) => run(program, args, {
      env: { IOTJS_DGRAM_DUPLICATE: '100%' },
    }), ['gateway.js', '0'], ON_PORT, ['sensor.js', '{}']);
    assert.deepStrictEqual([gateway.code, sensor.code], [0, 0]);
    assert.deepStrictEqual(readingsOf(sensor.stdout, /reading (\d) is acknowledged/g), [1, 2, 3, 4, 5]);
  });

  it('gateway.js hears a fleet of sensors', async () => {
    const [gateway, sensors] = await runPair(
      run, ['gateway.js', '0', '127.0.0.1', '5'], ON_PORT, ['sensor.js', '{}'], '--fleet', '5',
    );
    assert.deepStrictEqual([gateway.code, sensors.code], [0, 0]);
    const from = Array.from(gateway.stdout.matchAll(/reading 5 is 22\.4 degrees, from (\S+)/g), ([, sensor]) => sensor);
    assert.strictEqual(distinct(from).length, 5);
    assert.match(gateway.stdout, /that was the last one, closing\n$/);
  });

  it('sensor.js gives up on a gateway that does not answer', async () => {
    const gateway = dgram.createSocket('udp4');
    const received = [];
    gateway.on('message', (msg) => received.push(JSON.parse(msg).number));
    gateway.bind(0, '127.0.0.1');
    await once(gateway, 'listening');
    const { code, stdout, stderr } = await run(process.execPath, [
      COMMAND, example('sensor.js'), `${gateway.address().port}`,
    ]);
    gateway.close();
    assert.deepStrictEqual([code, stderr, received], [1, '', [1, 1, 1, 1, 1]]);
    assert.match(stdout, /giving up\n$/);
  });

  it('gateway.js says what is wrong with its address', async () => {
    const { code, stdout, stderr } = await run(process.execPath, [COMMAND, example('gateway.js'), '0', '203.0.113.1']);
    assert.deepStrictEqual([code, stdout, stderr], [1, 'gateway: bind error 203.0.113.1\n', '']);
  });

  it('run.js, which is `npm start`, runs gateway.js and sensor.js and ends by itself', async () => {
    const { code, stdout, stderr } = await run(process.execPath, [example('run.js')]);
    assert.deepStrictEqual([code, stderr], [0, '']);
    assert.match(stdout, /^\$ iotjs-dgram examples\/gateway\.js 0\n/);
    assert.match(stdout, /\n\$ iotjs-dgram examples\/sensor\.js \d+\n/);
    assert.deepStrictEqual(readingsOf(stdout, /reading (\d) is acknowledged/g), [1, 2, 3, 4, 5]);
    assert.match(stdout, /gateway: that was the last one, closing\n/);
  });

  it('echo-server.js sends back what echo-client.js sends', async () => {
    const [server, client] = await runPair(run, ['echo-server.js', '0'], ON_PORT, ['echo-client.js', '{}']);
    const { stdout: received, ...serverEnd } = server;
    assert.deepStrictEqual(serverEnd, OK);
    assert.match(received, /5 bytes: hello\nserver: 12 bytes: how are you\?\nserver: 3 bytes: bye\n$/);
    assert.deepStrictEqual(client, {
      ...OK, stdout: 'client: hello came back\nclient: how are you? came back\nclient: bye came back\n',
    });
  });

  describe('shout.js, on one machine,', () => {
    function shout(...target) {
      return run(process.execPath, [COMMAND, ...target, example('shout.js'), 'kitchen']);
    }

    const HEARD = { code: 0, signal: null, stdout: 'kitchen: heard "I am kitchen"\n', stderr: '', timedOut: false };

    it('hears itself', async () => {
      assert.deepStrictEqual(await shout(), HEARD);
    });

    it('hears itself where the board has setBroadcast()', async () => {
      assert.deepStrictEqual(await shout('--target', 'linux'), HEARD);
      assert.deepStrictEqual(await shout('--target', 'tizen-rpi', '--allow', 'setBroadcast'), HEARD);
    });

    it('fails where it has not', async () => {
      const { code, stdout, stderr } = await shout('--target', 'tizen-rpi');
      assert.deepStrictEqual([code, stdout], [1, '']);
      assert.match(stderr, /Error: dgram\.Socket\.setBroadcast is not supported on tizen-rpi/);
      assert.match(stderr, /IOTJS_DGRAM_UNSUPPORTED/);
    });
  });

  describe('in a network of their own', () => {
    before(requireNamespace);

    it('discovery-seeker.js finds discovery-device.js', async () => {
      const [device, seeker] = await runPair(
        runInNamespace, ['discovery-device.js', 'kitchen'], 'in 230.255.255.250', ['discovery-seeker.js'],
      );
      assert.deepStrictEqual(device, { ...OK, stdout: 'kitchen: in 230.255.255.250\nkitchen: asked by 10.99.0.1\n' });
      assert.deepStrictEqual(seeker, { ...OK, stdout: 'seeker: I am kitchen at 10.99.0.1\nseeker: found 1\n' });
    });

    it('discovery-seeker.js ends when there is nobody', async () => {
      const script = example('discovery-seeker.js');
      const { code, stdout, stderr } = await runInNamespace(process.execPath, [COMMAND, script]);
      assert.deepStrictEqual({ code, stdout, stderr }, { code: 0, stdout: 'seeker: found 0\n', stderr: '' });
    });

    it('broadcast.js hears itself', async () => {
      const { code, stdout, stderr } = await runInNamespace(process.execPath, [COMMAND, example('broadcast.js')]);
      assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
      // It may close before the third has come back.
      assert.match(stdout, /^10\.99\.0\.1 says: I am here, 1\n10\.99\.0\.1 says: I am here, 2\n/);
    });
  });

  it('has no example that is not tried here', () => {
    assert.deepStrictEqual(fs.readdirSync(EXAMPLES).sort(), [
      'broadcast.js', 'discovery-device.js', 'discovery-seeker.js', 'echo-client.js', 'echo-server.js', 'gateway.js',
      'run.js', 'sensor.js', 'shout.js',
    ]);
  });
});
