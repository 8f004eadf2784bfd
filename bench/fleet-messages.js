'use strict';

// What a message costs that a copy of a fleet sends, beside one of a script that has a socket for each: `node
// bench/fleet-messages.js [sockets]`, on Linux; by default 1,000, and each sends ten a second.

const { spawn } = require('node:child_process');
const path = require('node:path');
const { createInterface } = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');

const { inspect, processesOf } = require('./processes.js');
const { summarize } = require('./statistics.js');

const COMMAND = path.join(__dirname, '..', 'bin', 'iotjs-dgram.js');
const script = (name) => path.join(__dirname, 'scripts', name);

const PAIRS = 5;
const SECONDS = 5;
const WARMUP = 2;

function start(args) {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** @returns {Promise<number>} microseconds of CPU for a message, in all processes that send */
async function measure(sockets, options, scriptArgs) {
  const sink = start([script('fleet-sink.js')]);
  const { value: port } = await sink.lines.next();
  const sender = start([...options, script('fleet-sender.js'), port, ...scriptArgs]);
  for (let up = 0; up < sockets; up++) await sender.lines.next();
  const look = async () => {
    const cpu = processesOf(sender.child.pid).reduce((sum, pid) => sum + inspect(pid).cpu, 0);
    sink.child.stdin.write('\n');
    return { cpu, messages: Number((await sink.lines.next()).value) };
  };
  await sleep(WARMUP * 1000);
  const before = await look();
  await sleep(SECONDS * 1000);
  const after = await look();
  sender.child.kill('SIGTERM');
  sink.child.stdin.end();
  return (after.cpu - before.cpu) * 1e6 / (after.messages - before.messages);
}

async function main(sockets) {
  const results = { fleet: [], script: [] };
  for (let i = 0; i < PAIRS; i++) {
    results.fleet.push(await measure(sockets, ['--fleet', String(sockets)], []));
    results.script.push(await measure(sockets, [], [String(sockets)]));
  }
  const median = (name) => summarize(results[name]).median;
  console.log(`CPU for a message: ${median('fleet').toFixed(1)} us in a fleet of ${sockets}, ` +
    `${median('script').toFixed(1)} us in a script with ${sockets} sockets: ` +
    `${(median('fleet') / median('script')).toFixed(2)} times as much`);
}

main(Number(process.argv[2] ?? 1000));
