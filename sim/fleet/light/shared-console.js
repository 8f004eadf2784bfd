'use strict';

// One console for all copies: it writes to whoever uses it.

const { Console } = require('node:console');

let current;
const stream = (name) => ({
  write(text) {
    current[name].write(text);
  },
});
const console = new Console({ stdout: stream('stdout'), stderr: stream('stderr'), ignoreErrors: false });

/**
 * @param {{write: function(string)}} stdout
 * @param {{write: function(string)}} stderr
 * @returns {Console} the console, for one call
 */
module.exports = function consoleFor(stdout, stderr) {
  current = { stdout, stderr };
  return console;
};
