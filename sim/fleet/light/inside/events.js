'use strict';

// Evaluated in the context of each copy: its EventEmitter, with Node's methods on a prototype of its own.

const NodeEmitter = require('node:events');
const { types } = require('node:util');

const OWN_STATICS = ['prototype', 'name', 'length', 'EventEmitter', 'defaultMaxListeners', 'usingDomains'];

/** @param {Realm} realm */
function makeEventEmitter(realm) {
  function EventEmitter(options) {
    NodeEmitter.call(this, options);
  }
  realm.pair(NodeEmitter.prototype, EventEmitter.prototype);
  realm.copyMembers(NodeEmitter, EventEmitter, OWN_STATICS);
  EventEmitter.EventEmitter = EventEmitter;
  EventEmitter.defaultMaxListeners = NodeEmitter.defaultMaxListeners;
  realm.copyMembers(NodeEmitter.prototype, EventEmitter.prototype, ['constructor', 'emit']);

  const { emit } = NodeEmitter.prototype;
  Object.defineProperty(EventEmitter.prototype, 'emit', {
    value: function emitEvent(...args) {
      // Node's would not know an error of this context for one.
      if (args[0] === 'error' && types.isNativeError(args[1]) && !hasListener(this)) {
        throw args[1]; // node-do-not-add-exception-line: as in lib/stacks.js
      }
      try {
        return Reflect.apply(emit, this, args);
      } catch (error) {
        throw realm.adopt(error); // node-do-not-add-exception-line: as in lib/stacks.js
      }
    },
    writable: true, configurable: true, enumerable: true,
  });
  Object.defineProperty(EventEmitter.prototype.emit, 'name', { value: 'emit' });
  return EventEmitter;
}

function hasListener({ _events: events }) {
  return events !== undefined && (events.error !== undefined || events[NodeEmitter.errorMonitor] !== undefined);
}

module.exports = { makeEventEmitter };
