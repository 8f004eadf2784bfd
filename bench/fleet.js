'use strict';

// What fleets of idle clients cost: `node bench/fleet.js [copies ...]`, on Linux. The table is that of docs/fleets.md.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { createInterface } = require('node:readline');

const { describeMachine, describeVersions } = require('./machine.js');
const { Progress } = require('./progress.js');
const { summarize } = require('./statistics.js');

const MAIN = path.join(__dirname, '..', 'sim', 'fleet', 'main.js');
const CLIENT = path.join(__dirname, 'scripts', 'fleet-client.js');

const COUNTS = [1, 100, 200, 500, 1000, 1300];
const REPETITIONS = 3;
const MEBIBYTES_A_KIBIBYTE = 1 / 1024;

function linesOf(file) {
  return fs.readFileSync(file, 'utf8').split('\n').length - 1;
}

/** What the system says of a process. */
function inspect(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    memory: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * MEBIBYTES_A_KIBIBYTE,
    threads: Number(/^Threads:\s+(\d+)$/m.exec(status)[1]),
    descriptors: fs.readdirSync(`/proc/${pid}/fd`).length,
    mappings: linesOf(`/proc/${pid}/maps`),
  };
}

/** Starts a fleet, looks at it when all copies are up, and ends it. */
async function measure(count) {
  const start = performance.now();
  const fleet = spawn(process.execPath, [MAIN, String(count), CLIENT], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  fleet.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const end = once(fleet, 'close');
  let up = 0;
  let sample;
  for await (const line of createInterface({ input: fleet.stdout })) {
    if (!line.endsWith('up') || ++up < count) continue;
    sample = { seconds: (performance.now() - start) / 1000, ...inspect(fleet.pid) };
    fleet.kill('SIGTERM');
  }
  await end;
  if (sample === undefined) throw new Error(`a fleet of ${count} did not start:\n${stderr}`);
  return sample;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function median(samples, name, digits = 0) {
  return summarize(samples.map((sample) => sample[name])).median.toFixed(digits);
}

function tableRow(count, samples) {
  return row([count, median(samples, 'seconds', 1), ...['memory', 'threads', 'descriptors', 'mappings'].map((name) =>
    median(samples, name))]);
}

async function main(args) {
  const counts = args.length > 0 ? args.map(Number) : COUNTS;
  const progress = new Progress(counts.length * REPETITIONS);
  const table = [
    row(['copies', 'seconds until all are up', 'resident MiB', 'threads', 'descriptors', 'memory mappings']),
    row(['---:', '---:', '---:', '---:', '---:', '---:']),
  ];
  for (const count of counts) {
    const samples = [];
    for (let i = 0; i < REPETITIONS; i++) {
      progress.show(`${count} copies`);
      samples.push(await measure(count));
      progress.advance();
    }
    table.push(tableRow(count, samples));
  }
  progress.end();
  console.log(JSON.stringify({ ...describeMachine(), ...describeVersions() }, null, 2));
  console.log(table.join('\n'));
}

main(process.argv.slice(2));
