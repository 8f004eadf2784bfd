'use strict';

// Options of Node.js that forked children and workers are started with, too.

const threads = require('node:worker_threads');

/**
 * @param {string[]} options what process.execArgv is to be; they preload a file
 * @param {string} preload the absolute path of that file
 * @param {function(): boolean} [areInherited] whether a worker started now would have them by itself; default: never
 */
function passOn(options, preload, areInherited = () => false) {
  process.execArgv = options;
  // Workers do not look there: they repeat what the process was started with.
  threads.Worker = new Proxy(threads.Worker, {
    construct(Worker, [script, workerOptions = {}], newTarget) {
      const make = (changes) => Reflect.construct(Worker, [script, { ...workerOptions, ...changes }], newTarget);
      if (workerOptions.execArgv !== undefined || areInherited()) return make({});
      try {
        return make({ execArgv: process.execArgv });
      } catch {
        // Some of the options are for a whole process, and refused here.
        return make({ execArgv: ['-r', preload] });
      }
    },
  });
}

module.exports = { passOn };
