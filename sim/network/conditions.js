'use strict';

// What can be wrong with a simulated network, one entry for each condition. Whatever lists conditions is made from
// these entries or checked against them: the command's options and help, environment variables, simulate() and its
// types, the report, fleets, and the table in docs/networks.md. What a condition does to a datagram is in fate.js and
// link.js.

const { delay, integer, loss, percentage, rate } = require('../spelling');
const { readerOf } = require('./spans');

const SMALLEST_MTU = 68; // what RFC 791 has every link carry
const LARGEST_MTU = 65535;
const DEFAULT_QUEUE = 50; // datagrams

/**
 * Of each condition, at any one time:
 *  - option     what follows it on the command line, as an example
 *  - help       its lines in the command's help
 *  - read       gives what a spelling means, or undefined (sim/spelling.js)
 *  - expected   what would have been right, for the error
 *  - type       its type in lib/simulate.d.ts
 *  - default    what it means where it is not given
 *  - needs      another condition without which it does nothing
 *  - drawsLots  whether chance decides, so that a seed matters
 *  - losses     why datagrams are lost by it: the report's words, by the name of the count
 *  - effects    what else it does to datagrams: the same
 *  - marks      how a datagram that is lost by it is marked in lines and captures (sim/trace/words.js): by that name
 */
const STEADY = {
  loss: {
    option: '5%',
    help: "lose so many datagrams; '5%/burst 4': four in a row\non average",
    read: loss,
    expected: 'a share such as 5% or 5%/burst 4, from 0% to 100%',
    type: '`${number}%` | `${number}%/burst ${number}`',
    default: { mean: 0, burst: null },
    drawsLots: true,
    losses: { lost: 'by chance' },
    marks: { lost: 'chance' },
  },
  delay: {
    option: '40ms±10ms',
    help: 'deliver datagrams later; also written 40ms+-10ms',
    read: delay,
    expected: 'a time such as 40ms or 40ms±10ms (or +-), an hour at most, not below 0',
    type: 'string',
    default: { mean: 0, jitter: 0 },
    drawsLots: true,
    effects: { delayed: 'delayed' },
  },
  duplicate: {
    option: '1%',
    help: 'deliver so many datagrams twice',
    read: percentage,
    expected: 'a share such as 1%, from 0% to 100%',
    type: '`${number}%`',
    default: 0,
    drawsLots: true,
    effects: { duplicated: 'duplicated' },
  },
  reorder: {
    option: '2%',
    help: 'have so many datagrams overtaken by the next one',
    read: percentage,
    expected: 'a share such as 2%, from 0% to 100%',
    type: '`${number}%`',
    default: 0,
    drawsLots: true,
    effects: { reordered: 'reordered' },
  },
  rate: {
    option: '50kbit/s',
    help: 'pass on no more than this, with a queue before it',
    read: rate,
    expected: 'a rate such as 50kbit/s, in bit/s, kbit/s or Mbit/s, at least 1bit/s',
    type: "`${number}${'bit' | 'kbit' | 'Mbit'}/s`",
    default: Infinity,
  },
  queue: {
    option: 'N',
    help: `how many datagrams the queue before --rate holds\n(default ${DEFAULT_QUEUE}); what does not fit is lost`,
    read: integer(1, 1e6),
    expected: 'a number of datagrams from 1 to 1000000',
    type: 'number',
    default: DEFAULT_QUEUE,
    needs: 'rate',
    losses: { overflowed: 'did not fit the queue' },
    marks: { overflowed: 'queue full' },
  },
  mtu: {
    option: 'BYTES',
    help: 'lose packets larger than this, with their 28 bytes of\nIP and UDP headers',
    read: integer(SMALLEST_MTU, LARGEST_MTU),
    expected: `a number of bytes from ${SMALLEST_MTU} to ${LARGEST_MTU}`,
    type: 'number',
    default: Infinity,
    losses: { tooLarge: 'over the MTU' },
    marks: { tooLarge: 'over the MTU' },
  },
};

/** The same, each with other values at other times: what sim/network/spans.js makes of it. */
const CONDITIONS = Object.fromEntries(Object.entries(STEADY).map(([name, condition]) =>
  [name, { ...condition, read: readerOf(condition), type: `Changing<${condition.type}>` }]));

function collect(field) {
  return Object.assign({}, ...Object.values(CONDITIONS).map((condition) => condition[field]));
}

/** Why datagrams are lost, and what else happens to them: the report's words by the name of the count. */
const LOSSES = collect('losses');
const EFFECTS = collect('effects');
/** How a lost datagram is marked, by the name of the count. */
const MARKS = collect('marks');

module.exports = { CONDITIONS, EFFECTS, LOSSES, MARKS };
