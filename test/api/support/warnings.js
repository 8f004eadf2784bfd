'use strict';

const { setImmediate: nextTurn } = require('node:timers/promises');

/**
 * Collects the process's warnings, which are not printed meanwhile.
 *
 * @param {Function} run may be asynchronous
 * @returns {Promise<Error[]>} the warnings that came while it ran and in the two turns of the loop after it
 */
async function warningsOf(run) {
  const listeners = process.listeners('warning');
  const warnings = [];
  const collect = (warning) => warnings.push(warning);
  process.removeAllListeners('warning');
  process.on('warning', collect);
  try {
    await run();
    // What the system refused is told in an immediate, and a warning is emitted in a tick.
    await nextTurn();
    await nextTurn();
  } finally {
    process.removeListener('warning', collect);
    for (const listener of listeners) process.on('warning', listener);
  }
  return warnings;
}

module.exports = { warningsOf };
