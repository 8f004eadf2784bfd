'use strict';

// What both sides of a fleet know: its main thread (member.js) and its copies (copy.js).

module.exports = {
  /** In workerData: `{ port, flow, gate }` of a copy. */
  MARK: 'iotjs-dgram.fleet',

  STDOUT: 1,
  STDERR: 2,

  /** A copy that is so many characters ahead of the fleet's output waits. */
  AHEAD: 65536,
  /** What a message takes besides its text, in characters. */
  MESSAGE: 256,
};
