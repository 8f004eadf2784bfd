'use strict';

// The timers and immediates of all copies in a thread. They are Node's; each knows its copy, and a copy knows those
// that have not run. The classes of what a script sees of them are in inside/timers.js.

const node = require('node:timers');

/**
 * What a timer and an immediate have in common: while it is active, it is in the list of its copy, and where it has a
 * reference, it keeps the copy alive.
 */
class Pending {
  #copy;
  #callback;
  #receiver;
  #args;
  #isActive = false;
  #hasRef = true;
  /** Its neighbours in that list. A Set would be made larger and smaller again for each timer. */
  #previous = null;
  #next = null;

  constructor(copy, callback, receiver, args) {
    this.#copy = copy;
    this.#callback = callback;
    this.#receiver = receiver;
    this.#args = args;
  }

  call() {
    this.#copy.call(this.#callback, this.#receiver, this.#args);
  }

  activate() {
    if (this.#isActive) return;
    if (this.#hasRef) this.#copy.hold();
    this.#isActive = true;
    this.#next = this.#copy.pending;
    if (this.#next !== null) this.#next.#previous = this;
    this.#copy.pending = this;
  }

  deactivate() {
    if (!this.#isActive) return;
    this.#isActive = false;
    if (this.#previous === null) this.#copy.pending = this.#next;
    else this.#previous.#next = this.#next;
    if (this.#next !== null) this.#next.#previous = this.#previous;
    this.#previous = null;
    this.#next = null;
    if (this.#hasRef) this.#copy.release();
  }

  get next() {
    return this.#next;
  }

  get hasRef() {
    return this.#hasRef;
  }

  setRef(hasRef) {
    if (this.#hasRef === hasRef) return;
    this.#hasRef = hasRef;
    if (this.#isActive && hasRef) this.#copy.hold();
    else if (this.#isActive) this.#copy.release();
  }
}

class Timer extends Pending {
  #timer;
  #isCancelled = false;
  #number = null;

  /**
   * @param {Copy} copy
   * @param {Function} callback
   * @param {object} receiver
   * @param {Array} args of the callback
   * @param {*} delay as Node.js takes it
   * @param {boolean} repeats
   */
  constructor(copy, callback, receiver, args, delay, repeats) {
    super(copy, callback, receiver, args);
    this.#timer = repeats
      ? node.setInterval(() => this.call(), delay)
      : node.setTimeout(() => this.#runOnce(), delay);
    this.activate();
  }

  #runOnce() {
    this.deactivate(); // before the call, which may arm it again
    this.call();
  }

  setRef(hasRef) {
    super.setRef(hasRef);
    if (hasRef) this.#timer.ref();
    else this.#timer.unref();
  }

  refresh() {
    if (this.#isCancelled) return; // Node's would run, and call nothing
    this.activate();
    this.#timer.refresh();
  }

  cancel() {
    node.clearTimeout(this.#timer);
    this.#isCancelled = true;
    this.deactivate();
  }

  /** What clearTimeout() takes in its place; null where the script has not asked for it. */
  get number() {
    return this.#number;
  }

  askNumber() {
    return this.#number ??= this.#timer[Symbol.toPrimitive]();
  }
}

class Immediate extends Pending {
  #immediates;
  #run;

  constructor(copy, callback, receiver, args) {
    super(copy, callback, receiver, args);
    this.#immediates = copy.immediates;
    this.activate();
    this.#run = this.#immediates.add(() => {
      this.deactivate();
      this.call();
    });
  }

  cancel() {
    this.#immediates.remove(this.#run);
    this.deactivate();
  }
}

/** @returns {?Timer} the active one with this number */
function timerWith(copy, number) {
  let each = copy.pending;
  while (each !== null && each.number !== number) each = each.next;
  return each;
}

/** What a Timeout and an Immediate of a script have their Timer or Immediate of this file by. A symbol and no private
 * field, which takes longer where each copy has a class of its own. */
const kPending = Symbol('pending');

/**
 * What starts the timers and immediates of one copy: setTimeout(), setInterval() and setImmediate(). They are made in
 * the main context, since they are called often: the code is one for all copies, so V8 optimises it.
 *
 * @param {Copy} copy
 * @param {object} inside of its context
 * @param {Function} inside.Timeout the class of what the first two return
 * @param {Function} inside.Immediate the class of what the third returns
 * @param {function(): Error} inside.badCallback the error for a callback that is none
 * @returns {Array<Function>}
 */
function startersOf(copy, { Timeout: { prototype: timeouts }, Immediate: { prototype: immediates }, badCallback }) {
  function Timeout(callback, delay, args, repeats) {
    this[kPending] = new Timer(copy, callback, this, args, delay, repeats);
  }
  Timeout.prototype = timeouts;

  function OneImmediate(callback, args) {
    this[kPending] = new Immediate(copy, callback, this, args);
  }
  OneImmediate.prototype = immediates;

  // As methods, they have no prototype, which would be an object of the main context.
  return Object.values({
    setTimeout(callback, delay, ...args) {
      if (typeof callback !== 'function') throw badCallback(); // node-do-not-add-exception-line: as in lib/stacks.js
      return new Timeout(callback, delay, args, false);
    },
    setInterval(callback, delay, ...args) {
      if (typeof callback !== 'function') throw badCallback(); // node-do-not-add-exception-line
      return new Timeout(callback, delay, args, true);
    },
    setImmediate(callback, ...args) {
      if (typeof callback !== 'function') throw badCallback(); // node-do-not-add-exception-line
      return new OneImmediate(callback, args);
    },
  });
}

function cancelAll(copy) {
  while (copy.pending !== null) copy.pending.cancel();
}

module.exports = { Timer, cancelAll, kPending, startersOf, timerWith };
