'use strict';

// An arrow is a datagram, or a copy of one, on its way from a socket to a socket. Where both ends are recorded, what
// has left one and what has arrived at the other become one arrow.

const { isMulticast } = require('../../../lib/addresses');
const { ARRIVED, LEFT, UNSEEN } = require('./page/fates');

/**
 * @typedef {object} Arrow times in ms since the Unix epoch; NaN where it is not known or did not happen
 * @property {number} from column
 * @property {number} to column
 * @property {number} sent by the script
 * @property {number} left the simulated network of the sender
 * @property {number} came from the system
 * @property {number} arrived given to the script
 * @property {number} record the number of one of its packets, which has its bytes
 * @property {number} fate of page/fates.js
 * @property {string} reason
 * @property {?Arrow} original that of which it is another copy
 * @property {boolean} isDuplicate the simulated network made the copy, not the group to which it was sent
 * @property {boolean} isOvertaken
 */

/** Whether packets to that address can have several receivers: multicast, broadcast. */
function isGroup(ip) {
  return isMulticast(ip) || ip % 256 === 255;
}

/**
 * @param {Records} records
 * @param {{sent: Copy[], received: Copy[], seen: number[]}} copies
 * @param {Columns} columns
 * @returns {Arrow[]}
 */
function arrowsOf(records, { sent, received, seen }, columns) {
  const arrows = new Map(sent.map((copy) => [copy, leave(records, copy, columns)]));
  const all = [...arrows.values()];
  const incoming = new Map();
  const unmatched = match(records, columns, { sent, received }, (leaving, copy) => {
    const before = incoming.get(copy.original);
    // A copy that the receiver's network made, or a group's second receiver, is an arrow of its own.
    const isSecond = before !== undefined || isTaken(arrows.get(leaving));
    const arrow = isSecond ? { ...arrows.get(leaving), original: before ?? arrows.get(leaving) } : arrows.get(leaving);
    if (before !== undefined) arrow.isDuplicate = true;
    if (isSecond) all.push(arrow);
    incoming.set(copy, arrow);
    arrive(records, arrow, copy, columns);
  });
  for (const copy of unmatched) {
    const { record } = copy;
    const arrow = {
      from: columns.at(records.source[record]), sent: NaN, left: NaN, isOvertaken: false,
      original: incoming.get(copy.original) ?? null, isDuplicate: copy.original !== null,
    };
    incoming.set(copy, arrow);
    all.push(arrive(records, arrow, copy, columns));
  }
  for (const record of seen) all.push(pass(records, record, columns));
  for (const arrow of all) {
    if (arrow.fate === LEFT && columns.isRecorded(arrow.to)) arrow.fate = UNSEEN;
  }
  return relate(all, arrows);
}

/** The arrow of what was sent, as long as nobody is known to have received it. */
function leave(records, copy, columns) {
  const { record, begin, end, fate, reason, isOvertaken, original } = copy;
  return {
    from: columns.ofSocket(record, records.source[record]),
    to: columns.at(records.destination[record]),
    sent: begin, left: end, came: NaN, arrived: NaN,
    record, fate: fate === ARRIVED ? LEFT : fate, reason, original, isDuplicate: original !== null, isOvertaken,
  };
}

function isTaken(arrow) {
  return arrow.fate !== LEFT;
}

function arrive(records, arrow, { record, begin, end, fate, reason, isOvertaken }, columns) {
  return Object.assign(arrow, {
    to: columns.ofSocket(record, records.destination[record]),
    came: begin, arrived: end, record, fate, reason, isOvertaken: arrow.isOvertaken || isOvertaken,
  });
}

/** A packet that another program saw pass. */
function pass(records, record, columns) {
  const time = records.time[record];
  return {
    from: columns.at(records.source[record]), to: columns.at(records.destination[record]),
    sent: time, left: NaN, came: NaN, arrived: time,
    record, fate: ARRIVED, reason: '', original: null, isDuplicate: false, isOvertaken: false,
  };
}

/** Makes the originals of what was sent arrows, too: so far they are copies. */
function relate(all, arrows) {
  for (const arrow of all) arrow.original = arrows.get(arrow.original) ?? arrow.original;
  return all;
}

/**
 * Finds what has left for what has arrived: the same addresses and bytes, in the order of their times.
 *
 * @param {Function} onMatch is given both
 * @returns {Copy[]} what has arrived from somebody who is not recorded
 */
function match(records, columns, { sent, received }, onMatch) {
  const { endpoints: { list: endpoints } } = records;
  const key = (record, isToGroup) => {
    const destination = records.destination[record];
    // Who receives from a group is not told that it did: only the port is the same.
    const to = isToGroup ? `*${endpoints[destination].port}` : destination;
    return `${records.source[record]},${to},${records.payload[record]}`;
  };
  const leaving = groupBy(sent.filter(({ fate }) => fate === ARRIVED), ({ record }) =>
    key(record, isGroup(endpoints[records.destination[record]].ip)));
  const arriving = groupBy(received, ({ record }) => {
    const exact = key(record, false);
    return `${leaving.has(exact) ? exact : key(record, true)} ${columns.ofSocket(record, records.destination[record])}`;
  });
  const unmatched = [];
  for (const [name, copies] of arriving) {
    const candidates = leaving.get(name.split(' ', 1)[0]) ?? [];
    unmatched.push(...inTurn(candidates, copies, onMatch));
  }
  return unmatched;
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Pairs both in order. Where more has left than arrived, what had long left when the next one did is skipped. */
function inTurn(candidates, copies, onMatch) {
  const leaving = candidates.toSorted((a, b) => a.end - b.end);
  const originals = copies.filter(({ original }) => original === null).length;
  let spare = leaving.length - originals;
  let next = 0;
  const found = new Map();
  return copies.filter((copy) => {
    if (copy.original !== null) {
      const same = found.get(copy.original);
      if (same !== undefined) onMatch(same, copy);
      return same === undefined;
    }
    while (spare > 0 && leaving[next + 1].end <= copy.begin) {
      next++;
      spare--;
    }
    if (next >= leaving.length) return true;
    found.set(copy, leaving[next]);
    onMatch(leaving[next++], copy);
    return false;
  });
}

module.exports = { arrowsOf };
