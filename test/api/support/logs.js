'use strict';

/**
 * @param {number} count
 * @returns {string[]} the texts of as many messages, each another
 */
function numbered(count) {
  return Array.from({ length: count }, (_, i) => `m${i}`);
}

/** What logNextJobs() writes, sorted. */
const NEXT_JOBS = ['job', 'tick', 'tick of tick'];

/**
 * Writes into a log what runs next: a tick, a tick of that tick, and a promise job.
 *
 * @param {string[]} log
 */
function logNextJobs(log) {
  process.nextTick(() => {
    log.push('tick');
    process.nextTick(() => log.push('tick of tick'));
  });
  Promise.resolve().then(() => log.push('job'));
}

module.exports = { NEXT_JOBS, logNextJobs, numbered };
