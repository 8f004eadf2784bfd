'use strict';

// The benchmark: workloads by each implementation in turns, medians and ratios at the end.

const fs = require('node:fs');
const path = require('node:path');

const { build } = require('./build');
const { draw } = require('./chart');
const { killAll } = require('./children');
const { REFERENCE, findImplementations } = require('./implementations');
const { describeMachine, describeVersions } = require('./machine');
const { measureAll } = require('./measure');
const { RESULTS, USAGE, UsageError, choose, parse } = require('./options');
const { fill } = require('./page');
const { formatResults } = require('./report');

const DOCS = path.join(__dirname, '..', 'docs');
const PAGE = path.join(DOCS, 'performance.md');
const CHART = path.join(DOCS, 'bench.svg');

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Page and chart, from results.json. */
async function writePageAndChart() {
  const results = JSON.parse(fs.readFileSync(RESULTS, 'utf8'));
  write(PAGE, fill(fs.readFileSync(PAGE, 'utf8'), results));
  write(CHART, await draw(results));
}

async function run(options, words) {
  if (process.platform !== 'linux') throw new Error('The benchmark needs Linux.');
  const program = build();
  const implementations = findImplementations(program, options.also);
  const others = choose('with', implementations, options.with);
  const chosen = implementations.filter((entry) =>
    entry.name === REFERENCE || entry.isAlso || others.includes(entry));

  const { als, pairs, warmup, measure, sockets, burst } = options;
  const machine = describeMachine();
  const { rows, notes, hasFailed } = await measureAll(options, chosen, program);
  const results = {
    command: ['node bench/run.js', ...words].join(' '),
    date: new Date().toISOString().slice(0, 10),
    machine,
    versions: {
      ...describeVersions(),
      ...Object.fromEntries(chosen.filter(({ version }) => version).map(({ name, version }) => [name, version])),
    },
    pairs,
    settings: { warmup, measure, sockets, burst, als },
    implementations: chosen.map(({ name, title, isAlso }) => ({ name, title, isAlso })),
    rows,
    notes,
  };
  process.stdout.write(`${formatResults(results)}\n`);
  for (const note of notes) process.stdout.write(`${note}\n`);
  if (options.out !== undefined) write(options.out, `${JSON.stringify(results, null, 2)}\n`);
  if (hasFailed) process.exitCode = 1;
}

async function main(words) {
  const options = parse(words);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (options.measures) await run(options, words);
  if (options.write) await writePageAndChart();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    killAll();
    process.kill(process.pid, signal);
  });
}
process.on('exit', killAll);

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  if (error instanceof UsageError) process.stderr.write('node bench/run.js --help tells more.\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
