'use strict';

/** A queue. An array's shift() moves all that is behind. */
class Fifo {
  #items = [];
  #first = 0;

  get length() {
    return this.#items.length - this.#first;
  }

  /** The one that is next; undefined where there is none. */
  get first() {
    return this.#items[this.#first];
  }

  /** The one that came last; undefined where there is none. */
  get last() {
    return this.#items[this.#items.length - 1];
  }

  push(item) {
    this.#items.push(item);
  }

  shift() {
    const item = this.#items[this.#first];
    this.#items[this.#first++] = undefined;
    if (this.#first > this.#items.length / 2) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}

module.exports = { Fifo };
