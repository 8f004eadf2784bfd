'use strict';

/** Values that the addon knows by a number. Numbers start at 1 and are used again. */
class Slots {
  #values = [undefined];
  #free = [];

  /**
   * @param {*} value
   * @returns {number} its number, until it is taken
   */
  add(value) {
    const id = this.#free.length > 0 ? this.#free.pop() : this.#values.length;
    this.#values[id] = value;
    return id;
  }

  /**
   * @param {number} id
   * @returns {*} the value, whose number is free from now on
   */
  take(id) {
    const value = this.#values[id];
    this.#values[id] = undefined;
    this.#free.push(id);
    return value;
  }
}

module.exports = { Slots };
