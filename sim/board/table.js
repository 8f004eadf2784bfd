'use strict';

// The platform table of IoT.js's documentation (boards.json), to ask and to print. It does without the addon, so that
// the command can print it where there is none.

const { boards, footnotes } = require('./boards.json');

const COLUMN_GAP = 2;
const LEGEND = [
  'O  works',
  'X  is not there: calling it throws an error, code IOTJS_DGRAM_UNSUPPORTED',
  '△  works with the limit of its footnote: calling it warns once, code IOTJS_DGRAM_TARGET',
];

/**
 * @returns {string[]} the targets' names, in the order of the table's columns
 */
function targetNames() {
  return Object.keys(boards);
}

/**
 * @returns {string[]} the APIs as boards.json names them: 'createSocket', 'Socket.addMembership', …; each board has all
 */
function apiKeys() {
  return Object.keys(Object.values(boards)[0].apis);
}

/**
 * @param {string} key an API as the table names it
 * @returns {string} the API as a script names it: 'setTTL' for 'Socket.setTTL'
 */
function shortName(key) {
  return key.replace(/^Socket\./, '');
}

/**
 * @returns {string[]} the APIs as a script names them: 'createSocket', 'addMembership', …
 */
function apiNames() {
  return apiKeys().map(shortName);
}

/**
 * Finds the API that a user means.
 *
 * @param {string} text such as 'setTTL', 'Socket.setTTL' or 'dgram.Socket.setTTL'
 * @returns {string|undefined} the API as the table names it; undefined where there is no such API
 */
function resolveApi(text) {
  return apiKeys().find((key) => [shortName(key), key, `dgram.${key}`].includes(text));
}

/**
 * What the table says of an API on a target.
 *
 * @param {string} key an API as the table names it
 * @param {string} name of a target
 * @returns {{mark: string, footnote: {text: string, openSockets?: number}|undefined}} `mark` is 'O', 'X' or '△';
 *   `openSockets` says how many sockets the footnote is about
 */
function cellOf(key, name) {
  const cell = boards[name].apis[key];
  return { mark: cell[0], footnote: footnotes[cell.slice(1)] };
}

/**
 * @param {string} name of a target
 * @returns {number} how many bytes of a datagram the target reads; Infinity where it reads all of them
 */
function readLimit(name) {
  return boards[name].readsAtMost ?? Infinity;
}

/**
 * The table for a terminal, with what its marks mean, the targets' titles and the footnotes.
 *
 * @returns {string} several lines; the last one is not ended
 */
function formatTable() {
  const rows = [['', ...targetNames()]];
  for (const key of apiKeys()) rows.push([`dgram.${key}`, ...targetNames().map((name) => boards[name].apis[key])]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)) + COLUMN_GAP);
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('').trimEnd());

  lines.push('', ...LEGEND, '');
  for (const name of targetNames()) {
    const limit = readLimit(name);
    const note = limit === Infinity ? '' : `; reads at most ${limit.toLocaleString('en-US')} bytes of a datagram`;
    lines.push(`${name.padEnd(widths.at(-1))}${boards[name].title}${note}`);
  }
  lines.push('');
  for (const [number, { text }] of Object.entries(footnotes)) lines.push(`${number}. ${text}`);
  return lines.join('\n');
}

module.exports = { apiKeys, apiNames, cellOf, formatTable, readLimit, resolveApi, shortName, targetNames };
