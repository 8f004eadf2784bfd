'use strict';

// The realm of a copy, with what lib/realm.js has for this process. lib/ and sim/ are there once for all copies, in the
// main context; what the script sees of them comes from here. They call the script in the async context, the timers
// and the ticks that are here, so that it is known whose an error is.

const NO_ARGS = [];
const { nextTick } = process;

class CopyRealm {
  /** Until the script has required it: then Lookups.dns is the copy's module. */
  dns = null;

  /**
   * @param {Copy} copy
   * @param {object} inside what inside/index.js gives
   */
  constructor(copy, { Buffer, EventEmitter, process, realm, bufferOf, infoOf, own, timers }) {
    this.Buffer = Buffer;
    this.EventEmitter = EventEmitter;
    this.bufferOf = bufferOf;
    this.infoOf = infoOf;
    this.setImmediate = timers.setImmediate;
    this.setTimeout = timers.setTimeout;
    this.given = (value) => realm.adopt(value);
    this.method = (original) => methodOf(original, this.given, own);
    const { nextTick: original } = process;
    this.nextTick = (callback) => {
      if (process.nextTick === original) nextTick(copy.tick, callback, NO_ARGS);
      else process.nextTick(this.method(callback)); // as the script has replaced it
    };
    this.emitWarning = (warning) => process.emitWarning(this.given(warning));
    // One for all, since its script cannot have async hooks.
    const context = {
      runInAsyncScope(guarded, receiver, callback, a, b, c, d, e) {
        if (copy.hasEnded) return;
        copy.enter();
        try {
          callback.call(receiver, a, b, c, d, e);
        } catch (error) {
          copy.uncaught(error);
        }
      },
    };
    this.captureContext = () => context;
  }
}

/** A function of the copy's that looks like another one, and gives what that returns and throws. */
function methodOf(original, given, own) {
  const { length, name } = original;
  const method = {
    [name](...args) {
      try {
        const result = Reflect.apply(original, this, args);
        return typeof result === 'object' ? given(result) : result;
      } catch (error) {
        throw given(error); // node-do-not-add-exception-line: as in lib/stacks.js
      }
    },
  }[name];
  return Object.defineProperty(own(method), 'length', { value: length, configurable: true });
}

module.exports = { CopyRealm };
