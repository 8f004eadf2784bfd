'use strict';

// Draws arrows, without their texts.

const { angleOf, endX, endY, trace } = require('./arrow-path');

const THIN = 0.8; // px, in a crowd
const NORMAL = 1.6;

function line(context, dash, x0, y0, x1, y1) {
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

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
  context.lineWidth = isCrowd ? THIN : NORMAL;
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
  context.lineWidth = NORMAL;
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
    context.lineWidth = NORMAL;
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

module.exports = { drawHalo, drawPaths, drawTip, line };
