'use strict';

// The command line.

const path = require('node:path');
const { parseArgs } = require('node:util');

const { REFERENCE } = require('./implementations');
const { WORKLOADS } = require('./workloads');

const RESULTS = path.join(__dirname, 'results.json');

const USAGE = `Usage: node bench/run.js [options]

Measures CPU per message of node:dgram, iotjs-dgram, Bun and Deno (where they are on the PATH) and plain C, in turns, on
loopback. Linux only.

  --pairs N         how many turns each one takes (default 9)
  --only NAMES      these workloads alone, separated by commas; see below
  --with NAMES      these implementations alone, beside ${REFERENCE}: iotjs-dgram, bun, deno, c, c-batch, c-segment
  --also NAME=PATH  another package too, such as a second checkout of this one, and how iotjs-dgram compares with it;
                    may be repeated
  --warmup MS       before each measurement (default 300)
  --measure MS      how long each measurement takes (default 1000)
  --sockets N       how many the workload "open" opens (default 10000)
  --burst N         messages sent in one turn of the loop, or in flight (default 256)
  --als             the scripts run within an AsyncLocalStorage, as under a test runner or tracing
  --quick           short measurements with few sockets, to see that all works; the numbers mean little
  --out FILE        write the results to this file, with every sample
  --record          write them to bench/results.json, and from there into docs/performance.md and docs/bench.svg
  --write           measure nothing; write docs/performance.md and docs/bench.svg again from bench/results.json
  --help

Workloads:
${WORKLOADS.map(({ name, title }) => `  ${name.padEnd(17)} ${title}`).join('\n')}
`;

const OPTIONS = {
  pairs: { type: 'string' },
  only: { type: 'string' },
  with: { type: 'string' },
  also: { type: 'string', multiple: true, default: [] },
  warmup: { type: 'string' },
  measure: { type: 'string' },
  sockets: { type: 'string' },
  burst: { type: 'string' },
  als: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  out: { type: 'string' },
  record: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

const DEFAULTS = { pairs: 9, warmup: 300, measure: 1000, sockets: 10000, burst: 256 };
const QUICK = { pairs: 1, warmup: 2, measure: 10, sockets: 200, burst: 256 };

/** The command line makes no sense. */
class UsageError extends Error {}

function toNumber(name, text, missing) {
  if (text === undefined) return missing;
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new UsageError(`--${name} takes a whole number from 1 on, not "${text}"`);
  return Number(text);
}

/**
 * The entries that a list of names chooses, in the order of the entries.
 *
 * @param {string} option the name of the option, for the error
 * @param {Array<{name: string}>} entries
 * @param {string} [list] names with commas between them; none chooses all
 * @returns {Array<{name: string}>}
 * @throws {UsageError} for a name that no entry has
 */
function choose(option, entries, list) {
  if (list === undefined) return entries;
  const names = list.split(',');
  const unknown = names.find((name) => !entries.some((entry) => entry.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`--${option} knows ${entries.map(({ name }) => name).join(', ')}; not "${unknown}"`);
  }
  return entries.filter(({ name }) => names.includes(name));
}

function toPackage(text) {
  const [, name, folder] = text.match(/^([^=]+)=(.+)$/) ?? [];
  if (name === undefined) throw new UsageError(`--also takes NAME=PATH, not "${text}"`);
  return [name, folder];
}

/**
 * @param {string[]} words the arguments
 * @returns {object} the numbers by name, and `als`, `help`, `with` (a list of names), `also` (names and paths),
 *   `workloads`, `out` (a path; undefined: not written), `measures` (whether to measure), `write` (whether to write
 *   page and chart)
 * @throws {UsageError}
 */
function parse(words) {
  let values;
  try {
    ({ values } = parseArgs({ args: words, options: OPTIONS }));
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
  }
  const defaults = values.quick ? QUICK : DEFAULTS;
  const numbers = Object.fromEntries(Object.keys(defaults).map((name) =>
    [name, toNumber(name, values[name], defaults[name])]));
  const hindrance = ['als', 'only', 'out', 'quick', 'write'].find((name) => values[name]);
  if (values.record && hindrance !== undefined) throw new UsageError(`--record and --${hindrance} exclude each other`);
  return {
    ...numbers,
    als: values.als,
    help: values.help,
    with: values.with,
    also: values.also.map(toPackage),
    workloads: choose('only', WORKLOADS, values.only),
    out: values.record ? RESULTS : values.out,
    write: values.record || values.write,
    measures: !values.write,
  };
}

module.exports = { RESULTS, USAGE, UsageError, choose, parse };
