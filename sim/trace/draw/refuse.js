'use strict';

const { LEFT, REFUSED, UNSEEN } = require('./page/fates');

const WORDS = 'nobody there (port unreachable)';

/**
 * Ends arrows at a port of which its host has said that nobody is there: for each time that it has, the last one that
 * had left for it before.
 *
 * @param {Records} records
 * @param {Arrow[]} arrows
 */
function refuse(records, arrows) {
  const waiting = new Map();
  const key = (source, destination) => `${source},${destination}`;
  const isOpen = ({ fate, record }) => fate === LEFT || fate === UNSEEN || records.direction[record] === 0;
  const steps = [
    ...records.refusals.map(({ time, source, destination }) => ({ time, refused: key(source, destination) })),
    ...arrows.filter(isOpen).map((arrow) => ({ time: Number.isNaN(arrow.left) ? arrow.sent : arrow.left, arrow })),
  ].sort((a, b) => a.time - b.time);
  for (const { time, refused, arrow } of steps) {
    if (arrow === undefined) {
      const last = waiting.get(refused)?.pop();
      if (last !== undefined) Object.assign(last, { came: time, arrived: NaN, fate: REFUSED, reason: WORDS });
    } else {
      const to = key(records.source[arrow.record], records.destination[arrow.record]);
      if (waiting.has(to)) waiting.get(to).push(arrow);
      else waiting.set(to, [arrow]);
    }
  }
}

module.exports = { refuse };
