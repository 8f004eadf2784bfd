'use strict';

/** Values in groups, by a key that several may have. */
class Groups {
  #groups = new Map();

  add(key, value) {
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, new Set([value]));
    else group.add(value);
  }

  remove(key, value) {
    const group = this.#groups.get(key);
    if (group?.delete(value) && group.size === 0) this.#groups.delete(key);
  }

  /** @returns {Array} all that have this key, as they are now */
  of(key) {
    return [...this.#groups.get(key) ?? []];
  }

  /** @returns {*} the first one with this key that passes the test, or undefined */
  find(key, test) {
    for (const value of this.#groups.get(key) ?? []) {
      if (test(value)) return value;
    }
    return undefined;
  }
}

module.exports = { Groups };
