'use strict';

const CONTEXT = 2;

/**
 * Where two texts differ, line by line, with a few lines around each difference.
 *
 * @param {string} before
 * @param {string} after
 * @returns {string[]} lines marked `- ` (only before), `+ ` (only after) or two spaces (both);
 *   `  ...` stands for lines left out; empty when the texts are the same
 */
function diffLines(before, after) {
  const lines = align(linesOf(before), linesOf(after));
  const shown = lines.map((_, at) => lines
    .slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1)
    .some(({ mark }) => mark !== ' '));
  const out = [];
  lines.forEach(({ mark, text }, at) => {
    if (shown[at]) out.push(`${mark} ${text}`.trimEnd());
    else if (at === 0 || shown[at - 1]) out.push('  ...');
  });
  return shown.includes(true) ? out : [];
}

function linesOf(text) {
  return text.replace(/\n$/, '').split('\n');
}

// By the longest common subsequence; transcripts are short.
function align(before, after) {
  const common = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i][j] = before[i] === after[j]
        ? common[i + 1][j + 1] + 1
        : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i++] });
      j++;
    } else if (j === after.length || (i < before.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ mark: '-', text: before[i++] });
    } else {
      lines.push({ mark: '+', text: after[j++] });
    }
  }
  return lines;
}

module.exports = { diffLines };
