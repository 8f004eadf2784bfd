'use strict';

// Answers that depend on each other: a variable is written with another one, a function calls itself. All are asked for
// again, each time with the answers of the last round for those that are still open, until no answer changes.

/** Nothing yet, or nothing at all: it does not speak against any other answer. */
const OPEN = 'open';

const MOST_ROUNDS = 10;
/** Expressions that are deeper are not followed: the stack of calls ends somewhere. */
const DEEPEST = 500;

class Fixpoint {
  /** Answers that are final. */
  #known = new Map();
  /** Questions under way, and the answers of this round and of the last one. */
  #asked = new Set();
  #answers = new Map();
  #before = new Map();
  /** Questions that nothing has answered; they are answered with null. */
  #unanswered = new Set();
  #isCircular = false;
  #needsAnswer;

  /**
   * @param {function(object): boolean} needsAnswer whether OPEN is no answer to a question, so that it becomes null
   */
  constructor(needsAnswer) {
    this.#needsAnswer = needsAnswer;
  }

  /**
   * @param {object} key what is asked for
   * @param {function(): string|null} find answers; it may ask again
   * @returns {string|null} the answer; OPEN for none so far
   */
  ask(key, find) {
    if (this.#known.has(key)) return this.#known.get(key);
    if (this.#unanswered.has(key)) return null;
    if (this.#answers.has(key)) return this.#answers.get(key);
    if (this.#asked.has(key)) {
      this.#isCircular = true;
      return this.#before.get(key) ?? OPEN;
    }
    if (this.#asked.size >= DEEPEST) return null;
    return this.#asked.size > 0 ? this.#askOnce(key, find) : this.#askFirst(key, find);
  }

  #askOnce(key, find) {
    this.#asked.add(key);
    const answer = find();
    this.#asked.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  #askFirst(key, find) {
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      this.#isCircular = false;
      this.#askOnce(key, find);
      if (!this.#hasChanged() && !this.#findUnanswered()) return this.#finish(key);
      this.#before = this.#answers;
      this.#answers = new Map();
    }
    this.#answers = new Map(Array.from(this.#before.keys(), (asked) => [asked, null]));
    return this.#finish(key);
  }

  /** Whether a further round may have other answers. Without circles the first one has the final ones. */
  #hasChanged() {
    if (!this.#isCircular) return false;
    return Array.from(this.#answers).some(([key, answer]) => (this.#before.get(key) ?? OPEN) !== answer);
  }

  #findUnanswered() {
    const { size } = this.#unanswered;
    for (const [key, answer] of this.#answers) {
      if (answer === OPEN && this.#needsAnswer(key)) this.#unanswered.add(key);
    }
    return this.#unanswered.size > size;
  }

  #finish(key) {
    for (const [asked, answer] of this.#answers) this.#known.set(asked, answer);
    for (const asked of this.#unanswered) this.#known.set(asked, null);
    this.#answers = new Map();
    this.#before = new Map();
    this.#unanswered = new Set();
    return this.#known.get(key);
  }
}

module.exports = { Fixpoint, OPEN };
