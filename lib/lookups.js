'use strict';

const { captureContext, runInContext } = require('./async-context');
const { lookups } = require('./environment');
const native = require('./native');

/**
 * Looks up the first IPv4 address of a name.
 *
 * @param {string} name
 * @param {function(number, number)} callback gets libuv's error code or 0, and the address; always later, in the async
 *   context of this call
 */
function lookUp(name, callback) {
  const context = captureContext('IotjsDgramLookup');
  const resolved = (status, ip) => runInContext(context, callback, undefined, status, ip);
  const id = lookups.add(resolved);
  const status = native.lookup(name, id);
  if (status === 0) return;
  lookups.take(id);
  setImmediate(resolved, status, 0);
}

module.exports = { lookUp };
