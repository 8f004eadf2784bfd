'use strict';

// What a simulated network costs, and a recording: `node bench/networks.js`. Each is measured beside the same without
// it, in turns.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { Child } = require('./children.js');
const { describeMachine, describeVersions } = require('./machine.js');
const { summarize } = require('./statistics.js');

const PACKAGE = path.join(__dirname, '..');
const PAIRS = 7;
const LIMIT = 60000; // ms
/** How many messages are in flight at most: as in the workload pair; and enough to keep both ends busy where each takes
 * a while. */
const BURST = 256;
const MANY = 4096;
const UNDER_WAY = [10000, 100000];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-bench-'));

/** For both ends of a pair: environment variables, by what there is to measure; and the most that it may cost. */
const KINDS = {
  'a network that does nothing': { variables: () => ({ LOSS: '0%' }) },
  '5 % loss': { variables: () => ({ LOSS: '5%' }), goal: 2 },
  'a delay of 5 ms': { variables: () => ({ DELAY: '5ms' }), burst: MANY, goal: 4 },
  'a delay of 5 ms, jitter 4 ms': { variables: () => ({ DELAY: '5ms±4ms' }), burst: MANY },
  'recording': { variables: (end) => ({ RECORD: path.join(folder, `${end}.pcapng`) }), goal: 3 },
};

function start(script, variables, options) {
  const settings = Object.entries(variables).map(([name, value]) => `IOTJS_DGRAM_${name}=${value}`);
  const parameters = JSON.stringify({ limit: LIMIT, warmup: 300, measure: 1000, size: 64, ...options });
  const file = path.join(__dirname, 'scripts', `${script}.js`);
  return new Child(['env', ...settings, process.execPath, file, PACKAGE, parameters]);
}

/** @returns {Promise<number>} microseconds of CPU for a message that arrives, both ends together */
async function pair(variables, burst) {
  const receiver = start('pair-receive', variables('receiver'), {});
  const { ports } = await receiver.next();
  const sender = start('pair-send', variables('sender'), { burst, ports });
  const [sent, received] = await Promise.all([sender.next(), receiver.next()]);
  return (sent.cpu + received.cpu) / received.messages;
}

async function main() {
  console.log(JSON.stringify({ ...describeMachine(), ...describeVersions() }, null, 2));
  console.log('| one script to another | µs of CPU for a message | without | ratio | goal |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const [name, { variables, burst = BURST, goal }] of Object.entries(KINDS)) {
    const samples = [];
    for (let i = 0; i < PAIRS; i++) samples.push([await pair(variables, burst), await pair(() => ({}), burst)]);
    const median = (of) => summarize(samples.map(of)).median.toFixed(2);
    console.log(`| ${name} | ${median(([each]) => each)} | ${median(([, without]) => without)} | ` +
      `${median(([each, without]) => each / without)} | ${goal ?? ''} |`);
  }
  for (const messages of UNDER_WAY) {
    const { bytes, cpu } = await start('under-way', { DELAY: '4s', DIRECTION: 'send' }, { messages }).next();
    console.log(`${messages} messages on their way at once: ${Math.round(bytes / messages)} bytes and ` +
      `${(cpu / messages).toFixed(2)} µs of CPU each`);
  }
  fs.rmSync(folder, { recursive: true });
}

main();
