'use strict';

/** Values that the addon knows by a number. Numbers start at 1 and are used again. */
class Slots {
  #values = [undefined];
  #free = [];

  /** @returns {number} what the value is known by until it is taken */
  add(value) {
    const id = this.#free.length > 0 ? this.#free.pop() : this.#values.length;
    this.#values[id] = value;
    return id;
  }

  /** @returns {*} the value of a number, which is free from now on */
  take(id) {
    const value = this.#values[id];
    this.#values[id] = undefined;
    this.#free.push(id);
    return value;
  }
}

module.exports = { Slots };
