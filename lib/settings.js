'use strict';

// What can be simulated, as the command line, the environment and simulate() spell it, and what each spelling means.

const { inspect } = require('node:util');

const { resolveApi, apiNames, targetNames } = require('./targets');

const MILLISECONDS = { ms: 1, s: 1000 };
const BITS = { bit: 1, kbit: 1e3, Mbit: 1e6 };

const SMALLEST_MTU = 68; // what RFC 791 has every link carry
const LARGEST_MTU = 65535;
const LONGEST_DELAY = 3600e3; // ms
const DEFAULT_QUEUE = 50; // datagrams

/** The parts of a text that a pattern matches, or undefined for what is no text or does not match. */
function parts(value, pattern) {
  return typeof value === 'string' ? pattern.exec(value.trim())?.slice(1) : undefined;
}

function percentage(value) {
  const [percent] = parts(value, /^(\d+(?:\.\d+)?)\s*%$/) ?? [];
  return percent <= 100 ? percent / 100 : undefined;
}

function delay(value) {
  const [mean, unit, jitter = '0', jitterUnit = unit] =
    parts(value, /^(\d+(?:\.\d+)?)\s*(ms|s)(?:\s*(?:±|\+-|\+\/-)\s*(\d+(?:\.\d+)?)\s*(ms|s))?$/) ?? [];
  // Rounded: 1.005 s are 1005 ms.
  const result = { mean: round(mean * MILLISECONDS[unit]), jitter: round(jitter * MILLISECONDS[jitterUnit]) };
  return result.jitter <= result.mean && result.mean + result.jitter <= LONGEST_DELAY ? result : undefined;
}

function round(milliseconds) {
  return Math.round(milliseconds * 1e6) / 1e6;
}

function rate(value) {
  const [number, unit] = parts(value, /^(\d+(?:\.\d+)?)\s*(bit|kbit|Mbit)\/s$/) ?? [];
  const bits = number * BITS[unit];
  return bits >= 1 ? bits : undefined;
}

/** A reader of whole numbers from `least` to `most`, also as text. */
function integer(least, most) {
  return (value) => {
    const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
    return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
  };
}

function oneOf(names) {
  return (value) => (names.includes(value) ? value : undefined);
}

function apis(value) {
  const names = [value].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : [undefined]));
  const keys = names.map((name) => (name === undefined ? undefined : resolveApi(name.trim())));
  return keys.includes(undefined) ? undefined : keys;
}

function flag(value) {
  if ([true, 'true', 1, '1'].includes(value)) return true;
  return [false, 'false', 0, '0'].includes(value) ? false : undefined;
}

/**
 * All settings by name. `option` is what follows the option on the command line (none: a flag), `help` its line there,
 * `read` gives what a value means or undefined, `expected` says what would have been right.
 */
const SETTINGS = {
  target: {
    option: 'NAME',
    help: 'be this board; `iotjs-dgram targets` lists them',
    read: oneOf(targetNames()),
    expected: `one of ${targetNames().join(', ')}`,
  },
  allow: {
    option: 'API',
    help: 'an API that the board has, whatever its table says;\nmay be repeated',
    read: apis,
    expected: `names out of ${apiNames().join(', ')}`,
    default: [],
  },
  loss: {
    option: '5%',
    help: 'lose so many datagrams',
    read: percentage,
    expected: 'a share such as 5%, from 0% to 100%',
    default: 0,
  },
  delay: {
    option: '40ms±10ms',
    help: 'deliver datagrams later; also written 40ms+-10ms',
    read: delay,
    expected: 'a time such as 40ms or 40ms±10ms (or +-), an hour at most, not below 0',
    default: { mean: 0, jitter: 0 },
  },
  duplicate: {
    option: '1%',
    help: 'deliver so many datagrams twice',
    read: percentage,
    expected: 'a share such as 1%, from 0% to 100%',
    default: 0,
  },
  reorder: {
    option: '2%',
    help: 'have so many datagrams overtaken by the next one',
    read: percentage,
    expected: 'a share such as 2%, from 0% to 100%',
    default: 0,
  },
  rate: {
    option: '50kbit/s',
    help: 'pass on no more than this, with a queue before it',
    read: rate,
    expected: 'a rate such as 50kbit/s, in bit/s, kbit/s or Mbit/s, at least 1bit/s',
    default: Infinity,
  },
  queue: {
    option: 'N',
    help: `how many datagrams the queue before --rate holds\n(default ${DEFAULT_QUEUE}); what does not fit is lost`,
    read: integer(1, 1e6),
    expected: 'a number of datagrams from 1 to 1000000',
    default: DEFAULT_QUEUE,
  },
  mtu: {
    option: 'BYTES',
    help: 'lose packets larger than this, with their 28 bytes of\nIP and UDP headers',
    read: integer(SMALLEST_MTU, LARGEST_MTU),
    expected: `a number of bytes from ${SMALLEST_MTU} to ${LARGEST_MTU}`,
    default: Infinity,
  },
  seed: {
    option: 'N',
    help: 'do to each datagram what it did in the run before',
    read: integer(0, 2 ** 32 - 1),
    expected: 'a number from 0 to 4294967295',
  },
  direction: {
    option: 'WHICH',
    help: 'what the network does that to: send, receive or both\n(default both)',
    read: oneOf(['send', 'receive', 'both']),
    expected: 'send, receive or both',
    default: 'both',
  },
  report: {
    help: 'print on exit what was lost, delayed, duplicated',
    read: flag,
    expected: 'true or false, 1 or 0',
    default: false,
  },
};

/** The settings that make a network bad. `queue` does nothing without `rate`. */
const CONDITIONS = ['loss', 'delay', 'duplicate', 'reorder', 'rate', 'mtu'];

/**
 * @param {string} name of a setting
 * @returns {string} the environment variable that sets it
 */
function variableOf(name) {
  return `IOTJS_DGRAM_${name.toUpperCase()}`;
}

/**
 * @param {object} env such as process.env; an empty variable is one that is not set
 * @returns {object} the settings that it has, as they are spelled there
 */
function fromEnvironment(env) {
  const set = Object.keys(SETTINGS).filter((name) => env[variableOf(name)]);
  return Object.fromEntries(set.map((name) => [name, env[variableOf(name)]]));
}

/**
 * @param {object} spelled values by name; those that are missing or undefined get their defaults
 * @param {function(string): string} [nameOf] what the user knows a setting by, for the error
 * @returns {object} what each setting means: `target` (undefined: none), `allow` (keys of the table), `loss`, `duplicate`,
 *   `reorder` (0 to 1), `delay` (`{mean, jitter}` in ms), `rate` (bit/s), `queue` (datagrams), `mtu` (bytes), `seed`
 *   (undefined: not given), `direction`, `report`; and `isBad`, whether any of CONDITIONS was given
 * @throws {RangeError} code `IOTJS_DGRAM_BAD_SETTING`, for a name or value that there is not; it says what is expected
 */
function read(spelled, nameOf = (name) => name) {
  const unknown = Object.keys(spelled).find((name) => !Object.hasOwn(SETTINGS, name));
  if (unknown !== undefined) {
    throw badSetting(`There is no setting '${unknown}'. There are: ${Object.keys(SETTINGS).join(', ')}.`);
  }
  const result = Object.fromEntries(Object.entries(SETTINGS).map(([name, setting]) => {
    if (spelled[name] === undefined) return [name, setting.default];
    const value = setting.read(spelled[name]);
    if (value === undefined) throw badSetting(`${nameOf(name)} must be ${setting.expected}; it is ${inspect(Array.isArray(spelled[name]) ? spelled[name].join(',') : spelled[name])}.`);
    return [name, value];
  }));
  return { ...result, isBad: CONDITIONS.some((name) => spelled[name] !== undefined) };
}

function badSetting(message) {
  return Object.assign(new RangeError(message), { code: 'IOTJS_DGRAM_BAD_SETTING' });
}

module.exports = { SETTINGS, badSetting, fromEnvironment, read, variableOf };
