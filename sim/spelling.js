'use strict';

// Readers of settings: each takes a value as a user spells it and returns what it means, or undefined where it is
// wrong. Where more can be said than what the setting must be, a reader throws a Mistake.

const { closest, distance } = require('fastest-levenshtein');

const MILLISECONDS = { ms: 1, s: 1000 };
const BITS = { bit: 1, kbit: 1e3, Mbit: 1e6 };

/** So many letters, and one in three at most, may be wrong, missing or too many in a name for it to be a slip. */
const LARGEST_SLIP = 2;

const LONGEST_DELAY = 3600e3; // ms
const LONGEST_BURST = 1000; // datagrams

/** What is wrong with a part of a setting. Its message goes on behind the setting's name: 'must be …'. */
class Mistake extends Error {}

/** The parts of a text that a pattern matches, or undefined for what is no text or does not match. */
function parts(value, pattern) {
  return typeof value === 'string' ? pattern.exec(value.trim())?.slice(1) : undefined;
}

/** `5%`: a number from 0 to 1. */
function percentage(value) {
  const [percent] = parts(value, /^(\d+(?:\.\d+)?)\s*%$/) ?? [];
  return percent <= 100 ? percent / 100 : undefined;
}

/** `5%`, `5%/burst 4`: the share that is lost, and how many are lost in a row on average; null: as chance has it. */
function loss(value) {
  const [share, rest] = parts(value, /^([^/]*)(\/.*)?$/) ?? [];
  const mean = percentage(share);
  if (mean === undefined || rest === undefined) return mean === undefined ? undefined : { mean, burst: null };
  const [burst] = parts(rest, /^\/\s*burst\s+(\d+(?:\.\d+)?)$/) ?? [];
  const least = Math.ceil(100 / (1 - mean) - 1e-6) / 100; // what chance makes, to two digits
  if (least > LONGEST_BURST) {
    throw new Mistake(`can have bursts up to a loss of ${100 - 100 / LONGEST_BURST}%; it is '${value}'`);
  }
  if (burst >= least && burst <= LONGEST_BURST) return { mean, burst: Number(burst) };
  throw new Mistake(`must have bursts of ${least} to ${LONGEST_BURST} datagrams on average where ${share.trim()} are ` +
    `lost, as in ${share.trim()}/burst ${Math.min(Math.ceil(least) + 3, LONGEST_BURST)}; it is '${value}'`);
}

/** `40ms±10ms`, also with `+-`: `{mean, jitter}` in milliseconds. */
function delay(value) {
  const [mean, unit, jitter = '0', jitterUnit = unit] =
    parts(value, /^(\d+(?:\.\d+)?)\s*(ms|s)(?:\s*(?:±|\+-|\+\/-)\s*(\d+(?:\.\d+)?)\s*(ms|s))?$/) ?? [];
  // Rounded: 1.005 s are 1005 ms.
  const result = { mean: round(mean * MILLISECONDS[unit]), jitter: round(jitter * MILLISECONDS[jitterUnit]) };
  return result.jitter <= result.mean && result.mean + result.jitter <= LONGEST_DELAY ? result : undefined;
}

/** `5s`, `300ms`: milliseconds. */
function time(value) {
  const [number, unit] = parts(value, /^(\d+(?:\.\d+)?)\s*(ms|s)$/) ?? [];
  const result = round(number * MILLISECONDS[unit]);
  return Number.isFinite(result) ? result : undefined;
}

/** A reader of the same, from `least` milliseconds to an hour. */
function duration(least) {
  return (value) => {
    const result = time(value);
    return result >= least && result <= LONGEST_DELAY ? result : undefined;
  };
}

function round(milliseconds) {
  return Math.round(milliseconds * 1e6) / 1e6;
}

/** `50kbit/s`: bits a second. */
function rate(value) {
  const [number, unit] = parts(value, /^(\d+(?:\.\d+)?)\s*(bit|kbit|Mbit)\/s$/) ?? [];
  const bits = number * BITS[unit];
  return bits >= 1 ? bits : undefined;
}

/** `100/s`: so many times a second. */
function frequency(value) {
  const [number] = parts(value, /^(\d+(?:\.\d+)?)\s*\/s$/) ?? [];
  return number > 0 ? Number(number) : undefined;
}

/** A reader of whole numbers from `least` to `most`, also as text. */
function integer(least, most) {
  return (value) => {
    const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
    return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
  };
}

/** A reader of one of some names. */
function oneOf(names) {
  return (value) => (names.includes(value) ? value : undefined);
}

/** A reader of an array of names, or of names with commas between them. `resolve` gives what a name stands for. */
function listOf(resolve) {
  return (value) => {
    const names = [value].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : [undefined]));
    const items = names.map((name) => (name === undefined ? undefined : resolve(name.trim())));
    return items.includes(undefined) ? undefined : items;
  };
}

/** `true`, `1`, `false`, `0`, also as values of other types. */
function flag(value) {
  if ([true, 'true', 1, '1'].includes(value)) return true;
  return [false, 'false', 0, '0'].includes(value) ? false : undefined;
}

/** `text`, `json`, or as a flag: whether there is a report, in the first of these forms. */
function reportForm(value) {
  const isWanted = flag(value);
  if (isWanted === undefined) return oneOf(['text', 'json'])(value);
  return isWanted ? 'text' : false;
}

/**
 * @param {string} name that a user wrote
 * @param {string[]} names those that there are
 * @returns {string} ' Did you mean …?', to be added to an error; '' where none is near
 */
function nearest(name, names) {
  const near = closest(name, names);
  return distance(name, near) <= Math.min(LARGEST_SLIP, name.length / 3) ? ` Did you mean ${near}?` : '';
}

module.exports = {
  Mistake, delay, duration, flag, frequency, integer, listOf, loss, nearest, oneOf, percentage, rate, reportForm, time,
};
