'use strict';

// `npm start`: the same two scripts on this machine, with a bad network, on a board, and as a fleet. For the desktop.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const readline = require('node:readline');
const util = require('node:util');

const COMMAND = require.resolve('../bin/iotjs-dgram.js');
const LISTENING = /listening on [\d.]+:(\d+)/;
const COPIES = 50;

/** With this seed, it loses a reading and an acknowledgement. */
const BAD_NETWORK = ['--loss', '20%', '--delay', '40ms±10ms', '--seed', '16', '--report'];

let collector;
let failed = false;

/** In color at a terminal only. */
function print(style, text) {
  const isColored = process.stdout.isTTY && process.env.NO_COLOR === undefined && util.styleText !== undefined;
  console.log(isColored ? util.styleText(style, text) : text);
}

function heading(text) {
  print('bold', `\n${text}`);
}

/**
 * What all scripts print goes through one pipe: so it comes in the order in which it was printed.
 *
 * @param {function(string)} onLine
 */
function collect(onLine) {
  collector = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readline.createInterface({ input: collector.stdout }).on('line', onLine);
}

/** Runs a script to its end, and returns its exit code. */
async function run(...args) {
  print('cyan', `$ iotjs-dgram ${args.join(' ')}`);
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: `${__dirname}/..`,
    stdio: ['inherit', collector.stdin, collector.stdin],
  });
  const [code] = await once(child, 'exit');
  return code;
}

/**
 * Runs the gateway and, when it listens, sensors.
 *
 * @param {string[]} options of the command, for the sensors
 * @param {object} [settings]
 * @param {number} [settings.sensors] how many there are; default 1
 * @param {function(string): boolean} [settings.isShown] of a line; default: all are
 */
async function runPair(options, { sensors = 1, isShown = () => true } = {}) {
  const ends = [];
  collect((line) => {
    if (isShown(line)) console.log(line);
    const [, port] = LISTENING.exec(line) ?? [];
    if (port !== undefined) ends.push(run(...options, 'examples/sensor.js', port));
  });
  ends.push(run('examples/gateway.js', '0', ...(sensors === 1 ? [] : ['127.0.0.1', String(sensors)])));
  await ends[0];
  const codes = await Promise.all(ends);
  if (codes.length < 2 || codes.some((code) => code !== 0)) failed = true;
  await endOfOutput();
}

async function endOfOutput() {
  collector.stdin.end();
  await once(collector, 'close');
}

async function main() {
  heading('1. A sensor sends readings to a gateway, by UDP');
  await runPair([]);

  heading('2. The same scripts, and a network that loses one message in five: readings are sent again');
  await runPair(BAD_NETWORK);

  heading('3. The gateway on a board whose dgram has no address(): the script fails here as it would there');
  collect((line) => console.log(line));
  if (await run('--target', 'nuttx-stm32f4', 'examples/gateway.js', '0') === 0) failed = true;
  await endOfOutput();

  heading(`4. ${COPIES} sensors at once`);
  let readings = 0;
  await runPair(['--fleet', String(COPIES)], {
    sensors: COPIES,
    isShown(line) {
      if (/^gateway: reading/.test(line)) readings++;
      return /^fleet|^gateway: that/.test(line);
    },
  });
  console.log(`gateway: ${readings} readings came from ${COPIES} sensors`);

  heading('Try next');
  console.log(`npx iotjs-dgram check examples/sensor.js   what does it use that a device lacks?
npx iotjs-dgram targets                    which boards are there?
npx iotjs-dgram first.js                   your own script: README.md has a first one`);
  process.exitCode = failed ? 1 : 0;
}

main();
