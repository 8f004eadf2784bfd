'use strict';

// Loads the addon; says what to do when there is none.

const { findBinary } = require('./binary.js');

/** What stands for this runtime in a message: its name and version. */
function runtimeName() {
  const other = ['bun', 'deno', 'electron'].find((name) => process.versions[name] !== undefined);
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
  try {
    const file = findBinary();
    if (file === undefined) throw new Error('there is no binary for this system in the package');
    return require(file);
  } catch (cause) {
    const error = new Error([
      `iotjs-dgram has no native addon that ${runtimeName()} on ${process.platform}-${process.arch} can load. ` +
        'Build it, with a C compiler, make and Python:',
      '  npm explore iotjs-dgram -- npm run build     in the project that installed it',
      '  npm install && npm run build                 in a checkout of iotjs-dgram itself',
      `The reason: ${cause.message}`,
    ].join('\n'), { cause });
    error.code = 'IOTJS_DGRAM_NO_BINARY';
    throw error; // node-do-not-add-exception-line: as in stacks.js
  }
}

module.exports = load();
