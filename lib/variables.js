'use strict';

// The environment variables of this package.

const PREFIX = 'IOTJS_DGRAM_';
/** Of the process that records to a file, its number: those that it starts know by it that they must not. */
const RECORDER = `${PREFIX}RECORDER`;
/** Those that are no settings of a board. */
const OTHERS = [RECORDER, ...['BUSY_POLL', 'PREBUILD', 'SEGMENT'].map((name) => PREFIX + name)];

/**
 * @param {object} env such as process.env
 * @returns {string[]} those variables that say what is to be simulated; an empty one says nothing
 */
function settingsIn(env) {
  return Object.keys(env).filter((name) => name.startsWith(PREFIX) && env[name] !== '' && !OTHERS.includes(name));
}

module.exports = { PREFIX, RECORDER, settingsIn };
