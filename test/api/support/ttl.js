'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const readline = require('node:readline');

/**
 * Starts a receiver that sees how many hops a datagram may still travel.
 *
 * @param {string} [group] a multicast group to join
 * @param {string} [interfaceAddress] where to join it
 * @returns {Promise<{port: number, next: function(): Promise<number>, stop: function(): Promise<void>}>} next()
 *   resolves to the TTL of the next datagram
 */
async function startTtlReceiver(group, interfaceAddress) {
  const script = path.join(__dirname, 'ttl_receiver.py');
  const args = group === undefined ? [] : [group, interfaceAddress];
  const child = spawn('python3', [script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A sanitizer that is preloaded is for Node.js.
    env: { ...process.env, LD_PRELOAD: undefined },
  });
  const ended = once(child, 'exit');
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function next() {
    const { value, done } = await Promise.race([lines.next(), ended.then(() => ({ done: true }))]);
    if (done) throw new Error('python3 ended instead of receiving');
    return Number(value);
  }

  async function stop() {
    child.stdin.end();
    await ended;
  }

  return { port: await next(), next, stop };
}

module.exports = { startTtlReceiver };
