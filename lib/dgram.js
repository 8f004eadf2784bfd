'use strict';

const { socketClass } = require('./socket');

/**
 * Makes the module that require('dgram') gives to the script of a board. Each has a Socket class of its own: what one
 * script or target does to it, no other board sees.
 */
function createDgram(board) {
  const Socket = socketClass(board);

  /**
   * Creates a socket (sections "dgram.createSocket").
   *
   * @param {string|{type: string, reuseAddr?: boolean}} type 'udp4', or an object with it; `reuseAddr` (default false)
   *   lets bind() share an address with other sockets that have it; only `true` counts
   * @param {Function} [listener] for the 'message' event
   * @returns {Socket}
   * @throws {Error} 'Bad socket type specified. Valid types are: udp4'
   */
  function createSocket(type, listener) {
    return new Socket(type, listener);
  }

  return { createSocket, Socket };
}

module.exports = { createDgram };
