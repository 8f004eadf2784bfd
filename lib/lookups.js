'use strict';

const { captureContext, runInContext } = require('./async-context');
const { lookups } = require('./environment');
const native = require('./native');

class Lookup {
  constructor(callback) {
    this.callback = callback;
    this.context = captureContext('IotjsDgramLookup');
  }

  resolved(status, ip) {
    runInContext(this.context, this.callback, undefined, status, ip);
  }
}

/**
 * Looks up the first IPv4 address of a name.
 *
 * @param {string} name
 * @param {function(number, number)} callback gets libuv's error code or 0, and the address; always later, in the async
 *   context of this call
 */
function lookUp(name, callback) {
  const lookup = new Lookup(callback);
  const id = lookups.add(lookup);
  const status = native.lookup(name, id);
  if (status === 0) return;
  lookups.take(id);
  setImmediate(() => lookup.resolved(status, 0));
}

module.exports = { lookUp };
