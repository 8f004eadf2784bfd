'use strict';

// Stacks of errors: they begin at the script's own line, and what only explains an error has none.

const path = require('node:path');

/** Where this package's own code is. */
const OWN = ['bin', 'lib', 'sim'].map((folder) => path.join(path.dirname(__dirname), folder) + path.sep);

/** @returns {boolean} whether a line of a stack is of this package's own code */
function isOwn(line) {
  return OWN.some((folder) => line.includes(folder));
}

/** Gives an error the stack of a place, without this package's own frames; null: none. */
function setPlace(error, place) {
  const stack = place === null ? '' : place.stack;
  if (typeof stack !== 'string') return error; // Error.prepareStackTrace is the script's own
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line) && !isOwn(line));
  error.stack = [error, ...frames].join('\n');
  return error;
}

/** @returns {object} where the script is, for setPlace(). It costs 2 µs, which is too much for a message. */
function here() {
  const place = {};
  Error.captureStackTrace(place, here);
  return place;
}

/** Throws an error as of the line of the script that called the method. */
function raise(error) {
  setPlace(error, here());
  // Node.js prints the line that throws above what nobody catches, but for a line in which it reads this:
  throw error; // node-do-not-add-exception-line
}

/** Options of an Error: its cause, which says what the device's text leaves out. */
function because(text) {
  return { cause: setPlace(new Error(text), null) };
}

module.exports = { because, here, isOwn, raise, setPlace };
