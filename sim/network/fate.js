'use strict';

// What happens to a datagram: a pure function of the seed, the socket and the datagram's number in order.

const { chance } = require('./chance');

const HEADERS = 28; // bytes of IPv4 and UDP before the payload

// One draw for each decision, so that none depends on another.
const LOSS = 0;
const DUPLICATE = 1;
const REORDER = 2;
const DELAY = 3;
const DELAY_OF_DUPLICATE = 4;

/**
 * @param {object} conditions as sim/board/settings.js reads them
 * @param {number[]} key whole numbers: the seed and what tells this datagram from all others
 * @param {number} size of its payload in bytes
 * @returns {{lost: ?string, reordered: boolean, delays: number[]}} `lost` is null or the name of a count
 *   in conditions.js; `delays` has the milliseconds of each copy that arrives, of which there are one or two
 */
function fate(conditions, key, size) {
  if (size + HEADERS > conditions.mtu) return { lost: 'tooLarge', reordered: false, delays: [] };
  if (chance(...key, LOSS) < conditions.loss) return { lost: 'lost', reordered: false, delays: [] };
  const { mean, jitter } = conditions.delay;
  const delayOf = (draw) => (jitter === 0 ? mean : mean + (chance(...key, draw) * 2 - 1) * jitter);
  const delays = [delayOf(DELAY)];
  if (chance(...key, DUPLICATE) < conditions.duplicate) delays.push(delayOf(DELAY_OF_DUPLICATE));
  return { lost: null, reordered: chance(...key, REORDER) < conditions.reorder, delays };
}

module.exports = { HEADERS, fate };
