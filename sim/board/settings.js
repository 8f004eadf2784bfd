'use strict';

// What can be simulated, as the command line, the environment and simulate() spell it.

const { inspect } = require('node:util');

const { raise } = require('../../lib/stacks');
const { PREFIX, settingsIn } = require('../../lib/variables');
const { CONDITIONS } = require('../network/conditions');
const { TRACE_SETTINGS } = require('../trace/settings');
const { Mistake, flag, integer, listOf, nearest, oneOf, reportForm } = require('../spelling');
const { resolveApi, apiNames, targetNames } = require('./table');

/**
 * All settings by name, in the order of the command's help. The fields are those of a condition, and
 *  - alone      what the option means without a value, where it can be without one
 */
const SETTINGS = {
  target: {
    option: 'NAME',
    help: 'be this board; `iotjs-dgram targets` lists them',
    read: oneOf(targetNames()),
    expected: `one of ${targetNames().join(', ')}`,
    type: 'Target',
  },
  allow: {
    option: 'API',
    help: 'an API that the board has, whatever its table says;\nmay be repeated',
    read: listOf(resolveApi),
    expected: `names out of ${apiNames().join(', ')}`,
    type: 'Api[] | string',
    default: [],
    needs: 'target',
  },
  strict: {
    help: 'refuse what no device has, before the script runs\n(needs ESLint) and while it runs',
    read: flag,
    expected: 'true or false, 1 or 0',
    type: 'boolean',
    default: false,
  },
  ...CONDITIONS,
  direction: {
    option: 'WHICH',
    help: 'what the network does that to: send, receive or both\n(default both)',
    read: oneOf(['send', 'receive', 'both']),
    expected: 'send, receive or both',
    type: "'send' | 'receive' | 'both'",
    default: 'both',
  },
  seed: {
    option: 'N',
    help: 'do to each datagram what it did in the run before',
    read: integer(0, 2 ** 32 - 1),
    expected: 'a number from 0 to 4294967295',
    type: 'number',
  },
  report: {
    option: 'json',
    alone: 'text',
    help: 'print on exit what was lost, delayed, duplicated;\nwith =json as JSON, and with more in it',
    read: reportForm,
    expected: 'text or json (or true, false, 1, 0)',
    type: "boolean | 'text' | 'json'",
    default: false,
  },
  ...TRACE_SETTINGS,
};

const readIndex = integer(0, 2 ** 32 - 1);

/** What a fleet tells its copies: how many there are, and which one this is, from 0 on. */
const FLEET = `${PREFIX}FLEET`;
const INDEX = `${PREFIX}INDEX`;
/** The same of all of them, as JSON: the index of the first one, and when the fleet started, in milliseconds since the
 * Unix epoch. */
const SHARE = `${PREFIX}SHARE`;

/** The settings under two headings of the command's help: those of a board, those of a network. */
const BOARD_SETTINGS = ['target', 'allow', 'strict'];
const NETWORK_SETTINGS = [...Object.keys(CONDITIONS), 'direction', 'seed', 'report'];

/**
 * @param {string} name of a setting
 * @returns {string} the environment variable that sets it
 */
function variableOf(name) {
  return PREFIX + name.toUpperCase();
}

/**
 * @param {object} env such as process.env; an empty variable is one that is not set
 * @returns {object} the settings that it has, as they are spelled there
 * @throws {RangeError} code `IOTJS_DGRAM_BAD_SETTING`, for a variable with the prefix that is none of ours
 */
function fromEnvironment(env) {
  const names = Object.keys(SETTINGS);
  const known = [...names.map(variableOf), FLEET, INDEX, SHARE];
  const unknown = settingsIn(env).find((variable) => !known.includes(variable));
  if (unknown !== undefined) {
    refuse(`${unknown} is not a variable of iotjs-dgram.${nearest(unknown, names.map(variableOf))}`);
  }
  if (env[FLEET] && !env[INDEX]) {
    refuse(`${FLEET} does not start a fleet, a fleet sets it. Run: iotjs-dgram --fleet ${env[FLEET]} app.js`);
  }
  return Object.fromEntries(names.filter((name) => env[variableOf(name)]).map((name) => [name, env[variableOf(name)]]));
}

/**
 * @param {object} spelled values by name; those that are missing or undefined get their defaults
 * @param {function(string): string} [nameOf] what the user knows a setting by, for the error
 * @returns {object} what each setting means: `target` (undefined: none), `allow` (keys of the table), `strict`, `seed`
 *   (undefined: not given), `direction`, `report` (false, 'text' or 'json'), the conditions, and those of
 *   sim/trace/settings.js, as their readers give them; `spelled`, the conditions that are given, as they are spelled;
 *   and `isBad`, whether there are any
 * @throws {RangeError} code `IOTJS_DGRAM_BAD_SETTING`, for an unknown name or a wrong value; it says what is expected
 */
function read(spelled, nameOf = (name) => name) {
  const unknown = Object.keys(spelled).find((name) => !Object.hasOwn(SETTINGS, name));
  if (unknown !== undefined) {
    refuse(`There is no setting '${unknown}'. There are: ${Object.keys(SETTINGS).join(', ')}.` +
      nearest(unknown, Object.keys(SETTINGS)));
  }
  const result = {};
  for (const [name, setting] of Object.entries(SETTINGS)) {
    result[name] = spelled[name] === undefined ? setting.default : readOne(name, spelled[name], nameOf);
  }
  const isGiven = ([name, { needs }]) => spelled[name] !== undefined && needs === undefined;
  return { ...result, spelled: conditionsIn(spelled), isBad: Object.entries(CONDITIONS).some(isGiven) };
}

function readOne(name, given, nameOf) {
  const { read: readValue, expected } = SETTINGS[name];
  let mistake = `must be ${expected}; it is ${inspect(Array.isArray(given) ? given.join(',') : given)}`;
  try {
    const value = readValue(given);
    if (value !== undefined) return value;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    mistake = error.message;
  }
  refuse(`${nameOf(name)} ${mistake}.`);
}

/** Those of some settings that are conditions and are given. */
function conditionsIn(spelled) {
  const given = Object.keys(CONDITIONS).filter((name) => spelled[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, spelled[name]]));
}

/**
 * @param {object} spelled conditions of a network by name; undefined is as good as missing
 * @returns {{values: object, spelled: object}} what those that are given mean, and how they are spelled
 * @throws {RangeError} code `IOTJS_DGRAM_BAD_SETTING`, for what is no condition or a wrong value; it says what is
 *   expected
 */
function readConditions(spelled) {
  const names = Object.keys(CONDITIONS);
  const other = Object.keys(spelled).find((name) => !names.includes(name));
  if (other !== undefined) {
    refuse(`'${other}' is no condition of the network. There are: ${names.join(', ')}.${nearest(other, names)}`);
  }
  const given = conditionsIn(spelled);
  const values = Object.entries(given).map(([name, value]) => [name, readOne(name, value, (each) => each)]);
  return { values: Object.fromEntries(values), spelled: given };
}

/**
 * Reads the settings of this process. Those of the environment count before those in code: who starts a run decides.
 *
 * @param {object} env such as process.env
 * @param {?object} [inCode] those that simulate() was given, by name; null, the default: it was not called
 * @returns {object} as read(), and `index`, the number of this board in its fleet; 0 where there is no fleet;
 *   `share`, what all copies of the fleet know: `{first, start}`; null where there is no fleet; and `isInCode`, whether
 *   simulate() was called, so that its caller can change and count what the network does
 * @throws {RangeError} as read()
 */
function readForProcess(env, inCode = null) {
  const inEnvironment = fromEnvironment(env);
  const index = readIndex(env[INDEX] ?? '0');
  if (index === undefined) {
    refuse(`${INDEX} must be the number of a copy in a fleet; it is '${env[INDEX]}'.`);
  }
  const nameOf = (name) => (name in inEnvironment ? `${variableOf(name)} (or --${name})` : name);
  return {
    ...read({ ...inCode, ...inEnvironment }, nameOf),
    index,
    share: env[SHARE] ? readShare(env[SHARE]) : null,
    isInCode: inCode !== null,
  };
}

function readShare(text) {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`${SHARE} is what a fleet tells its copies; it is '${text}'.`);
  }
}

function refuse(message) {
  raise(Object.assign(new RangeError(message), { code: 'IOTJS_DGRAM_BAD_SETTING' }));
}

module.exports = {
  BOARD_SETTINGS, NETWORK_SETTINGS, SETTINGS, SHARE, fromEnvironment, read, readConditions, readForProcess, variableOf,
};
