'use strict';

// The async context of who asked for something, for when the script is called about it later: AsyncLocalStorage, test
// runners and tracing then know whose call it is. To enter one costs a sixth of a received message, so it is captured
// only where an async hook or a store follows it.

const { AsyncResource } = require('node:async_hooks');

const native = require('./native');

/** Where Node.js 24 and newer keep the stores of AsyncLocalStorage in a resource. */
const FRAME = Object.getOwnPropertySymbols(new AsyncResource('probe'))
  .find(({ description }) => description === 'context_frame');
const MANUAL = { requireManualDestroy: true, triggerAsyncId: 0 }; // cheaper than the defaults; without hooks the same
/** A version that keeps them in some other way: contexts are captured always. */
const IS_UNKNOWN = FRAME === undefined && Number(process.versions.node.split('.')[0]) >= 24;

/** There have been async hooks: from then on nothing is tried, since an error costs ten times as much as a context. */
let hooksWereSeen = false;

/** The caller's context; null where nothing follows it. async_hooks calls what goes on by the type. */
function captureContext(type) {
  if (hooksWereSeen) return new AsyncResource(type);
  let resource;
  try {
    // An empty type is refused where there are async hooks, and only there.
    resource = new AsyncResource('', MANUAL);
  } catch {
    hooksWereSeen = true;
    return new AsyncResource(type);
  }
  return IS_UNKNOWN || (FRAME !== undefined && resource[FRAME] !== undefined) ? resource : null;
}

/**
 * Calls a function with its `this` in a context, which may be null. What it throws is reported there as an uncaught
 * exception. The arguments are named, because an array for them would cost more than the rest.
 */
function runInContext(context, callback, receiver, a, b, c, d, e) {
  if (context === null) guarded.call(receiver, callback, a, b, c, d, e);
  else context.runInAsyncScope(guarded, receiver, callback, a, b, c, d, e);
}

function guarded(callback, a, b, c, d, e) {
  try {
    callback.call(this, a, b, c, d, e);
  } catch (error) {
    native.uncaught(error); // node-do-not-add-exception-line: as in stacks.js
  }
}

module.exports = { captureContext, runInContext };
