'use strict';

// What happens to a datagram: a pure function of the seed, the socket, the datagram's number in order, and the
// conditions that hold when it is sent.

const { chance } = require('./chance');

const HEADERS = 28; // bytes of IPv4 and UDP before the payload

// One draw for each decision, so that none depends on another.
const LOSS = 0;
const DUPLICATE = 1;
const REORDER = 2;
const DELAY = 3;
const DELAY_OF_DUPLICATE = 4;

/**
 * Whether chance has a datagram lost. Bursts are those of the Gilbert model, where a datagram is more often lost if the
 * one before it was: the probability is `afterLoss` then, otherwise `afterArrival`. A draw below both or above both
 * needs no look at the one before, and any other has the same happen to it as to that one. So nothing has to be
 * remembered: going back to the last draw that decides takes about as many steps as a burst is long.
 */
function isLost({ mean, burst }, key) {
  if (burst === null) return chance(...key, LOSS) < mean;
  const afterLoss = 1 - 1 / burst;
  const afterArrival = mean / (1 - mean) / burst;
  const socket = key.slice(0, -1);
  for (let number = key.at(-1); number > 0; number--) {
    const draw = chance(...socket, number, LOSS);
    if (draw < afterArrival) return true;
    if (draw >= afterLoss) return false;
  }
  return chance(...socket, 0, LOSS) < mean;
}

/**
 * @param {object} conditions that hold when it is sent: as sim/board/settings.js reads them, without spans
 * @param {number[]} key whole numbers: the seed and what tells this datagram from all others, its number
 *   last
 * @param {number} size of its payload in bytes
 * @returns {{lost: ?string, reordered: boolean, delays: number[]}} `lost` is null or the name of a count
 *   in conditions.js; `delays` has the milliseconds of each copy that arrives, of which there are one or two
 */
function fate(conditions, key, size) {
  if (size + HEADERS > conditions.mtu) return { lost: 'tooLarge', reordered: false, delays: [] };
  if (isLost(conditions.loss, key)) return { lost: 'lost', reordered: false, delays: [] };
  const { mean, jitter } = conditions.delay;
  const delayOf = (draw) => (jitter === 0 ? mean : mean + (chance(...key, draw) * 2 - 1) * jitter);
  const delays = [delayOf(DELAY)];
  if (chance(...key, DUPLICATE) < conditions.duplicate) delays.push(delayOf(DELAY_OF_DUPLICATE));
  return { lost: null, reordered: chance(...key, REORDER) < conditions.reorder, delays };
}

module.exports = { HEADERS, fate };
