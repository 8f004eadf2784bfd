'use strict';

// What was typed: our options and Node's before the script's name, its own arguments behind it.

const { parseArgs } = require('node:util');

const { SETTINGS, fromEnvironment, read, variableOf } = require('../sim/board/settings');
const { FLEET_OPTIONS, LARGEST_INDEX } = require('../sim/fleet/options');
const { nearest } = require('../sim/spelling');
const { lookUpOption } = require('./node-options');

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  ...Object.fromEntries(Object.entries({ ...FLEET_OPTIONS, ...SETTINGS }).map(([name, { option }]) => [name, {
    type: option === undefined ? 'boolean' : 'string',
    multiple: name === 'allow',
  }])),
};
const NAMES = Object.entries(OPTIONS).flatMap(([name, { short }]) => [`--${name}`, ...(short ? [`-${short}`] : [])]);

/** A mistake of the user's; its message says what was expected. */
class UsageError extends Error {}

/** What the last word of a value looks like, and the next one, where the shell has made several words of the value: the
 * user has not quoted `5%/burst 4` or `100%@10s-20s every 60s`; and how many more words belong to it. */
const CONTINUATIONS = [[/\/burst$/, /^[\d.]+/, 1], [/@[\d.ms]+-[\d.ms]+$/, /^every$/, 2]];

/** How many words behind a value still belong to it. */
function countContinuations(words) {
  let count = 0;
  for (;;) {
    const goesOn = ([last, next]) => last.test(words[count]) && next.test(words[count + 1]);
    const [, , more = 0] = CONTINUATIONS.find(goesOn) ?? [];
    if (more === 0) return count;
    count += more;
  }
}

/**
 * @param {string[]} args those of the command
 * @returns {{values: object, nodeOptions: string[], script: string|undefined, scriptArgs: string[], isName: boolean}}
 *   `values` are those of our options by name; `isName` says that the script was given behind `--`
 * @throws {UsageError}
 */
function parse(args) {
  const ours = [];
  const nodeOptions = [];
  let end = 0;
  while (end < args.length && args[end] !== '--' && args[end].startsWith('-')) {
    const [name] = args[end].split('=', 1);
    const isOurs = NAMES.includes(name);
    const alone = SETTINGS[name.slice(2)]?.alone;
    const takesNext = isOurs ? OPTIONS[name.slice(2)]?.type === 'string' && alone === undefined
      : nodeOption(name).takesNext;
    const length = takesNext && name === args[end] ? 2 : 1;
    const option = args.slice(end, end + length);
    end += length;
    const more = isOurs ? countContinuations(args.slice(end - 1)) : 0;
    if (more > 0) option.push([option.pop(), ...args.slice(end, end + more)].join(' '));
    end += more;
    if (alone !== undefined && name === option[0]) option.push(alone);
    // Ours with '=', since parseArgs() takes no value that looks like an option: --loss -5%
    if (isOurs) ours.push(option.join('='));
    else nodeOptions.push(...option);
  }
  const isName = args[end] === '--';
  if (isName) end++;
  const { values } = parseOwn({ args: ours, options: OPTIONS });
  return { values, nodeOptions, script: args[end], scriptArgs: args.slice(end + 1), isName };
}

/** parseArgs() of Node.js, whose mistakes are the user's. */
function parseOwn(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error.message);
  }
}

function nodeOption(name) {
  const option = lookUpOption(name);
  if (option === null) throw new UsageError(`There is no option '${name}'.${nearest(name, NAMES)}`);
  return option;
}

/**
 * @param {object} values of options, from parse()
 * @throws {UsageError} where one of them, or of the environment's, is wrong
 */
function checkValues(given) {
  const { fleet, values } = split(given);
  checkFleet(fleet);
  const nameOf = (name) => (name in values ? `--${name}` : variableOf(name));
  let all;
  let settings;
  try {
    all = { ...fromEnvironment(process.env), ...values };
    settings = read(all, nameOf);
  } catch (error) {
    throw new UsageError(error.message);
  }
  const idle = Object.keys(values).find((name) => SETTINGS[name].needs !== undefined && !(SETTINGS[name].needs in all));
  if (idle !== undefined) throw new UsageError(`--${idle} does nothing without --${SETTINGS[idle].needs}.`);
  checkCopies(fleet, settings.trace);
}

/** Lines of copies that there are not. */
function checkCopies(given, trace) {
  const { fleet: count = 0, first } = fleetOf(given);
  const missing = (trace.copies ?? []).find((index) => index < first || index >= first + count);
  if (missing === undefined) return;
  throw new UsageError(count === 0 ? `--trace=copy=${missing} does nothing without --fleet.`
    : `--trace=copy=${missing} is none of the fleet's copies, which are ${first} to ${first + count - 1}.`);
}

/** The options of a fleet among those that were given, and the rest. */
function split(given) {
  const entries = Object.entries(given);
  const isOfFleet = ([name]) => Object.hasOwn(FLEET_OPTIONS, name);
  return {
    fleet: Object.fromEntries(entries.filter(isOfFleet)),
    values: Object.fromEntries(entries.filter((entry) => !isOfFleet(entry))),
  };
}

function checkFleet(given) {
  for (const [name, { read: readOption, expected, needs, without }] of Object.entries(FLEET_OPTIONS)) {
    if (given[name] === undefined) continue;
    if (readOption(given[name]) === undefined) {
      throw new UsageError(`--${name} must be ${expected}; it is '${given[name]}'.`);
    }
    if (needs !== undefined && given[needs] === undefined) {
      throw new UsageError(`--${name} does nothing without --${needs}.`);
    }
    if (without !== undefined && given[without[0]]) {
      throw new UsageError(`--${name} does nothing with --${without[0]}: ${without[1]}.`);
    }
  }
  if (given.fleet === undefined) return;
  const { fleet: count, first } = fleetOf(given);
  if (first + count - 1 > LARGEST_INDEX) {
    throw new UsageError(`--first and --fleet give copies up to index ${first + count - 1}, and the largest index is ` +
      `${LARGEST_INDEX}.`);
  }
}

/**
 * @param {object} values from parse()
 * @returns {object} what is asked of a fleet: each of FLEET_OPTIONS, by name, as it was read
 */
function fleetOf(values) {
  return Object.fromEntries(Object.entries(FLEET_OPTIONS).map(([name, { read: readOption, default: byDefault }]) =>
    [name, values[name] === undefined ? byDefault : readOption(values[name])]));
}

/**
 * @param {object} values from parse()
 * @returns {string[]} the arguments of the command that ask for the same fleet; none where no fleet is asked for
 */
function fleetArguments(values) {
  return Object.entries(split(values).fleet).flatMap(([name, value]) =>
    (value === true ? [`--${name}`] : [`--${name}`, value]));
}

/**
 * @param {object} values from parse()
 * @returns {object} the environment variables that say the same to the script's process
 */
function variablesOf(values) {
  const given = Object.keys(SETTINGS).filter((name) => values[name] !== undefined);
  return Object.fromEntries(given.map((name) => [variableOf(name), String(values[name])]));
}

/** The settings among the script's arguments, which perhaps were meant for the command. */
function misplaced(scriptArgs) {
  const names = Object.keys({ ...FLEET_OPTIONS, ...SETTINGS }).map((name) => `--${name}`);
  return scriptArgs.map((arg) => arg.split('=', 1)[0]).filter((name) => names.includes(name));
}

module.exports = { UsageError, checkValues, fleetArguments, fleetOf, misplaced, parse, parseOwn, variablesOf };
