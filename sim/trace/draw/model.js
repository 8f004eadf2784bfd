'use strict';

const { arrowsOf } = require('./arrows');
const { Columns } = require('./columns');
const { copiesOf } = require('./copies');
const { follow } = require('./follow');
const { Numbers } = require('./records');
const { refuse } = require('./refuse');

const firstOf = (...times) => times.find((time) => !Number.isNaN(time));

/**
 * What a picture shows, as the page has it: arrays with an element for each arrow, in the order in which they begin.
 *
 * @typedef {object} Model
 * @property {number} start when the first one began: ms since the Unix epoch; NaN where there is none
 * @property {string[]} boards
 * @property {object[]} columns `{board, ip, port}`: a socket of a board, or a peer (board -1)
 * @property {string[]} reasons why datagrams did not arrive; the first is ''
 * @property {object} arrows `from`, `to` (columns), `sent`, `left`, `came`, `arrived` (ms since the start, NaN where
 *   that is not known or did not happen), `begin` and `end` (of these, the first and the last), `fate`, `reason`,
 *   `size`, `ttl`, `payload`, `original`, `again`, `answers` (other arrows, -1 for none), `isDuplicate`, `isOvertaken`
 * @property {{bytes: Buffer, ends: Uint32Array}} payloads
 */

/**
 * @param {Records} records
 * @returns {Model}
 */
function modelOf(records) {
  const columns = new Columns(records);
  const arrows = arrowsOf(records, copiesOf(records), columns);
  refuse(records, arrows);
  for (const arrow of arrows) {
    arrow.begin = firstOf(arrow.sent, arrow.came);
    arrow.end = firstOf(arrow.arrived, arrow.came, arrow.left, arrow.sent);
    arrow.payload = records.payload[arrow.record];
  }
  arrows.sort((a, b) => a.begin - b.begin);
  follow(arrows);
  return modelFrom(records, columns.list, arrows);
}

function modelFrom(records, columns, arrows) {
  const start = arrows[0]?.begin ?? NaN;
  const reasons = new Numbers();
  reasons.of('');
  // Columns stand in the order in which they are first used.
  const order = new Numbers();
  const numbers = new Map(arrows.map((arrow, number) => [arrow, number]));
  const fill = (Type, valueOf) => Type.from(arrows, valueOf);
  const time = (name) => fill(Float64Array, (arrow) => arrow[name] - start);
  const other = (name) => fill(Int32Array, (arrow) => (arrow[name] === null ? -1 : numbers.get(arrow[name])));
  const flag = (name) => fill(Uint8Array, (arrow) => (arrow[name] ? 1 : 0));
  for (const { from, to } of arrows) {
    order.of(from);
    order.of(to);
  }
  return {
    start,
    boards: records.names(),
    columns: order.list.map((column) => columns[column]),
    arrows: {
      from: fill(Uint32Array, ({ from }) => order.of(from)),
      to: fill(Uint32Array, ({ to }) => order.of(to)),
      ...Object.fromEntries(['sent', 'left', 'came', 'arrived', 'begin', 'end'].map((name) => [name, time(name)])),
      fate: fill(Uint8Array, ({ fate }) => fate),
      reason: fill(Uint16Array, ({ reason }) => reasons.of(reason)),
      size: fill(Uint16Array, ({ record }) => records.size[record]),
      ttl: fill(Uint8Array, ({ record }) => records.ttl[record]),
      payload: fill(Uint32Array, ({ payload }) => payload),
      ...Object.fromEntries(['original', 'again', 'answers'].map((name) => [name, other(name)])),
      isDuplicate: flag('isDuplicate'),
      isOvertaken: flag('isOvertaken'),
    },
    reasons: reasons.list,
    payloads: records.payloads.joined(),
  };
}

module.exports = { modelOf };
