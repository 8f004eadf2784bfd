'use strict';

// A condition that has other values at some times: `5%,100%@10s-20s`. What it means is `{ base, spans }`, where `base`
// holds whenever no span does. Times are in milliseconds; they count from the board's first socket.

const { Mistake, time } = require('../spelling');

const TIMES = 'times such as 10s-20s, 10s- or 10s-20s every 60s';

/**
 * @param {{read: function(*): *, expected: string, default: *}} condition as in conditions.js
 * @returns {function(*): *} a reader of one of its values, which is returned as it is, or of several with their times
 */
function readerOf(condition) {
  return (spelled) => {
    if (typeof spelled !== 'string' || !/[,@]/.test(spelled)) return condition.read(spelled);
    const [first, ...others] = spelled.split(',');
    const isBase = !first.includes('@');
    return {
      base: isBase ? readPart(condition, first, spelled) : condition.default,
      spans: (isBase ? others : [first, ...others]).map((item) => readSpan(condition, item, spelled)),
    };
  };
}

function readPart({ read, expected }, text, spelled) {
  const value = read(text);
  if (value === undefined) throw new Mistake(`must be ${expected}; it is '${text.trim()}' in '${spelled}'`);
  return value;
}

function readSpan(condition, item, spelled) {
  const [text, ...times] = item.split('@');
  const value = readPart(condition, text, spelled);
  if (times.length === 0) {
    throw new Mistake(`must have ${TIMES} behind each value but the first: ${text.trim()}@10s-20s; ` +
      `'${item.trim()}' in '${spelled}' has none`);
  }
  const span = readTimes(times.join('@'));
  if (span === undefined) throw new Mistake(`must have ${TIMES} behind @; it is '${times.join('@')}' in '${spelled}'`);
  const length = span.to - span.from;
  if (length <= 0) throw new Mistake(`must have times that end after they begin; it is '${item.trim()}'`);
  if (span.every < length) throw new Mistake(`must have times that end before they come again; it is '${item.trim()}'`);
  return { value, ...span };
}

/** `10s-20s every 60s`: `{ from, to, every }`, Infinity for what is left out; undefined where it is something else. */
function readTimes(text) {
  const [, ...spelled] = /^([^-]*)-(.*?)(?:\s+every\s(.*))?$/.exec(text.trim()) ?? [];
  const [from, to, every] = spelled.map((each) => (each === undefined || each === '' ? Infinity : time(each)));
  const isRight = from < Infinity && to !== undefined && every !== undefined;
  return isRight && (to < Infinity || every === Infinity) ? { from, to, every } : undefined;
}

/** When a span last began, or will for the first time. */
function beginOf({ from, every }, now) {
  return every === Infinity || now < from ? from : from + Math.floor((now - from) / every) * every;
}

/**
 * @param {*} value of a condition
 * @param {number} now
 * @returns {*} what holds then. Where spans overlap, the later one in the list does
 */
function valueAt(value, now) {
  if (value.spans === undefined) return value;
  const holds = (span) => {
    const begin = beginOf(span, now);
    return now >= begin && now < begin + span.to - span.from;
  };
  return (value.spans.findLast(holds) ?? { value: value.base }).value;
}

/**
 * @param {*} value of a condition
 * @param {number} now
 * @returns {number} until when at least the same holds
 */
function unchangedUntil(value, now) {
  const ends = (value.spans ?? []).map((span) => {
    const begin = beginOf(span, now);
    return [begin, begin + span.to - span.from, begin + span.every].find((edge) => edge > now) ?? Infinity;
  });
  return Math.min(...ends);
}

/**
 * @param {*} value of a condition
 * @param {number} origin
 * @returns {*} the same with times that count from there
 */
function startingAt(value, origin) {
  if (value.spans === undefined) return value;
  const spans = value.spans.map((span) => ({ ...span, from: span.from + origin, to: span.to + origin }));
  return { ...value, spans };
}

module.exports = { readerOf, startingAt, unchangedUntil, valueAt };
