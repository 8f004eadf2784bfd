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
const { USAGE, UsageError, choose, parse } = require('./options');
const { formatResults } = require('./report');

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

async function main(words) {
  const options = parse(words);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (process.platform !== 'linux') throw new Error('The benchmark needs Linux.');
  const program = build();
  const implementations = findImplementations(program, options.also);
  const others = choose('with', implementations, options.with);
  const chosen = implementations.filter((entry) =>
    entry.name === REFERENCE || options.also.some(([name]) => name === entry.name) || others.includes(entry));

  const { pairs, warmup, measure, sockets, burst } = options;
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
    settings: { warmup, measure, sockets, burst },
    implementations: chosen.map(({ name, title }) => ({ name, title })),
    rows,
    notes,
  };
  process.stdout.write(`${formatResults(results)}\n`);
  for (const note of notes) process.stdout.write(`${note}\n`);
  if (options.out !== undefined) write(options.out, `${JSON.stringify(results, null, 2)}\n`);
  if (options.chart !== undefined) write(options.chart, await draw(results));
  if (hasFailed) process.exitCode = 1;
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
