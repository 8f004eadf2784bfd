'use strict';

// What happened to a datagram, in the words of lines and of captures; and what such words say.

const native = require('../../lib/native');
const { MARKS } = require('../network/conditions');

const DISCARDS = { close: 'by close()', exit: 'at exit' };
const CAUSES = new Map(Object.entries(MARKS).map(([cause, mark]) => [mark, cause]));

/**
 * In the order in which they are written. Of each:
 *  - say      what it says of an event (sim/trace/observer.js), or a value that is no text where it says nothing
 *  - pattern  what it looks like
 *  - read     what the part in brackets of the pattern means; without it, the words mean true
 */
const WORDS = {
  duplicate: {
    say: ({ fate }) => fate.copy === 1 && 'duplicate',
    pattern: /^duplicate$/,
  },
  refused: {
    say: ({ error }) => error !== 0 && `refused: ${native.describeError(error)[0]}`,
    pattern: /^refused: (\w+)$/,
    read: String,
  },
  discarded: {
    say: ({ discarded }) => `discarded ${DISCARDS[discarded]}`,
    pattern: /^discarded (.+)$/,
    read: (words) => Object.keys(DISCARDS).find((by) => DISCARDS[by] === words),
  },
  lost: {
    say: ({ fate }) => typeof fate.lost === 'string' && `lost (${MARKS[fate.lost]})`,
    pattern: /^lost \((.+)\)$/,
    read: (mark) => CAUSES.get(mark) ?? mark,
  },
  overtaken: {
    say: ({ fate }) => fate.overtaken && 'overtaken',
    pattern: /^overtaken$/,
  },
  delayed: {
    say: ({ fate }) => fate.delays?.[0] > 0 && `delayed ${spell(fate.delays[0])}`,
    pattern: /^delayed (\d+\.\d) ms$/,
    read: Number,
  },
  duplicated: {
    say: ({ fate }) => fate.delays?.length > 1 && 'duplicated',
    pattern: /^duplicated$/,
  },
  left: {
    say: ({ kind, error, fate }) => kind === 'leave' && error === 0 && `left ${spell(fate.late)} later`,
    pattern: /^left (\d+\.\d) ms later$/,
    read: Number,
  },
  arrived: {
    say: ({ kind, fate }) => kind === 'deliver' && `arrived ${spell(fate.late)} late`,
    pattern: /^arrived (\d+\.\d) ms late$/,
    read: Number,
  },
};

const ALL = Object.entries(WORDS);
const HAPPENED = Object.values(WORDS).filter((words) => words !== WORDS.discarded);

function spell(milliseconds) {
  return `${milliseconds.toFixed(1)} ms`;
}

function unreachable(error) {
  const [code] = native.describeError(error);
  return code === 'ECONNREFUSED' ? 'nobody there (port unreachable)' : `not reachable: ${code}`;
}

/** Whether the event is that of a datagram to which nothing happened. Most are, and a text would cost them much. */
function isPlain({ kind, error, discarded, fate }) {
  return (kind === 'send' || kind === 'arrive') && error === 0 && discarded === null && fate.lost === null &&
    !fate.overtaken && fate.delays.length === 1 && fate.delays[0] === 0;
}

/**
 * @param {object} event as sim/trace/observer.js tells it
 * @returns {string} what happened, in ASCII, such as `delayed 43.2 ms, duplicated`; '' where nothing did
 */
function describe(event) {
  if (event.kind === 'unreachable') return unreachable(event.error);
  if (isPlain(event)) return '';
  // Of what was discarded, nothing else has come true.
  const all = event.discarded === null ? HAPPENED : [WORDS.duplicate, WORDS.discarded];
  return all.map(({ say }) => say(event)).filter((words) => typeof words === 'string').join(', ');
}

/**
 * @param {?string} text as describe() gives it; other words, such as a remark of somebody's, say nothing
 * @returns {object} what it says, by name: `lost` (the name of a count in sim/network/conditions.js; a reason that is
 *   not known there as it is), `delayed`, `left`, `arrived` (in ms, to a tenth), `refused` (a code such as
 *   'EACCES'), `discarded` ('close' or 'exit'), and `duplicate`, `duplicated`, `overtaken` (true)
 */
function parse(text) {
  const result = {};
  for (const part of (text ?? '').split(', ')) {
    for (const [name, { pattern, read }] of ALL) {
      const match = pattern.exec(part);
      if (match !== null) result[name] = read === undefined ? true : read(match[1]);
    }
  }
  return result;
}

module.exports = { describe, parse };
