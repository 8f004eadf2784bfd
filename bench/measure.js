'use strict';

// Runs the workloads in turns and sums up what they gave.

const { Child } = require('./children');
const { REFERENCE, limitCommand } = require('./implementations');
const { Progress } = require('./progress');
const { formatRow } = require('./report');
const { summarize } = require('./statistics');

/** What a workload is given to run one implementation once: it starts the processes, and ends them all. */
class Bench {
  #children = [];

  constructor(program, { als, warmup, measure, sockets, burst }) {
    this.als = als;
    this.program = program;
    this.sockets = sockets;
    this.burst = burst;
    const limit = warmup + measure + (sockets > 1000 ? 30000 : 10000);
    this.common = { warmup, measure, burst, limit };
  }

  #start(command) {
    const child = new Child(command);
    this.#children.push(child);
    return child;
  }

  /** A workload's script, or the mode of the C program that does the same. */
  start(implementation, script, options) {
    const context = implementation.isLimit ? {} : { als: this.als };
    return this.#start(implementation.command(script, { ...this.common, ...context, ...options }));
  }

  /** The C program as the other end. */
  startC(mode, how, options) {
    return this.#start(limitCommand(this.program, mode, how, { ...this.common, ...options }));
  }

  async end() {
    await Promise.all(this.#children.map((child) => child.end()));
  }
}

async function runOnce(workload, implementation, program, options) {
  const bench = new Bench(program, options);
  try {
    return await workload.run(bench, implementation);
  } finally {
    await bench.end();
  }
}

/** Takes turns: all implementations once, then again in the opposite order. Samples by implementation. */
async function takeTurns(workload, implementations, program, options, progress) {
  const samples = new Map(implementations.map(({ name }) => [name, []]));
  const failures = new Map();
  for (let pair = 0; pair < options.pairs; pair++) {
    for (const implementation of pair % 2 === 0 ? implementations : implementations.toReversed()) {
      const { name } = implementation;
      progress.show(`${workload.name}, pair ${pair + 1} of ${options.pairs}, ${name}`);
      try {
        if (!failures.has(name)) samples.get(name).push(await runOnce(workload, implementation, program, options));
      } catch (error) {
        failures.set(name, error.message);
      }
      progress.advance();
    }
  }
  return { samples, failures };
}

function round(value) {
  return Number(value.toPrecision(4));
}

function roundAll({ median, quartiles }) {
  return { median: round(median), quartiles: quartiles.map(round) };
}

/** One metric of a workload. The ratio is the median of the ratios within each pair. */
function toRow(workload, metric, { samples, failures }) {
  const valuesOf = (name) => samples.get(name)?.map((sample) => sample[metric.key]) ?? [];
  const reference = failures.has(REFERENCE) ? [] : valuesOf(REFERENCE);
  const values = {};
  for (const name of samples.keys()) {
    if (failures.has(name)) continue;
    const own = valuesOf(name);
    values[name] = { ...roundAll(summarize(own)), samples: own.map(round) };
    if (reference.length > 0) values[name].ratio = roundAll(summarize(own.map((value, i) => value / reference[i])));
  }
  const { name, title } = workload;
  return { workload: name, metric: metric.key, title, unit: metric.unit, goal: metric.goal, values };
}

/** What there is to say of a workload beside its numbers. */
function toNotes(workload, { samples, failures }) {
  const notes = [...failures].map(([name, why]) => `${workload.name} failed with ${name}: ${why}`);
  for (const [name, list] of samples) {
    const lost = Math.max(0, ...list.map((sample) => sample.lost ?? 0));
    if (lost > 0.05) notes.push(`${workload.name}: the receiver missed up to ${Math.round(lost * 100)} % from ${name}`);
  }
  return notes;
}

/**
 * Measures, with progress on stderr.
 *
 * @param {object} options as parse() of options.js returns them
 * @param {object[]} implementations as findImplementations() returns them, the reference first
 * @param {string} program the C program
 * @returns {Promise<{rows: object[], notes: string[], hasFailed: boolean}>} rows and notes as in results.json
 */
async function measureAll(options, implementations, program) {
  const obstacles = options.workloads.map((workload) => workload.obstacle?.(options)).filter(Boolean);
  const workloads = options.workloads.filter((workload) => !workload.obstacle?.(options));
  const partners = (workload) =>
    implementations.filter(({ name, isLimit }) => !isLimit || workload.limits.includes(name));
  const turns = workloads.reduce((sum, workload) => sum + partners(workload).length * options.pairs, 0);
  const progress = new Progress(turns);
  const rows = [];
  const notes = [...obstacles];
  let hasFailed = false;
  for (const workload of workloads) {
    const outcome = await takeTurns(workload, partners(workload), program, options, progress);
    const newRows = workload.metrics.map((metric) => toRow(workload, metric, outcome));
    const newNotes = toNotes(workload, outcome);
    progress.print([...newRows.map(formatRow), ...newNotes].join('\n'));
    rows.push(...newRows);
    notes.push(...newNotes);
    hasFailed ||= outcome.failures.size > 0;
  }
  progress.end();
  return { rows, notes, hasFailed };
}

module.exports = { measureAll };
