'use strict';

const { drawTip } = require('./strokes');
const { element } = require('./details');
const { STYLES, styleOf } = require('./styles');

const SIZE = { width: 40, height: 14 };

/** What the arrows mean that there are. */
function drawLegend(run, palette) {
  const used = new Set(Array.from(run.arrows.fate, (_, arrow) => styleOf(run, arrow)));
  const entries = Object.keys(STYLES).filter((name) => used.has(name)).map((name) =>
    entry(STYLES[name].text, palette, (context) => drawTip(context, palette, STYLES[name], { x0: 2, x1: 32, y: 7 })));
  if (run.arrows.again.some((other) => other !== -1)) {
    entries.push(entry('sent again: the same bytes, with nothing new from the peer since', palette, (context) =>
      drawTip(context, palette, { ...STYLES.arrived, isAgain: true }, { x0: 8, x1: 36, y: 7 })));
  }
  document.getElementById('legend').replaceChildren(...entries);
}

function entry(text, palette, draw) {
  const { width, height } = SIZE;
  const canvas = element('canvas', { width: width * 2, height: height * 2, ariaHidden: 'true' });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context.scale(2, 2);
  draw(context);
  return element('li', {}, canvas, text);
}

module.exports = { drawLegend };
