'use strict';

// Ends a copy that does not give its host's thread back. Another thread (watchdog-thread.js) finds out and has end()
// called here by the inspector, on top of what is running: there is no other way in. What is running is terminated, as
// with vm's timeouts, down to the event loop.
//
// That is sound because of three things:
//  - Ticks and promise jobs of one copy run before another copy is called. V8 drops all jobs with one that it
//    terminates; those are of the same copy then.
//  - Nothing is terminated where Node.js or this package may be changing what the copies share (placeBelow()).
//  - What Node.js leaves behind when its own functions are terminated is repaired: see emptyAsyncStack() and
//    immediates.js. Its timers repair themselves.

const inspector = require('node:inspector');
const path = require('node:path');
const { Worker } = require('node:worker_threads');

const native = require('../../../lib/native');
const { ROOT } = require('./code');
const { TERMINATED } = require('./host');
const { ANSWERS, COPY } = require('./signs');
const { stuckText } = require('./stuck');

const THREAD = path.join(__dirname, 'watchdog-thread.js');

/** What the inspector finds end() by. */
const NAME = 'iotjs-dgram.watchdog';

/** How many frames are looked at. */
const DEPTH = 100;

const fileOf = (...names) => path.join(ROOT, ...names);

/** Files whose functions may be at work on what all copies share. */
const SHARED = ['node:', fileOf('lib', path.sep), fileOf('sim', path.sep)];

/** Those among them that keep nothing, or nothing of other copies. */
const HARMLESS = ['node:buffer', 'node:events', 'node:fs', 'node:internal/util/inspect', 'node:path',
  ...['arguments', 'board', 'dgram', 'errors', 'lookups', 'sends', 'socket', 'stacks', 'state', 'warnings']
    .map((name) => fileOf('lib', `${name}.js`)),
  fileOf('sim', 'fleet', 'light', 'inside', path.sep), fileOf('sim', 'fleet', 'light', 'copy-realm.js')];

class Watchdog {
  #host;
  #patience;
  #session = null;
  #worker;

  /**
   * Starts to watch this thread. It does not keep the process alive.
   *
   * @param {Host} host
   * @param {object} options
   * @param {number} options.patience for how long a copy may keep the thread, in milliseconds
   * @param {number} [options.lifeline] the descriptor of a pipe: when it ends, so does the process at once; and before
   *   the process ends because a copy could not be ended alone, it says so there, as JSON in a line:
   *   `{ index, text }`; default: none
   */
  constructor(host, { patience, lifeline = null }) {
    this.#host = host;
    this.#patience = patience;
    const { signs } = host;
    this.#worker = new Worker(THREAD, { workerData: { name: NAME, signs, patience, lifeline }, execArgv: [] });
    this.#worker.on('message', () => { signs[ANSWERS]++; });
    this.#worker.unref();
    Object.defineProperty(globalThis, Symbol.for(NAME), { value: (...args) => this.#end(...args) });
  }

  /**
   * Watches no more. To be called before the process ends: with the inspector in use, Node.js would say that it waits.
   *
   * @returns {Promise} settled when that is so
   */
  close() {
    return this.#worker.terminate();
  }

  /**
   * Called by the inspector, on top of what is running.
   *
   * @param {object} seen
   * @param {number} seen.answers of the thread when it was found stuck
   * @param {number} seen.copy the same
   * @param {boolean} isLast whether it will not be called again only because the place is not known
   * @returns {{isDebugged?: boolean, isOver?: boolean, text?: string}} whether a debugger may be what keeps the copy,
   *   for as long as the user likes; whether it is ended now, or has come back in the meantime; what to say of it
   */
  #end({ answers, copy }, isLast) {
    const { current, immediates, signs } = this.#host;
    if (inspector.url() !== undefined) return { isDebugged: true };
    if (signs[ANSWERS] !== answers || signs[COPY] !== copy) return { isOver: true };
    const { isSafe, place } = placeBelow(globalThis[Symbol.for(NAME)]);
    if (!isSafe || !immediates.isTerminable || (place === null && !isLast)) {
      return { text: stuckText(this.#patience, place) };
    }
    current?.abandon(stuckError(stuckText(this.#patience, place ?? 'a promise job'))); // unless it has ended before
    immediates.recover();
    emptyAsyncStack();
    this.#terminate();
    return { isOver: true };
  }

  /** Throws away all that is on the stack, down to the event loop, when this has returned. */
  #terminate() {
    if (this.#session === null) {
      this.#session = new inspector.Session();
      this.#session.connect();
    }
    this.#session.post('Runtime.terminateExecution');
  }
}

/** The frames below a function, the topmost first. */
function framesBelow(callee) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  try {
    Error.stackTraceLimit = DEPTH;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, callee);
    return holder.stack;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/**
 * Where the script is. Without regular expressions, since one may be what is running.
 *
 * @param {Function} callee what the inspector has called
 * @returns {{isSafe: boolean, place: ?string}} whether the script itself is running, or nothing but the machinery of
 *   promise jobs; and its file, line and column where it is on the stack
 */
function placeBelow(callee) {
  let isSafe = true;
  // The first frame is the inspector's.
  for (const site of framesBelow(callee).slice(1)) {
    const file = site.isEval() ? 'eval' : site.getFileName();
    if (typeof file !== 'string') continue; // JavaScript's own functions
    if (!SHARED.some((start) => file.startsWith(start))) {
      return { isSafe, place: `${file}:${site.getLineNumber()}:${site.getColumnNumber()}` };
    }
    if (!HARMLESS.some((start) => file.startsWith(start))) isSafe = false;
  }
  return { isSafe, place: null };
}

function stuckError(text) {
  const error = new Error(text.split('\n', 1)[0]);
  return Object.assign(error, { name: '', stack: text });
}

/**
 * Functions that are terminated leave their entries on the stack of async_hooks, and Node.js aborts where it finds one.
 * It empties that stack for an uncaught exception.
 */
function emptyAsyncStack() {
  native.uncaught(TERMINATED);
}

module.exports = { Watchdog };
