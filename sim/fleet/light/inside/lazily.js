'use strict';

// Evaluated in the context of each copy.

/**
 * Defines a property whose value is made when it is first read, unless it is set before.
 *
 * @param {object} object
 * @param {string} name
 * @param {function(): *} make
 * @param {boolean} [enumerable] until it is set
 */
function defineLazily(object, name, make, enumerable = false) {
  // One function for both, since each copy has one for each property.
  function access(...values) {
    const isSet = values.length > 0;
    const value = isSet ? values[0] : make();
    Object.defineProperty(object, name, {
      value, writable: true, enumerable: isSet || enumerable, configurable: true,
    });
    return value;
  }
  Object.defineProperty(object, name, { get: access, set: access, enumerable, configurable: true });
}

module.exports = { defineLazily };
