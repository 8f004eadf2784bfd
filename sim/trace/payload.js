'use strict';

// Payloads as text that is safe to print, whatever they are: no byte of theirs reaches a terminal as it is, but for
// those of ordinary characters.

const ROW = 16; // bytes of a dump

const decoder = new TextDecoder('utf-8', { fatal: true });

const ESCAPES = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** Line ends and tabs apart, what has no picture of its own: control and format characters, line separators, what no
 * character has been assigned to. */
const UNSAFE = /[^\P{C}\n\r\t]|[\u2028\u2029]/u;

function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The bytes as characters, or undefined where they are no UTF-8, or have characters that are not safe to print. */
function textOf(bytes) {
  try {
    const text = decoder.decode(bytes);
    return UNSAFE.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** At most so many bytes from the beginning that do not end within a character. */
function cut(bytes, size) {
  let end = Math.min(size, bytes.length);
  for (let steps = 0; steps < 3 && end < bytes.length && (bytes[end] & 0xc0) === 0x80; steps++) end--;
  return bytes.subarray(0, end);
}

/**
 * The beginning of a payload in one line.
 *
 * @param {Uint8Array} bytes
 * @param {number} width how many characters it takes at most
 * @returns {string} text in quotation marks, or hexadecimal numbers; `…` behind it where it goes on
 */
function beginning(bytes, width) {
  const text = textOf(cut(bytes, width));
  if (text === undefined) {
    const fitting = Math.floor((width + 1) / 3);
    const isWhole = bytes.length <= fitting;
    return isWhole ? hexOf(bytes) : `${hexOf(bytes.subarray(0, fitting - 1))} …`;
  }
  const characters = Array.from(text, (character) => ESCAPES[character] ?? character);
  if (bytes.length <= width && characters.join('').length + 2 <= width) return `"${characters.join('')}"`;
  let line = '';
  for (const character of characters) {
    if (line.length + character.length > width - 3) break;
    line += character;
  }
  return `"${line}"…`;
}

/**
 * All of a payload.
 *
 * @param {Uint8Array} bytes
 * @returns {string[]} lines of 16 bytes: offset, hexadecimal numbers, ASCII characters
 */
function dump(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += ROW) {
    const row = bytes.subarray(at, at + ROW);
    const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hexOf(row).padEnd(ROW * 3 - 1)}  ${text}`);
  }
  return lines;
}

module.exports = { beginning, dump };
