'use strict';

// Finds and loads the addon; says what to do when there is none.

const path = require('node:path');

/** What stands for this runtime in a message: its name and version. */
function runtimeName() {
  const other = ['bun', 'deno'].find((name) => process.versions[name] !== undefined);
  return other === undefined ? `Node.js ${process.version}` : `${other} ${process.versions[other]}`;
}

/**
 * Loads the addon.
 *
 * @returns {object} the functions of src/binding.c
 * @throws {Error} code `IOTJS_DGRAM_NO_LIBUV` on a runtime that has Node-API but not libuv (Bun, Deno): the addon
 *   would abort there. Code `IOTJS_DGRAM_NO_BINARY` where there is no binary or it does not load, with the commands
 *   that mend it and the reason as `cause`.
 */
function load() {
  if (process.versions.bun !== undefined || process.versions.deno !== undefined || process.versions.uv === undefined) {
    const error = new Error(`iotjs-dgram needs the libuv that is inside Node.js, and ${runtimeName()} has none. ` +
      'Run the script with node.');
    error.code = 'IOTJS_DGRAM_NO_LIBUV';
    throw error; // node-do-not-add-exception-line: as in stacks.js
  }
  const root = path.dirname(__dirname);
  try {
    return require('node-gyp-build')(root);
  } catch (cause) {
    const error = new Error([
      `iotjs-dgram has no native addon that ${runtimeName()} on ${process.platform}-${process.arch} can load. ` +
        'Build it:',
      '  npm rebuild iotjs-dgram --foreground-scripts     in the project that installed it',
      '  npm install && npm run build                     in a checkout of iotjs-dgram itself',
      'It takes a C compiler, make and Python (node-gyp\'s needs). Where npm blocks install scripts, allow this one',
      'first: npm approve-scripts iotjs-dgram (npm 12), or install without --ignore-scripts.',
      `The reason: ${cause.message}`,
    ].join('\n'), { cause });
    error.code = 'IOTJS_DGRAM_NO_BINARY';
    throw error; // node-do-not-add-exception-line: as in stacks.js
  }
}

module.exports = load();
