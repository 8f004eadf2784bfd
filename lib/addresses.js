'use strict';

// IPv4 addresses as text and as numbers. What was converted is remembered, within a bound.

const native = require('./native');

const REMEMBERED = 1024;
const LONGEST = '255.255.255.255'.length;
const numbers = new Map();
const texts = new Map();
// The last ones of all: a script mostly talks to one peer at a time.
let lastText = '';
let lastNumber = -1;

function remember(map, key, value) {
  if (map.size >= REMEMBERED) map.clear();
  map.set(key, value);
  return value;
}

/** @returns {number} the address of an IPv4 literal (dotted quad), -1 for any other text: that is a name */
function toNumber(text) {
  if (text === lastText) return lastNumber;
  if (text.length > LONGEST) return -1;
  const known = numbers.get(text);
  lastNumber = known === undefined ? remember(numbers, text, native.parseIp(text)) : known;
  lastText = text;
  return lastNumber;
}

/** @returns {string} the dotted quad of an IPv4 address, 0 to 2^32 - 1 */
function toText(ip) {
  if (ip === lastNumber) return lastText;
  const known = texts.get(ip);
  lastText = known === undefined
    ? remember(texts, ip, `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}`) : known;
  lastNumber = ip;
  return lastText;
}

/** @returns {boolean} whether an IPv4 address, as a number, is that of a multicast group */
function isMulticast(ip) {
  return ip >>> 28 === 14;
}

module.exports = { isMulticast, toNumber, toText };
