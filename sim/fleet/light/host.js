'use strict';

// Runs many light copies of a script in this thread.

const path = require('node:path');

const { Code } = require('./code');
const { Copy, HALT } = require('./copy');
const { Immediates } = require('./immediates');
const { COPY, COUNT, NONE } = require('./signs');

/** What comes as an uncaught exception where a watchdog has terminated something. What copies throw has been caught. */
const TERMINATED = null;

/** How many frames errors of the main context have before they are given to a script, which may want so many. */
const FRAMES = 50;

/** The last object of a prototype chain: Object.prototype of the context that a value is of. */
function rootOf(value) {
  let root = null;
  for (let each = value; each !== null && each !== undefined; each = Object.getPrototypeOf(each)) root = each;
  return root;
}

/** As Node's own loader does where `node --watch` runs this. */
function reportToWatcher(file) {
  if (process.env.WATCH_REPORT_DEPENDENCIES) process.send?.({ 'watch:require': [file] });
}

/**
 * What the copies of a script in one thread share. The thread must have nothing else to do: what nobody catches in it
 * is counted to the copy whose objects it is about.
 */
class Host {
  /** From the Object.prototype of a context to the copy that it is of, also when that has ended. */
  owners = new WeakMap();
  /** Those of all copies, and the host's own. Nothing in this thread uses Node's. */
  immediates = new Immediates();
  /** What the watchdog sees, where there is one: see signs.js. */
  signs = new Uint32Array(new SharedArrayBuffer(COUNT * Uint32Array.BYTES_PER_ELEMENT));
  /** Those that have not ended, by index. */
  #copies = new Map();

  /**
   * @param {object} options
   * @param {string} options.script an absolute path, as `node SCRIPT` takes it
   * @param {string[]} [options.scriptArgs] default: none
   * @param {number} [options.count] how many copies the fleet has; default 1
   * @param {object} [options.settings] of the boards, as sim/board/settings.js reads them; default: none
   */
  constructor({ script, scriptArgs = [], count = 1, settings = null }) {
    this.signs[COPY] = NONE;
    Error.stackTraceLimit = FRAMES;
    this.script = script;
    this.scriptArgs = scriptArgs;
    this.count = count;
    this.settings = settings;
    const check = settings?.strict ? require('../../board/strict').checkerOf(settings) : () => {};
    this.code = new Code((file) => {
      reportToWatcher(file);
      check(file);
    });
    this.filename = this.code.resolve(script, path.join(path.dirname(script), 'fleet'));
    process.on('unhandledRejection', (reason, promise) => {
      this.#ownerOf(promise, reason).rejected(reason, promise);
    });
    process.on('uncaughtException', (error) => {
      // HALT: the addon has called this package for a copy that has been abandoned.
      if (error !== TERMINATED && error !== HALT) this.#ownerOf(error, error).uncaught(error);
    });
  }

  #ownerOf(value, error) {
    const copy = this.owners.get(rootOf(value));
    if (copy === undefined) throw error; // of the host itself, and its end
    return copy;
  }

  /** A function of a copy's is about to be called. */
  enter(copy) {
    this.signs[COPY] = copy.index;
  }

  /**
   * The copy that was called last. What runs is that one's, also ticks and promise jobs, as long as the thread has not
   * returned to the event loop: they run before another copy is called.
   *
   * @returns {Copy|undefined} undefined where it has ended
   */
  get current() {
    return this.#copies.get(this.signs[COPY]);
  }

  /**
   * @param {number} index from 0; each one is used once
   * @param {function()} [prepared] called when it could start, which then is the caller's to do; default: it starts
   * @returns {Copy} one that starts soon
   */
  add(index, prepared) {
    const copy = new Copy(this, index);
    this.#copies.set(index, copy);
    copy.on('end', () => this.#copies.delete(index));
    // Ticks and promise jobs run after each.
    this.immediates.add(() => {
      copy.prepare();
      if (prepared === undefined) copy.start();
      else prepared();
    });
    return copy;
  }
}

module.exports = { Host, TERMINATED };
