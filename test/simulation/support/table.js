'use strict';

// The platform table as Markdown has it, in IoT.js's documentation and in ours.

const DIGITS = { '¹': '1', '²': '2' };

function cellsOf(line) {
  return line.slice(1, -1).split('|').map((cell) => cell.trim().replaceAll('<br/>', ' '));
}

/**
 * Reads the first table whose rows name APIs of dgram.
 *
 * @param {string} markdown
 * @returns {{header: string[], rows: Object<string, string[]>, footnotes: Object<string, string>}} the header without
 *   the first cell; the rows' cells ('O', 'X', '△1') by the API; the numbered paragraphs behind the table
 */
function tableOf(markdown) {
  const lines = markdown.split('\n');
  const first = lines.findIndex((line) => line.startsWith('| dgram.createSocket |'));
  const end = lines.findIndex((line, i) => i > first && !line.startsWith('|'));
  const rows = lines.slice(first, end).map(cellsOf).map(([api, ...cells]) => [
    api, cells.map((cell) => cell.replace(/^△ (.)$/, (_, digit) => `△${DIGITS[digit]}`)),
  ]);
  const behind = lines.slice(end).join('\n').split(/^#/m)[0];
  const footnotes = Array.from(behind.matchAll(/^(\d)\. (.*)$/gm), ([, number, text]) => [number, text]);
  return {
    header: cellsOf(lines[first - 2]).slice(1),
    rows: Object.fromEntries(rows),
    footnotes: Object.fromEntries(footnotes),
  };
}

module.exports = { tableOf };
