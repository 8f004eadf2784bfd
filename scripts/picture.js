'use strict';

// `npm run picture`: draws docs/picture.png again, the sensor of examples/ in a bad network. It needs Chromium.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { Browser } = require('../test/trace/support/browser');

const ROOT = path.dirname(__dirname);
const COMMAND = path.join(ROOT, 'bin', 'iotjs-dgram.js');
const PICTURE = path.join(ROOT, 'docs', 'picture.png');
const NETWORK = ['--loss', '20%', '--delay', '40ms±10ms', '--seed', '7'];
const SIZE = { width: 1040, height: 880 };
const LOST = 4; // the datagram whose bytes are shown: the first that is lost

async function start(args) {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  child.stdout.resume();
  return once(child, 'exit');
}

async function main() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-picture-'));
  const capture = path.join(directory, 'sensor.pcapng');
  const page = path.join(directory, 'sensor.html');
  const browser = new Browser();
  try {
    const gateway = start(['examples/gateway.js']);
    await start([...NETWORK, '--record', capture, 'examples/sensor.js']);
    await gateway;
    require('../sim/trace/draw/draw').draw([capture], page, 'sensor.js');
    const opened = await browser.open(page, { viewport: SIZE });
    await opened.evaluate((arrow) => globalThis.chart.select(arrow), LOST);
    await opened.screenshot({ path: PICTURE });
    await browser.check();
  } finally {
    await browser.close();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

main();
