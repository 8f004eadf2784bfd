'use strict';

// What happens to a datagram: a pure function of the seed, the socket, the datagram's number in order, and the
// conditions that hold when it is sent.

const { chance, extend } = require('./chance');

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
function isLost({ mean, burst }, key, number) {
  if (mean === 0) return false;
  if (burst === null) return chance(extend(key, number), LOSS) < mean;
  const afterLoss = 1 - 1 / burst;
  const afterArrival = mean / (1 - mean) / burst;
  for (; number > 0; number--) {
    const draw = chance(extend(key, number), LOSS);
    if (draw < afterArrival) return true;
    if (draw >= afterLoss) return false;
  }
  return chance(extend(key, 0), LOSS) < mean;
}

function lostBy(reason) {
  return Object.freeze({ lost: reason, reordered: false, delays: Object.freeze([]) });
}

const TOO_LARGE = lostBy('tooLarge');
const LOST = lostBy('lost');
/** Of those that come out at once and alone. */
const PLAIN = Object.freeze({ lost: null, reordered: false, delays: Object.freeze([0]) });

/**
 * @param {object} conditions that hold when it is sent: as sim/board/settings.js reads them, without spans
 * @param {number} key the hash of what tells its socket from others (chance.js)
 * @param {number} number which datagram of the socket it is
 * @param {number} size of its payload in bytes
 * @returns {{lost: ?string, reordered: boolean, delays: number[]}} `lost` is null or the name of a count
 *   in conditions.js; `delays` has the milliseconds of each copy that arrives, of which there are one or two; PLAIN
 *   where nothing happens to it
 */
function fate(conditions, key, number, size) {
  if (size + HEADERS > conditions.mtu) return TOO_LARGE;
  if (isLost(conditions.loss, key, number)) return LOST;
  const { delay: { mean, jitter }, duplicate, reorder } = conditions;
  if (mean === 0 && duplicate === 0 && reorder === 0) return PLAIN;
  const own = extend(key, number);
  const delayOf = (draw) => (jitter === 0 ? mean : mean + (chance(own, draw) * 2 - 1) * jitter);
  const delays = [delayOf(DELAY)];
  if (duplicate > 0 && chance(own, DUPLICATE) < duplicate) delays.push(delayOf(DELAY_OF_DUPLICATE));
  return { lost: null, reordered: reorder > 0 && chance(own, REORDER) < reorder, delays };
}

module.exports = { HEADERS, PLAIN, fate };
