'use strict';

// Times, sizes and bytes as text.

const PER_LINE = 8;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** @param {number} ip 0 to 2^32 - 1 */
function address({ ip, port }) {
  return `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}:${port}`;
}

/** @param {number} ms a span of time, in a unit that suits it */
function span(ms) {
  const size = Math.abs(ms);
  if (size >= 60000) return `${(ms / 60000).toFixed(1)} min`;
  if (size >= 999.5) return `${(ms / 1000).toFixed(2)} s`;
  if (size >= 1) return `${ms.toFixed(size >= 100 ? 0 : 1)} ms`;
  return `${(ms * 1000).toFixed(0)} \u00b5s`;
}

/** @param {number} ms a moment, since the start; `resolution` is the shortest time in ms that is to be told apart */
function moment(ms, resolution = 0.001) {
  const decimals = Math.min(6, Math.max(1, Math.ceil(-Math.log10(resolution / 1000))));
  return `${(ms / 1000).toFixed(decimals)} s`;
}

function count(number, noun) {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** @returns {?string} null where the bytes are no text */
function text(bytes) {
  try {
    const decoded = decoder.decode(bytes);
    // Control characters, but for tabs and line ends, are the sign of something else.
    return /[^\P{Cc}\t\r\n]/u.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}

const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** The bytes as hexdump shows them: offset, hex, ASCII. */
function hexDump(bytes) {
  const lines = [];
  for (let offset = 0; offset < bytes.length; offset += PER_LINE) {
    const line = bytes.subarray(offset, offset + PER_LINE);
    const ascii = Array.from(line, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${offset.toString(16).padStart(4, '0')}  ${hexOf(line).padEnd(PER_LINE * 3)} ${ascii}`);
  }
  return lines.join('\n');
}

/** The beginning of the bytes on one line: as text, or as hex where they are none. */
function beginning(bytes, length) {
  let cut = bytes.subarray(0, length);
  // Not in the middle of a character of UTF-8.
  while (cut.length > 0 && cut.length < bytes.length && (bytes[cut.length] & 0xc0) === 0x80) cut = cut.subarray(0, -1);
  const isCut = cut.length < bytes.length;
  const plain = text(cut);
  const shown = plain === null ? hexOf(cut.subarray(0, Math.ceil(length / 3))) : plain.replace(/\s+/g, ' ');
  return isCut ? `${shown}\u2026` : shown;
}

module.exports = { address, beginning, count, hexDump, moment, span, text };
