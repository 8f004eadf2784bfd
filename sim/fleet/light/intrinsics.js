'use strict';

// The prototypes of JavaScript's own classes in the main context: those that each copy has as well. One list for all.

/** The names of these classes. */
const names = Object.getOwnPropertyNames(globalThis).filter((name) => {
  const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
  return /^[A-Z]/.test(name) && typeof value === 'function' && typeof value.prototype === 'object';
});

/** @returns {Array} the prototypes of the context with this global object, in the order of the names; some have none */
function prototypesOf(global) {
  return [Object.getPrototypeOf(global.Uint8Array.prototype), ...names.map((name) => global[name]?.prototype)];
}

/** From each prototype to its place in that list. */
const places = new Map(prototypesOf(globalThis).map((prototype, i) => [prototype, i]));

module.exports = { places, prototypesOf };
