'use strict';

// What fleets of idle clients cost: `node bench/fleet.js [light|isolated] [copies ...]`, on Linux. The tables are those
// of docs/fleets.md: by default of both kinds of copies.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { createInterface } = require('node:readline');

const { describeMachine, describeVersions } = require('./machine.js');
const { inspect, processesOf } = require('./processes.js');
const { Progress } = require('./progress.js');
const { summarize } = require('./statistics.js');

const COMMAND = path.join(__dirname, '..', 'bin', 'iotjs-dgram.js');
const CLIENT = path.join(__dirname, 'scripts', 'fleet-client.js');

const KINDS = {
  light: { options: [], counts: [1, 100, 1000, 10000] },
  isolated: { options: ['--isolate'], counts: [1, 100, 200, 500, 1000, 1300] },
};
const REPETITIONS = 3;
const KIBIBYTES_A_MEBIBYTE = 1024;

/** The columns behind the number of copies: a heading, and the digits behind the point. */
const COLUMNS = {
  'seconds until all have their answer': 1,
  'CPU ms a copy': 1,
  'resident MiB': 0,
  'KiB a copy': 0,
  'processes': 0,
  'threads': 0,
  'descriptors': 0,
  'memory mappings': 0,
};

/** What all of them take: of descriptors and mappings, whose limits are for one process, the most. */
function inspectAll(pid, count, seconds) {
  const each = processesOf(pid).map(inspect);
  const sum = (name) => each.reduce((total, one) => total + one[name], 0);
  const most = (name) => Math.max(...each.map((one) => one[name]));
  return {
    'seconds until all have their answer': seconds,
    'CPU ms a copy': sum('cpu') * 1000 / count,
    'resident MiB': sum('memory') / KIBIBYTES_A_MEBIBYTE,
    'KiB a copy': sum('memory') / count,
    'processes': each.length,
    'threads': sum('threads'),
    'descriptors': most('descriptors'),
    'memory mappings': most('mappings'),
  };
}

/** Starts a fleet, looks at it when all copies are up, and ends it. */
async function measure(kind, count) {
  const start = performance.now();
  const fleet = spawn(process.execPath, [COMMAND, '--fleet', String(count), ...KINDS[kind].options, CLIENT], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  fleet.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const end = once(fleet, 'close');
  let up = 0;
  let sample;
  for await (const line of createInterface({ input: fleet.stdout })) {
    if (!line.endsWith('up') || ++up < count) continue;
    sample = inspectAll(fleet.pid, count, (performance.now() - start) / 1000);
    fleet.kill('SIGTERM');
  }
  await end;
  if (sample === undefined) throw new Error(`a fleet of ${count} did not start:\n${stderr}`);
  return sample;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function tableRow(count, samples) {
  return row([count, ...Object.entries(COLUMNS).map(([name, digits]) =>
    summarize(samples.map((sample) => sample[name])).median.toFixed(digits))]);
}

async function main(args) {
  const kinds = args[0] in KINDS ? [args.shift()] : Object.keys(KINDS);
  const plan = kinds.map((kind) => [kind, args.length > 0 ? args.map(Number) : KINDS[kind].counts]);
  const progress = new Progress(plan.flatMap(([, counts]) => counts).length * REPETITIONS);
  const tables = [];
  for (const [kind, counts] of plan) {
    const headings = [`${kind} copies`, ...Object.keys(COLUMNS)];
    tables.push('', row(headings), row(headings.map(() => '---:')));
    for (const count of counts) {
      const samples = [];
      for (let i = 0; i < REPETITIONS; i++) {
        progress.show(`${count} ${kind} copies`);
        samples.push(await measure(kind, count));
        progress.advance();
      }
      tables.push(tableRow(count, samples));
    }
  }
  progress.end();
  console.log(JSON.stringify({ ...describeMachine(), ...describeVersions() }, null, 2));
  console.log(tables.join('\n'));
}

main(process.argv.slice(2));
