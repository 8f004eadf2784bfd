'use strict';

// Where the arrow of a datagram is in the picture.

const { UNSEEN } = require('./fates');
const { styleOf } = require('./styles');

const LOOP = 46; // px: how far a socket's arrow to itself goes to the right
const DROP = 14; // px: how far down it ends, at least

/**
 * @typedef {object} Path from x0, y0 to x1, y1
 * @property {number} arrow
 * @property {number} end where it would end, had it arrived
 * @property {boolean} isLoop it is to its own socket
 * @property {string} style a name in STYLES
 */

/**
 * @param {{layout: Layout, top: number}} frame
 * @param {number} row of the layout
 * @returns {Path}
 */
function pathOf({ layout, top }, row) {
  const { run, timeline } = layout;
  const arrow = layout.rows[row];
  const { from, to, fate } = run.arrows;
  const x0 = layout.xOf(from[arrow]);
  const isLoop = from[arrow] === to[arrow];
  const x = isLoop ? x0 + LOOP : layout.xOf(to[arrow]);
  // What did not arrive ends on its way: near its receiver, whose network it had reached, or near its sender.
  const away = Math.abs(x - x0);
  const isFar = run.hasCome(arrow) || fate[arrow] === UNSEEN;
  const reach = run.isGood(arrow) ? away : isFar ? away - Math.min(away, layout.spacing) * 0.18
    : Math.min(away, layout.spacing) * 0.5;
  const y0 = layout.top + timeline.beginOf(row) - top;
  const y1 = layout.top + timeline.endOf(row) - top;
  return { arrow, x0, y0, x1: x0 + Math.sign(x - x0) * reach, y1, isLoop, end: x, style: styleOf(run, arrow) };
}

/** Adds it to what the context is to draw. */
function trace(context, { x0, y0, x1, y1, isLoop }) {
  context.moveTo(x0, y0);
  if (isLoop) context.bezierCurveTo(x0 + LOOP * 1.4, y0, x0 + LOOP * 1.4, y1 + DROP, x0, y1 + DROP);
  else context.lineTo(x1, y1);
}

const endX = ({ x0, x1, isLoop }) => (isLoop ? x0 : x1);
const endY = ({ y1, isLoop }) => (isLoop ? y1 + DROP : y1);
const angleOf = ({ x0, y0, x1, y1, isLoop }) => (isLoop ? Math.PI : Math.atan2(y1 - y0, x1 - x0));

/** @returns {number} how far a place is from it, px */
function distanceTo(path, x, y) {
  const [x1, y1] = [path.isLoop ? path.x0 + LOOP : path.x1, endY(path)];
  const [dx, dy] = [x1 - path.x0, y1 - path.y0];
  const part = Math.min(1, Math.max(0, ((x - path.x0) * dx + (y - path.y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(path.x0 + part * dx - x, path.y0 + part * dy - y);
}

module.exports = { LOOP, angleOf, distanceTo, endX, endY, pathOf, trace };
