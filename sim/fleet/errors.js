'use strict';

// What is said of an error that a copy did not catch.

const { inspect, types } = require('node:util');

/** One of another context is a native one only, one that a worker of Node.js 20 has thrown an instance only. */
function isError(value) {
  return types.isNativeError(value) || value instanceof Error;
}

function firstLine(value) {
  return String(value).split('\n', 1)[0];
}

/** What a script's own toString() or inspect() does must not harm the fleet. */
function guarded(show) {
  try {
    return show();
  } catch {
    return 'threw something that cannot be shown';
  }
}

/** What was thrown, in a line, with the cause. */
function nameOf(error) {
  return guarded(() => {
    if (!isError(error)) return firstLine(`threw ${inspect(error)}`);
    const { cause } = error;
    return firstLine(error) + (isError(cause) ? ` (${firstLine(cause).replace(/^Error: /, '')})` : '');
  });
}

/** An error as it is printed: where it comes from a worker of Node.js 20, a tag would make it 'TypeError [Error]'. */
function textOf(error) {
  return guarded(() => {
    let each = error;
    while (isError(each) && Object.hasOwn(each, Symbol.toStringTag)) {
      delete each[Symbol.toStringTag];
      each = each.cause;
    }
    return inspect(error);
  });
}

module.exports = { nameOf, textOf };
