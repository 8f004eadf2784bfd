'use strict';

// What was typed: our options and Node's before the script's name, its own arguments behind it.

const { parseArgs } = require('node:util');

const { SETTINGS, fromEnvironment, read, variableOf } = require('../sim/board/settings');
const { LARGEST_FLEET, isFleetSize } = require('../sim/fleet/limits');
const { nearest } = require('../sim/spelling');
const { lookUpOption } = require('./node-options');

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  fleet: { type: 'string' },
  ...Object.fromEntries(Object.entries(SETTINGS).map(([name, { option }]) => [name, {
    type: option === undefined ? 'boolean' : 'string',
    multiple: name === 'allow',
  }])),
};
const NAMES = Object.entries(OPTIONS).flatMap(([name, { short }]) => [`--${name}`, ...(short ? [`-${short}`] : [])]);

/** A mistake of the user's; its message says what was expected. */
class UsageError extends Error {}

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
    const takesNext = isOurs ? OPTIONS[name.slice(2)]?.type === 'string' : nodeOption(name).takesNext;
    const option = args.slice(end, end + (takesNext && name === args[end] ? 2 : 1));
    // Ours with '=', since parseArgs() takes no value that looks like an option: --loss -5%
    if (isOurs) ours.push(option.join('='));
    else nodeOptions.push(...option);
    end += option.length;
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
function checkValues({ fleet, ...values }) {
  if (fleet !== undefined && !isFleetSize(fleet)) {
    throw new UsageError(`--fleet must be a number of copies from 1 to ${LARGEST_FLEET}; it is '${fleet}'.`);
  }
  const nameOf = (name) => (name in values ? `--${name}` : variableOf(name));
  let all;
  try {
    all = { ...fromEnvironment(process.env), ...values };
    read(all, nameOf);
  } catch (error) {
    throw new UsageError(error.message);
  }
  const idle = Object.keys(values).find((name) => SETTINGS[name].needs !== undefined && !(SETTINGS[name].needs in all));
  if (idle !== undefined) throw new UsageError(`--${idle} does nothing without --${SETTINGS[idle].needs}.`);
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
  const names = ['--fleet', ...Object.keys(SETTINGS).map((name) => `--${name}`)];
  return scriptArgs.map((arg) => arg.split('=', 1)[0]).filter((name) => names.includes(name));
}

module.exports = { UsageError, checkValues, misplaced, parse, parseOwn, variablesOf };
