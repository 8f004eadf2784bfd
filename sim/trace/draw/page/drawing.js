'use strict';

// Draws a part of the sequence chart.

const { pathOf } = require('./arrow-path');
const { drawHalo, drawPaths } = require('./strokes');
const { STYLES } = require('./styles');
const { drawHeader, drawLives, drawTimes } = require('./surroundings');
const { drawTexts } = require('./texts');

const CROWD = 400; // arrows; more are drawn finely and without texts, which nobody could read

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

module.exports = { drawChart };
