'use strict';

// What one end has recorded of each datagram: the packet as the script sent it or as it arrived from the system, and
// behind that the copies that came out of the simulated network, which have its number.

const { ARRIVED, DISCARDED, LOST, REFUSED, UNDER_WAY } = require('./page/fates');

const NOTHING = {}; // what a packet without a comment says
const ENDS = { lost: LOST, refused: REFUSED, discarded: DISCARDED };

/**
 * @typedef {object} Copy
 * @property {number} record the number of the packet with which it began
 * @property {number} begin its time: when it was sent, or arrived from the system
 * @property {number} end when it left, or was given to the script; NaN where that did not happen
 * @property {number} fate of page/fates.js; ARRIVED: it went on its way, or was given to the script
 * @property {string} reason
 * @property {?Copy} original the copy of which this is a duplicate
 * @property {boolean} isOvertaken
 */

/**
 * @param {Records} records
 * @returns {{sent: Copy[], received: Copy[], seen: number[]}} copies in the order of their packets; `seen` are packets
 *   of which nobody knows which way they went: those that another program captured
 */
function copiesOf(records) {
  const first = new Map();
  const groups = [];
  const seen = [];
  for (const record of records.inOrder()) {
    if (records.direction[record] === 0) {
      seen.push(record);
      continue;
    }
    const { interface: { [record]: board }, direction: { [record]: direction }, id: { [record]: id } } = records;
    const key = id === null ? null : `${board},${direction},${id}`;
    if (id !== null && first.has(key)) {
      first.get(key).later.push(record);
    } else {
      const group = { record, later: [] };
      groups.push(group);
      first.set(key, group);
    }
  }
  const all = groups.flatMap((group) => expand(records, group));
  const ofDirection = (direction) => all.filter(({ record }) => records.direction[record] === direction);
  return { sent: ofDirection(1), received: ofDirection(-1), seen };
}

function expand(records, { record, later }) {
  const remark = records.remark[record];
  const isOvertaken = remark?.isOvertaken ?? false;
  const begin = records.time[record];
  const copy = (end, fate, reason = '') => ({ record, begin, end, fate, reason, original: null, isOvertaken });
  if (remark?.end !== undefined) return [copy(NaN, ENDS[remark.end], remark.reason)];
  // What went on at once stands in the capture once.
  const missing = (remark?.isDuplicated ? 2 : 1) - later.length;
  const copies = Array.from({ length: Math.max(0, missing) }, () =>
    (remark?.isDelayed ? copy(NaN, UNDER_WAY) : copy(begin, ARRIVED)));
  for (const number of later) {
    const { end, reason, isDuplicate } = records.remark[number] ?? NOTHING;
    const made = end === undefined ? copy(records.time[number], ARRIVED) : copy(NaN, ENDS[end], reason);
    if (isDuplicate) copies.push(made);
    else copies.unshift(made);
  }
  for (const duplicate of copies.slice(1)) [duplicate.original] = copies;
  return copies;
}

module.exports = { copiesOf };
