'use strict';

const { AsyncResource } = require('node:async_hooks');

const native = require('./native');

/**
 * The async context of the code that makes it: AsyncLocalStorage, test runners and tracing see it again in what is run
 * in it. Base class of whatever calls the script from the event loop.
 */
class AsyncContext extends AsyncResource {
  /**
   * Calls a function in this context. What it throws is reported here, as an uncaught exception of this context; the
   * caller is not thrown at.
   *
   * @param {function(...*)} callback
   * @param {*} receiver its `this`
   * @param {...*} args up to five; named, because an array for them would double the price
   */
  run(callback, receiver, a, b, c, d, e) {
    this.runInAsyncScope(guarded, receiver, callback, a, b, c, d, e);
  }
}

function guarded(callback, a, b, c, d, e) {
  try {
    callback.call(this, a, b, c, d, e);
  } catch (error) {
    native.uncaught(error);
  }
}

module.exports = { AsyncContext };
