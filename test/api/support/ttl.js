'use strict';

const path = require('node:path');

const { start } = require('../../support/run.js');
const { skipSuite } = require('../../support/skip.js');

/** A Mocha `before` hook for suites that need the receiver. */
function requireTtlReceiver() {
  if (process.platform === 'win32') skipSuite(this, 'Python on Windows cannot say the TTL of a datagram');
}

/**
 * Starts a receiver that sees how many hops a datagram may still travel.
 *
 * @param {string} [group] a multicast group to join
 * @param {string} [interfaceAddress] where to join it
 * @returns {Promise<{port: number, next: function(): Promise<number>, stop: function(): Promise<void>}>} next()
 *   resolves to the TTL of the next datagram
 */
async function startTtlReceiver(group, interfaceAddress) {
  const script = path.join(__dirname, '..', 'scenarios', 'ttl_receiver.py');
  const args = group === undefined ? [] : [group, interfaceAddress];
  const { kill, printed, until, end } = start('python3', [script, ...args], {
    stdin: null,
    // A sanitizer that is preloaded is for Node.js.
    env: { LD_PRELOAD: undefined },
  });
  let lines = 0;

  async function next() {
    lines++;
    await until('stdout', new RegExp(`^(.*\\n){${lines}}`));
    return Number(printed.stdout.split('\n')[lines - 1]);
  }

  async function stop() {
    kill();
    await end;
  }

  return { port: await next(), next, stop };
}

module.exports = { requireTtlReceiver, startTtlReceiver };
