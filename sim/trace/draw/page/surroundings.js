'use strict';

// Draws what is around the arrows: the lines of the columns, their names, and the times.

const { address, moment, span } = require('./format');
const { line } = require('./strokes');
const { FONTS } = require('./styles');

const HEADER = 58; // px, the names of the columns
const TIME_SPACE = 26; // px between two times

/** A line for each column, dotted where time is shortened. */
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

/** The times of what begins, and how long the shortened gaps are, at the left. */
function drawTimes(frame) {
  const { context, height, top, layout, palette, rows } = frame;
  const { timeline, gutter } = layout;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, gutter - 8, height);
  context.font = `12px ${FONTS.text}`;
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
  context.font = `italic 12px ${FONTS.text}`;
  for (const gap of gaps) {
    const y = (gap.top + gap.bottom) / 2 + layout.top - top;
    context.fillText(`+ ${span(gap.ms)}`, gutter - 16, y + 4);
  }
}

/** The names of the columns, over whatever is below them. */
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
    context.font = `600 13px ${FONTS.text}`;
    context.fillText(shorten(context, name, spacing - 16), x, 25);
    context.fillStyle = palette.muted;
    context.font = isRecorded ? `12px ${FONTS.bytes}` : `12px ${FONTS.text}`;
    const below = isRecorded ? address(run.columns[column]) : 'not recorded';
    if (run.hasBoards) context.fillText(shorten(context, below, spacing - 8), x, 44);
  }
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, layout.gutter - 8, HEADER - 1);
  context.fillStyle = palette.muted;
  context.font = `12px ${FONTS.text}`;
  context.textAlign = 'right';
  context.fillText('time', layout.gutter - 16, 25);
}

function shorten(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}\u2026`).width > width) end--;
  return `${text.slice(0, end)}\u2026`;
}

module.exports = { HEADER, drawHeader, drawLives, drawTimes };
