'use strict';

// What the thread of the copies shows its watchdog, in memory of both: places in a Uint32Array.

module.exports = {
  /** How often it has answered the watchdog, which it does when it comes back to its event loop. */
  ANSWERS: 0,
  /** The index of the copy that it has called last. */
  COPY: 1,
  /** 1 while it writes, and perhaps waits for a slow reader. */
  WRITES: 2,
  COUNT: 3,

  /** In the place of COPY before the first one. */
  NONE: 2 ** 32 - 1,
};
