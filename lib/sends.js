'use strict';

const { runInContext } = require('./async-context');
const { addressError } = require('./errors');
const native = require('./native');

/** A send whose end somebody waits for. */
class SendRequest {
  /**
   * The callback gets null or why the system refused, and the size in bytes, in the async context of who makes this.
   * Address and port are as the script gave them: for the error.
   */
  constructor(realm, callback, address, port) {
    this.realm = realm;
    this.callback = callback;
    this.address = address;
    this.port = port;
    this.context = realm.captureContext('IotjsDgramSend');
  }

  /** The send has ended: libuv's error code or 0, and the size of the message in bytes. */
  end(status, size) {
    if (this.context === null && status === 0) tell.call(this, status, size); // as in receive()
    else runInContext(this.context, tell, this, status, size);
  }

  /** The message was not sent, since its address could not be looked up. */
  fail(error) {
    runInContext(this.context, tellFailure, this, error);
  }

  /** close() has discarded the message before it had left. Returns whether it is one of the script's that is lost. */
  drop() {
    return true;
  }
}

function tell(status, size) {
  const { callback, realm } = this; // which gets no `this`
  callback(status === 0 ? null : realm.given(addressError(status, 'send', this.address, this.port)), size);
}

function tellFailure(error) {
  const { callback, realm } = this;
  callback(realm.given(error));
}

/**
 * Hands a message to the addon.
 *
 * @param {Board} board of the socket
 * @param {number} number of the socket
 * @param {?object} request with end(status, size) and drop(), as a SendRequest has them; null: nobody is told
 * @param {Buffer|string} message
 * @param {number} ip
 * @param {number} port
 * @returns {number} 0, or without a request libuv's error code where the addon refuses it on the spot
 */
function send(board, number, request, message, ip, port) {
  if (request === null) return native.send(number, 0, message, 0, message.length, ip, port);
  board.addon.send(number, request, message, ip, port);
  return 0;
}

module.exports = { SendRequest, send };
