'use strict';

// Draws what is written at arrows.

const { LOOP, endX, endY } = require('./arrow-path');
const { HEADER } = require('./surroundings');
const { FONTS } = require('./styles');

const STEEP = 0.7; // radians from which the text of an arrow stands level
const LINE = 12; // px between two texts

/** The reasons, and the beginnings of payloads: where one would cover another of its kind, it is left out. */
function drawTexts(frame, paths) {
  const { context, layout: { run }, height, matches } = frame;
  context.textBaseline = 'alphabetic';
  const inSight = paths.filter(({ y0, y1 }) => (y0 + y1) / 2 > HEADER - 20 && (y0 + y1) / 2 < height + 20);
  const draw = (drawOne, some) => {
    const isFree = places();
    for (const path of some) {
      if (!isFree((path.x0 + path.end) / 2, (path.y0 + path.y1) / 2)) continue;
      context.globalAlpha = matches === null || matches(path.arrow) ? 1 : 0.35;
      drawOne(frame, path);
    }
    context.globalAlpha = 1;
  };
  draw(drawReason, inSight.filter(({ arrow }) => !run.isGood(arrow)));
  draw(drawLabel, inSight);
}

/** @returns {function(number, number): boolean} whether a place is free; then it is taken */
function places() {
  const taken = new Map();
  return (x, y) => {
    const key = Math.round(x / 40);
    const isTaken = [key - 1, key, key + 1].some((near) => Math.abs((taken.get(near) ?? -Infinity) - y) < LINE);
    if (!isTaken) taken.set(key, y);
    return !isTaken;
  };
}

/** Along the arrow, above it, in the middle of what can be seen of it. */
function drawLabel({ context, layout, palette, width: frameWidth }, path) {
  const { x0, y0, y1, isLoop, end, arrow } = path;
  const { run } = layout;
  const slope = isLoop ? 0 : (y1 - y0) / (end - x0);
  const angle = Math.atan(slope);
  const isLevel = Math.abs(angle) > STEEP;
  const from = Math.max(Math.min(x0, end), layout.gutter);
  const to = Math.min(Math.max(x0, end), frameWidth);
  const middle = (from + to) / 2;
  const length = isLoop ? 400 : (to - from) / (isLevel ? 1 : Math.cos(angle));
  const tag = tagOf(run, arrow);
  context.save();
  if (isLoop) context.translate(x0 + LOOP + 12, (y0 + y1) / 2);
  else context.translate(middle, y0 + (middle - x0) * slope);
  if (!isLevel) context.rotate(angle);
  context.textAlign = 'left';
  context.font = `600 12px ${FONTS.text}`;
  const tagWidth = tag === '' ? 0 : context.measureText(`${tag}  `).width;
  context.font = `12px ${FONTS.bytes}`;
  const shown = fit(context, run.labelOf(arrow), length - 44 - tagWidth);
  const width = context.measureText(shown).width + tagWidth;
  const left = isLoop ? 0 : -width / 2;
  // Higher where the reason stands on the line.
  const baseline = run.isGood(arrow) ? -6 : -9;
  // A rim in the colour of the paper keeps it readable where another arrow crosses.
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = palette.paper;
  context.strokeText(shown, left + tagWidth, baseline);
  context.fillStyle = palette.ink;
  context.fillText(shown, left + tagWidth, baseline);
  if (tag !== '' && width > tagWidth) {
    context.font = `600 12px ${FONTS.text}`;
    context.fillStyle = run.arrows.isDuplicate[arrow] === 1 ? palette.duplicate : palette.again;
    context.fillText(tag, left, baseline);
  }
  context.restore();
}

function tagOf({ arrows: { again, isDuplicate } }, arrow) {
  if (isDuplicate[arrow] === 1) return 'duplicate';
  return again[arrow] === -1 ? '' : 'again';
}

/** As much of a text as fits. The font has characters of one width. */
function fit(context, text, width) {
  const most = Math.floor(width / context.measureText('0').width);
  if (most < 4) return '';
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}\u2026`;
}

/** Beside the tip. */
function drawReason({ context, palette, layout: { run } }, path) {
  const { arrow, x0, x1 } = path;
  const sign = x1 < x0 ? -1 : 1;
  const isNear = Math.abs(path.end - x1) < Math.abs(x1 - x0);
  context.font = `600 12px ${FONTS.text}`;
  context.fillStyle = run.isBad(arrow) ? palette.lost : palette.quiet;
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = palette.paper;
  // Near the receiver's line there is no room behind the cross, but below it.
  context.textAlign = (sign > 0) === isNear ? 'right' : 'left';
  const x = endX(path) + (isNear ? 0 : 12 * sign);
  const y = endY(path) + (isNear ? 20 : 5);
  context.strokeText(run.stateOf(arrow), x, y);
  context.fillText(run.stateOf(arrow), x, y);
}

module.exports = { drawTexts };
