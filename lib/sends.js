'use strict';

// Sends under way: who is told how each of them ended.

const { captureContext, runInContext } = require('./async-context');
const { sends } = require('./environment');
const { addressError } = require('./errors');
const native = require('./native');

/** A send whose end somebody waits for. */
class SendRequest {
  /**
   * The callback gets null or why the system refused, and the size in bytes, in the async context of who makes this.
   * Address and port are as the script gave them: for the error.
   */
  constructor(callback, address, port) {
    this.callback = callback;
    this.address = address;
    this.port = port;
    this.context = captureContext('IotjsDgramSend');
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
  const { callback } = this; // which gets no `this`
  callback(status === 0 ? null : addressError(status, 'send', this.address, this.port), size);
}

function tellFailure(error) {
  const { callback } = this;
  callback(error);
}

/**
 * Hands a message to the addon, from the socket of this number. The request is told, always later; null: nobody is.
 *
 * @returns {number} 0, or without a request libuv's error code where the addon refuses it on the spot
 */
function send(number, request, message, ip, port) {
  const id = request === null ? 0 : sends.add(request);
  const status = native.send(number, id, message, 0, message.length, ip, port);
  if (status !== 0 && request !== null) endLater(id, status, Buffer.byteLength(message));
  return request === null ? status : 0;
}

/** The same for a message of so many bytes that the system does not get: its turn comes, and the request is told. */
function withhold(number, request, size) {
  const id = sends.add(request);
  const status = native.withhold(number, id, size);
  if (status !== 0) endLater(id, status, size);
}

function endLater(id, status, size) {
  const request = sends.take(id);
  setImmediate(() => request.end(status, size));
}

/** Closes a socket. Returns how many messages of the script's had not left: nobody gets an error for them. */
function close(number) {
  const dropped = native.close(number);
  if (dropped === undefined) return 0;
  return dropped.filter((id) => id === 0 || sends.take(id).drop()).length;
}

module.exports = { SendRequest, close, send, withhold };
