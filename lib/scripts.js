'use strict';

const path = require('node:path');

const OWN_FOLDER = path.dirname(__dirname) + path.sep;
const OWN_ROOMS = ['bin', 'lib', 'lint', 'sim'];

/**
 * @param {string} filename an absolute path
 * @returns {boolean} whether this is a script of the user's: neither of this package nor of another one under
 *   node_modules; the examples of this package are, also where it is installed
 */
function isScript(filename) {
  const parts = filename.split(path.sep);
  if (!filename.startsWith(OWN_FOLDER)) return !parts.includes('node_modules');
  const inside = filename.slice(OWN_FOLDER.length).split(path.sep);
  return !OWN_ROOMS.includes(inside[0]) && !inside.includes('node_modules');
}

module.exports = { isScript };
