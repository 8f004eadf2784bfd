'use strict';

// How the arrows look: one style for each way in which a datagram can end, drawn in the chart and explained in the
// legend.

const { ARRIVED, DISCARDED, LEFT, LOST, REFUSED, TEXTS, UNDER_WAY, UNSEEN } = require('./fates');

const FONTS = {
  text: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  bytes: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
};

/**
 * @typedef {object} Style
 * @property {string} text for the legend
 * @property {string} color of the palette
 * @property {number[]} dash
 * @property {'head'|'open'|'cross'|'ring'} tip what is at its end
 * @property {boolean} [isBad] it did not get through, so it must be seen among many that did
 */

const SOLID = [];
const STYLES = {
  arrived: { text: TEXTS[ARRIVED], color: 'arrow', dash: SOLID, tip: 'head' },
  left: { text: TEXTS[LEFT], color: 'arrow', dash: SOLID, tip: 'open' },
  lost: { text: 'lost, with the reason', color: 'lost', dash: SOLID, tip: 'cross', isBad: true },
  refused: { text: 'refused by the system, or discarded', color: 'lost', dash: [2, 3], tip: 'cross', isBad: true },
  duplicate: { text: 'duplicate', color: 'duplicate', dash: [7, 4], tip: 'head' },
  unseen: { text: TEXTS[UNSEEN], color: 'quiet', dash: [1, 4], tip: 'ring' },
  underWay: { text: TEXTS[UNDER_WAY], color: 'quiet', dash: [10, 6], tip: 'ring' },
};

const OF_FATE = {
  [ARRIVED]: 'arrived', [LEFT]: 'left', [LOST]: 'lost', [REFUSED]: 'refused', [DISCARDED]: 'refused',
  [UNDER_WAY]: 'underWay', [UNSEEN]: 'unseen',
};

/** @returns {string} a name in STYLES */
function styleOf({ arrows: { isDuplicate, fate } }, arrow) {
  const isWhole = fate[arrow] === ARRIVED || fate[arrow] === LEFT;
  return isDuplicate[arrow] === 1 && isWhole ? 'duplicate' : OF_FATE[fate[arrow]];
}

module.exports = { FONTS, STYLES, styleOf };
