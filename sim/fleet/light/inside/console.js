'use strict';

// Evaluated in the context of each copy: its console. What keeps nothing is done by one Console of Node's for all
// copies; a copy that counts, groups or measures gets one of its own.

const { Console } = require('node:console');

const STATELESS = ['assert', 'debug', 'dir', 'dirxml', 'error', 'info', 'log', 'table', 'trace', 'warn'];
const STATEFUL = ['clear', 'count', 'countReset', 'group', 'groupCollapsed', 'groupEnd', 'time', 'timeEnd', 'timeLog'];

/**
 * @param {Realm} realm
 * @param {{write: function(string)}} stdout
 * @param {{write: function(string)}} stderr
 * @param {function(object, object): Console} shared gives the one for all copies, which now writes there
 */
function makeConsole(realm, stdout, stderr, shared) {
  let own = null;
  const methods = {};
  for (const name of STATELESS) {
    methods[name] = (...args) => (own ?? shared(stdout, stderr))[name](...args);
  }
  for (const name of STATEFUL) {
    methods[name] = (...args) => {
      own ??= new Console({ stdout, stderr, ignoreErrors: false });
      own[name](...args);
    };
  }
  Object.defineProperty(methods, 'Console', { get: () => realm.wrap(Console), configurable: true });
  return methods;
}

module.exports = { makeConsole };
