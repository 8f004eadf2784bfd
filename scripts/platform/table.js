'use strict';

// The table of docs/platforms.md, which `npm run test:platform` writes: a row for each part of a run.

const path = require('node:path');

const { ROOT } = require('../prebuild/targets.js');

const PAGE = path.join(ROOT, 'docs', 'platforms.md');
const START = '<!-- npm run test:platform writes from here -->\n';
const END = '<!-- to here -->';

const TITLES_MAX = 12;

/** Titles, each under its reason: `{ reason: [title, …] }`. */
function byReason(entries) {
  const reasons = new Map();
  for (const { title, reason } of entries) reasons.set(reason, [...reasons.get(reason) ?? [], title]);
  return reasons;
}

/** What was skipped or failed: a line for each reason, with at most so many titles that a reader still sees which. */
function linesOf(word, entries) {
  return Array.from(byReason(entries), ([reason, titles]) => {
    const shown = titles.slice(0, TITLES_MAX).map((title) => `"${title}"`).join(', ');
    const rest = titles.length > TITLES_MAX ? `, and ${titles.length - TITLES_MAX} more` : '';
    return `- ${word}, ${titles.length}: ${reason}: ${shown}${rest}`;
  });
}

/**
 * Puts the results of one system into the page, in place of those that are there.
 *
 * @param {string} page its text
 * @param {string} system
 * @param {Array<{with: string, part: string, passed: number, skipped: Array<{title: string, reason: string}>,
 *   failed: Array<{title: string, reason: string}>}>} parts
 * @returns {string} the new text
 * @throws {Error} where the page has no place for it
 */
function withResults(page, system, parts) {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) throw new Error(`docs/platforms.md lacks the line ${START}or ${END}`);
  const old = page.slice(start + START.length, end).split(/^(?=### )/m).filter((text) => text.startsWith('### '));
  const text = [
    `### ${system}\n`,
    '| with | what | passed | skipped | failed |',
    '| --- | --- | --- | --- | --- |',
    ...parts.map(({ with: tool, part, passed, skipped, failed }) =>
      `| ${tool} | ${part} | ${passed} | ${skipped.length} | ${failed.length} |`),
    '',
    ...linesOf('Skipped', parts.flatMap(({ skipped }) => skipped)),
    ...linesOf('Failed', parts.flatMap(({ failed }) => failed)),
    '\n',
  ].join('\n');
  const sections = [...old.filter((section) => !section.startsWith(`### ${system}\n`)), text];
  return page.slice(0, start + START.length) + sections.sort().join('') + page.slice(end);
}

module.exports = { PAGE, withResults };
