'use strict';

// The files in inside/, which are evaluated in the context of each copy, so that what they make is of that context: its
// errors, arrays and functions are what the script knows them by.

const path = require('node:path');

const INSIDE = path.join(__dirname, 'inside') + path.sep;

/**
 * @param {Code} code
 * @param {object} context
 * @returns {Function} what inside/index.js exports there. What these files require from elsewhere is one for all copies
 */
function loadInside(code, context) {
  const loaded = new Map();

  function load(filename) {
    const known = loaded.get(filename);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(filename, module);
    const request = (wanted) => {
      const file = wanted.startsWith('.') ? code.neighbour(filename, wanted) : wanted;
      return file.startsWith(INSIDE) ? load(file) : require(file);
    };
    code.functionOf(filename, context)(module.exports, request, module);
    return module.exports;
  }

  return load(path.join(INSIDE, 'index.js'));
}

module.exports = { loadInside };
