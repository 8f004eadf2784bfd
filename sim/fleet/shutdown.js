'use strict';

/** How long the copies that were asked may take to end, in milliseconds. */
const PATIENCE = 5000;

/** A second signal within this many milliseconds is the same request: timeout(1) sends its own to the process and then
 * to the whole group. */
const ONE_REQUEST = 200;

/**
 * Asks a fleet to end at the first signal, and terminates it at the second one or when that takes too long.
 *
 * @param {Fleet} fleet
 * @param {function(string)} say
 * @param {number} [patience] milliseconds
 * @returns {function(string)} to be called with the name of each signal
 */
function requestsOf(fleet, say, patience = PATIENCE) {
  let asked = null;

  return function request(signal) {
    const now = performance.now();
    if (asked === null) {
      asked = now;
      const [copies, them] = fleet.running === 1 ? ['1 copy is', 'it'] : [`${fleet.running} copies are`, 'them'];
      say(`fleet: ${signal}: ${copies} asked to end; a second signal terminates ${them}\n`);
      const timer = setTimeout(() => fleet.terminate(), patience);
      fleet.on('end', () => clearTimeout(timer));
      fleet.interrupt(signal);
    } else if (now - asked >= ONE_REQUEST) {
      fleet.terminate();
    }
  };
}

module.exports = { requestsOf };
