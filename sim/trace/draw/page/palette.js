'use strict';

const NAMES = ['paper', 'rule', 'ink', 'muted', 'life', 'arrow', 'lost', 'duplicate', 'again', 'quiet', 'halo'];

/**
 * @param {Element} element
 * @returns {object} the colours that style.css gives it, by their names
 */
function paletteOf(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

module.exports = { paletteOf };
