'use strict';

// Draws a part of the sequence chart.

const { UNSEEN } = require('./fates');
const { address, moment, span } = require('./format');
const { STYLES, styleOf } = require('./styles');

const HEADER = 58; // px, the names of the columns
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';
const LOOP = 46; // px: how far a socket's arrow to itself goes
const STEEP = 0.7; // radians from which the text of an arrow stands level
const CROWD = 400; // arrows; more are drawn finely and without texts, which nobody could read
const LINE = 12; // px between two texts
const TIME_SPACE = 26; // px between two times

/**
 * @typedef {object} Frame what is to be drawn, and where
 * @property {CanvasRenderingContext2D} context
 * @property {number} width of the picture
 * @property {number} height
 * @property {number} top how much of the chart is above it
 * @property {Layout} layout
 * @property {object} palette
 * @property {number[]} rows those to be drawn
 * @property {number} selected an arrow, or -1
 * @property {number} hovered an arrow, or -1
 * @property {?function(number): boolean} matches
 */

/** @param {Frame} frame */
function drawChart(frame) {
  const { context, width, height, palette } = frame;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, width, height);
  context.lineCap = 'butt';
  drawLives(frame);
  const paths = frame.rows.map((row) => pathOf(frame, row));
  const isCrowd = paths.length > CROWD;
  drawHalo(frame, paths);
  for (const name of Object.keys(STYLES)) {
    const ofStyle = paths.filter((path) => path.style === name);
    const isMatch = ({ arrow }) => frame.matches === null || frame.matches(arrow);
    const strength = isCrowd && !STYLES[name].isBad ? 0.4 : 1;
    context.globalAlpha = 0.25 * strength;
    drawPaths(frame, STYLES[name], ofStyle.filter((path) => !isMatch(path)), isCrowd);
    context.globalAlpha = strength;
    drawPaths(frame, STYLES[name], ofStyle.filter(isMatch), isCrowd);
    context.globalAlpha = 1;
  }
  if (!isCrowd) drawTexts(frame, paths);
  drawTimes(frame);
  drawHeader(frame);
}

/** Where an arrow is in the picture: from x0, y0 to x1, y1, on its way to `end`; with `isLoop` to its own socket. */
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

function drawLives({ context, width, height, top, layout, palette }) {
  const gaps = [...layout.timeline.gaps(top - layout.top, top + height - layout.top)];
  context.lineWidth = 1.5;
  context.strokeStyle = palette.life;
  for (const column of layout.visibleColumns(width)) {
    const x = Math.round(layout.xOf(column)) + 0.5;
    let y = HEADER;
    for (const gap of gaps) {
      const from = gap.top + layout.top - top + 14;
      const to = gap.bottom + layout.top - top - 14;
      line(context, [], x, y, x, Math.max(y, from));
      line(context, [1.5, 4.5], x, Math.max(HEADER, from), x, Math.max(HEADER, to));
      y = Math.max(HEADER, to);
    }
    line(context, [], x, y, x, height);
  }
}

function line(context, dash, x0, y0, x1, y1) {
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function trace(context, { x0, y0, x1, y1, isLoop }) {
  context.moveTo(x0, y0);
  if (isLoop) context.bezierCurveTo(x0 + LOOP * 1.4, y0, x0 + LOOP * 1.4, y1 + 14, endX({ x0, x1, isLoop }), y1 + 14);
  else context.lineTo(x1, y1);
}

const endX = ({ x0, x1, isLoop }) => (isLoop ? x0 : x1);
const endY = ({ y1, isLoop }) => (isLoop ? y1 + 14 : y1);
const angleOf = ({ x0, y0, x1, y1, isLoop }) => (isLoop ? Math.PI : Math.atan2(y1 - y0, x1 - x0));

/** Behind what is selected, or under the pointer. */
function drawHalo({ context, palette, selected, hovered }, paths) {
  context.setLineDash([]);
  context.lineWidth = 11;
  context.lineCap = 'round';
  context.strokeStyle = palette.halo;
  for (const path of paths.filter(({ arrow }) => arrow === selected || arrow === hovered)) {
    context.globalAlpha = path.arrow === selected ? 1 : 0.55;
    context.beginPath();
    trace(context, path);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.lineCap = 'butt';
}

/** All of one style at once. */
function drawPaths({ context, palette, layout: { run } }, { color, dash, tip }, paths, isCrowd) {
  if (paths.length === 0) return;
  context.strokeStyle = palette[color];
  context.fillStyle = palette[color];
  context.lineWidth = isCrowd ? 0.8 : 1.6;
  context.setLineDash(dash);
  context.beginPath();
  for (const path of paths) trace(context, path);
  context.stroke();
  context.setLineDash([]);
  for (const path of paths) TIPS[tip](context, endX(path), endY(path), angleOf(path), palette.paper);
  context.strokeStyle = palette.again;
  for (const { arrow, x0, y0 } of paths) {
    if (run.arrows.again[arrow] !== -1) ring(context, x0, y0, 5, palette.paper);
  }
}

/** One arrow for the legend, from x0 to x1. */
function drawTip(context, palette, { color, dash, tip, isAgain = false }, { x0, x1, y }) {
  context.strokeStyle = palette[color];
  context.fillStyle = palette[color];
  context.lineWidth = 1.6;
  line(context, dash, x0, y, x1, y);
  context.setLineDash([]);
  TIPS[tip](context, x1, y, 0, palette.paper);
  context.strokeStyle = palette.again;
  if (isAgain) ring(context, x0, y, 5, palette.paper);
}

function ring(context, x, y, radius, paper) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = paper;
  context.fill();
  context.lineWidth = 2;
  context.stroke();
}

const TIPS = {
  head(context, x, y, angle) {
    head(context, x, y, angle);
    context.closePath();
    context.fill();
  },
  open(context, x, y, angle) {
    head(context, x, y, angle);
    context.lineWidth = 1.6;
    context.stroke();
  },
  cross(context, x, y) {
    context.lineWidth = 2.4;
    line(context, [], x - 5, y - 5, x + 5, y + 5);
    line(context, [], x - 5, y + 5, x + 5, y - 5);
  },
  ring(context, x, y, angle, paper) {
    ring(context, x, y, 3.5, paper);
  },
};

function head(context, x, y, angle) {
  const corner = (turn) => [x - 10 * Math.cos(angle + turn), y - 10 * Math.sin(angle + turn)];
  context.beginPath();
  context.moveTo(...corner(0.38));
  context.lineTo(x, y);
  context.lineTo(...corner(-0.38));
}

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
  context.font = `600 12px ${SANS}`;
  const tagWidth = tag === '' ? 0 : context.measureText(`${tag}  `).width;
  context.font = `12px ${MONO}`;
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
    context.font = `600 12px ${SANS}`;
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
  context.font = `600 12px ${SANS}`;
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

/** The times of what begins, and how long the shortened gaps are, at the left. */
function drawTimes(frame) {
  const { context, height, top, layout, palette, rows } = frame;
  const { timeline, gutter } = layout;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, gutter - 8, height);
  context.font = `12px ${SANS}`;
  context.textAlign = 'right';
  context.fillStyle = palette.muted;
  const gaps = [...timeline.gaps(top - layout.top, top + height - layout.top)];
  let last = -Infinity;
  for (const row of rows) {
    const y = layout.top + timeline.beginOf(row) - top;
    if (y - last < TIME_SPACE) continue;
    last = y;
    const time = layout.run.arrows.begin[layout.rows[row]];
    context.fillText(moment(time, 2 / timeline.scale), gutter - 16, y + 4);
  }
  context.font = `italic 12px ${SANS}`;
  for (const gap of gaps) {
    const y = (gap.top + gap.bottom) / 2 + layout.top - top;
    context.fillText(`+ ${span(gap.ms)}`, gutter - 16, y + 4);
  }
}

function drawHeader({ context, width, layout, palette }) {
  const { run, spacing } = layout;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, width, HEADER);
  context.fillStyle = palette.rule;
  context.fillRect(0, HEADER - 1, width, 1);
  context.textAlign = 'center';
  for (const column of layout.visibleColumns(width)) {
    const x = layout.xOf(column);
    const name = run.nameOf(column);
    const isRecorded = run.columns[column].board !== -1;
    context.fillStyle = isRecorded || !run.hasBoards ? palette.ink : palette.muted;
    context.font = `600 13px ${SANS}`;
    context.fillText(shorten(context, name, spacing - 16), x, 25);
    context.fillStyle = palette.muted;
    context.font = isRecorded ? `12px ${MONO}` : `12px ${SANS}`;
    const below = isRecorded ? address(run.columns[column]) : 'not recorded';
    if (run.hasBoards) context.fillText(shorten(context, below, spacing - 8), x, 44);
  }
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, layout.gutter - 8, HEADER - 1);
  context.fillStyle = palette.muted;
  context.font = `12px ${SANS}`;
  context.textAlign = 'right';
  context.fillText('time', layout.gutter - 16, 25);
}

function shorten(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}\u2026`).width > width) end--;
  return `${text.slice(0, end)}\u2026`;
}

module.exports = { HEADER, drawChart, drawTip, endX, endY, pathOf };
