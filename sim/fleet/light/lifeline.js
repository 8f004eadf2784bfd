'use strict';

module.exports = {
  /** The descriptor, in a host, of a pipe to the command. It ends with the command, so that a host notices that without
   * its main thread. And a host says there why it ends itself: see watchdog.js. */
  LIFELINE: 4,
};
