'use strict';

// What is measured. Each workload runs once for one implementation, in fresh processes, and gives its metrics.

const { execFileSync } = require('node:child_process');

const MANY = 50; // destinations of send-fifty, sockets of fifty-sockets
const BUSY_LOOPS = 2;
const PAUSE = 2; // ms; see scripts/receive.js
const SMALLEST_WINDOW = 128; // two acknowledgements of scripts/pair-receive.js

/** A cost in CPU time: what the goals are about. */
function cpuMetric(goal) {
  return { key: 'cpu', unit: 'µs of CPU per message', goal };
}

const RATE_METRIC = { key: 'rate', unit: 'messages a second' };

function perMessage({ messages, cpu, elapsed }) {
  return { cpu: cpu / messages, rate: messages / elapsed * 1e6 };
}

async function receive(bench, implementation, how, pause) {
  const receiver = bench.start(implementation, 'receive', { size: 64, pause });
  const { ports } = await receiver.next();
  bench.startC('flood', how, { size: 64, ports });
  return perMessage(await receiver.next());
}

async function send(bench, implementation, { size = 64, destinations = 1, coalesce = false, ...others }) {
  const sink = bench.startC('sink', 'batch', { sockets: destinations, coalesce });
  const { ports } = await sink.next();
  const result = await bench.start(implementation, 'send', { size, ports, ...others }).next();
  sink.stop();
  const { messages } = await sink.next();
  return { ...perMessage(result), lost: Math.max(0, 1 - messages / result.total) };
}

async function pair(bench, implementation) {
  const burst = Math.max(bench.burst, SMALLEST_WINDOW);
  const receiver = bench.start(implementation, 'pair-receive', { size: 64 });
  const { ports } = await receiver.next();
  const sender = bench.start(implementation, 'pair-send', { size: 64, burst, ports });
  const [sent, received] = (await Promise.all([sender.next(), receiver.next()])).map(perMessage);
  return { cpu: sent.cpu + received.cpu, rate: received.rate };
}

async function echo(bench, implementation) {
  const server = bench.start(implementation, 'echo-server', { size: 64 });
  const { ports } = await server.next();
  const client = bench.start(implementation, 'echo-client', { size: 64, ports });
  const { median, p99, ...result } = await client.next();
  return { median, p99, ...perMessage(result) };
}

/** The busy loops end with the other processes of the workload; at the latest, they end by themselves. */
async function echoBusy(bench, implementation) {
  const loops = Array.from({ length: BUSY_LOOPS }, () => bench.startC('busy', 'single', {}));
  await Promise.all(loops.map((loop) => loop.next()));
  return echo(bench, implementation);
}

async function open(bench, implementation) {
  const { sockets, cpu, bytes } = await bench.start(implementation, 'open', { sockets: bench.sockets }).next();
  return { cpu: cpu / sockets, bytes: bytes / sockets };
}

/** Why so many sockets cannot be opened here. */
function openObstacle({ sockets }) {
  const text = execFileSync('sh', ['-c', 'ulimit -H -n'], { encoding: 'utf8' }).trim();
  const needed = sockets + 100;
  if (text === 'unlimited' || Number(text) >= needed) return undefined;
  return `open was left out: it takes ${needed} open files, and the limit is ${text} (ulimit -H -n)`;
}

const ALL_LIMITS = ['c', 'c-batch', 'c-segment'];

/**
 * The workloads, in the order in which they run. `limits` are the C variants that make sense; a metric's `goal` is
 * the most that its ratio to the reference may be; `obstacle` tells why a workload cannot run here.
 */
const WORKLOADS = [
  {
    name: 'receive-single',
    title: 'receive, 64 bytes, flood of single datagrams',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(0.60)],
    run: (bench, implementation) => receive(bench, implementation, 'batch', PAUSE),
  },
  {
    name: 'receive-segmented',
    title: 'receive, 64 bytes, flood of segmented sends',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(0.25), RATE_METRIC],
    run: (bench, implementation) => receive(bench, implementation, 'segment', 0),
  },
  {
    name: 'receive-waiting',
    title: 'receive, 64 bytes, single datagrams, waiting for the sender',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(), RATE_METRIC],
    run: (bench, implementation) => receive(bench, implementation, 'batch', 0),
  },
  {
    name: 'pair',
    title: 'one script to another, 64 bytes, both ends together',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(0.22), RATE_METRIC],
    run: pair,
  },
  {
    name: 'send-one',
    title: 'send with callback, 64 bytes, one destination',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(0.30), RATE_METRIC],
    run: (bench, implementation) => send(bench, implementation, {}),
  },
  {
    name: 'send-coalescing',
    title: 'send with callback, 64 bytes, one destination that coalesces',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(), RATE_METRIC],
    run: (bench, implementation) => send(bench, implementation, { coalesce: true }),
  },
  {
    name: 'send-fifty',
    title: 'send with callback, 64 bytes, fifty destinations in turn',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(0.60), RATE_METRIC],
    run: (bench, implementation) => send(bench, implementation, { destinations: MANY }),
  },
  {
    name: 'fifty-sockets',
    title: 'send with callback, 64 bytes, fifty sockets in turn to one destination',
    limits: [],
    metrics: [cpuMetric(), RATE_METRIC],
    run: (bench, implementation) => send(bench, implementation, { senders: MANY }),
  },
  {
    name: 'send-1400',
    title: 'send with callback, 1,400 bytes, one destination',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(0.35), RATE_METRIC],
    run: (bench, implementation) => send(bench, implementation, { size: 1400 }),
  },
  {
    name: 'send-8192',
    title: 'send with callback, 8,192 bytes, one destination',
    limits: ALL_LIMITS,
    metrics: [cpuMetric(), RATE_METRIC],
    run: (bench, implementation) => send(bench, implementation, { size: 8192 }),
  },
  {
    name: 'echo',
    title: 'echo round trip, 64 bytes',
    limits: ['c'],
    metrics: [
      { key: 'median', unit: 'µs, median', goal: 0.75 },
      { key: 'p99', unit: 'µs, 99th percentile' },
      { key: 'cpu', unit: 'µs of CPU at one end' },
    ],
    run: echo,
  },
  {
    name: 'echo-busy',
    title: 'echo round trip, 64 bytes, between two busy loops',
    limits: ['c'],
    metrics: [
      { key: 'median', unit: 'µs, median' },
      { key: 'p99', unit: 'µs, 99th percentile' },
      { key: 'rate', unit: 'round trips a second' },
    ],
    run: echoBusy,
  },
  {
    name: 'open',
    title: '10,000 bound sockets',
    limits: ['c'],
    obstacle: openObstacle,
    metrics: [
      { key: 'bytes', unit: 'resident bytes each', goal: 0.85 },
      { key: 'cpu', unit: 'µs of CPU to open and close one', goal: 0.85 },
    ],
    run: open,
  },
];

module.exports = { WORKLOADS };
