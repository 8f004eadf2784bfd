'use strict';

// Errors of IoT.js's shape. Its `code` and `errno` are always 'error'; what the system said is added as `cause`.

const native = require('./native');

// IoT.js's texts for the resolver's errors; any other status is an "unknown error" there.
const LOOKUP_TEXTS = {
  EAI_ADDRFAMILY: 'address family for hostname not supported',
  EAI_AGAIN: 'temporary failure in name resolution',
  EAI_BADFLAGS: 'bad flags',
  EAI_CANCELED: 'request canceled',
  EAI_FAIL: 'Non-recoverable failure in name resolution',
  EAI_FAMILY: 'family not supported',
  EAI_MEMORY: 'memory allocation failure',
  EAI_NODATA: 'no address association with hostname',
  EAI_NONAME: 'name or service not known',
  EAI_OVERFLOW: 'argument buffer overflow',
  EAI_PROTOCOL: 'unknown error',
  EAI_SERVICE: 'service not supported',
  EAI_SOCKTYPE: 'socktype not supported',
};

/**
 * What the system said, as Node.js would put it.
 *
 * @param {number} status libuv's negative error code
 * @returns {Error} with `code`, such as 'EADDRINUSE', and `errno`, the status
 */
function systemReason(status) {
  const [name, text] = native.describeError(status);
  const reason = new Error(`${name}: ${text}`);
  reason.code = name;
  reason.errno = status;
  return reason;
}

/**
 * The error of a system call that has no address.
 *
 * @param {number} status libuv's negative error code
 * @param {string} syscall what failed, in IoT.js's words
 * @param {string} [details] follows the text
 * @returns {Error} with `code`, `errno`, `syscall`, `cause`
 */
function systemError(status, syscall, details) {
  const message = details === undefined ? `${syscall} error` : `${syscall} error ${details}`;
  const error = new Error(message, { cause: systemReason(status) });
  error.code = 'error';
  error.errno = 'error';
  error.syscall = syscall;
  return error;
}

/**
 * The error of a system call about an address.
 *
 * @param {number} status libuv's negative error code
 * @param {string} syscall 'bind' or 'send'
 * @param {*} address as the script gave it
 * @param {*} port as the script gave it; left out of the error when it is 0 or missing
 * @returns {Error} with `code`, `errno`, `syscall`, `address`, `port`, `cause`
 */
function addressError(status, syscall, address, port) {
  const error = systemError(status, syscall, port > 0 ? `${address}:${port}` : `${address}`);
  error.address = address;
  if (port) error.port = port;
  return error;
}

/**
 * The error of a name that has no IPv4 address, or that could not be looked up.
 *
 * @param {number} status libuv's negative error code
 * @returns {Error} with `cause`; it has no `code`, as on the device
 */
function lookupError(status) {
  const cause = systemReason(status);
  // libuv refuses some names before the resolver sees them: too long, or not to be encoded.
  const code = ['EINVAL', 'ENAMETOOLONG'].includes(cause.code) ? 'EAI_NONAME' : cause.code;
  const text = LOOKUP_TEXTS[code];
  return new Error(text === undefined ? 'unknown error' : `${code}, ${text}`, { cause });
}

/** The error of a wrong port, which must be at least so much: '>= 0' or '> 0'. */
function portError(least) {
  return new RangeError(`Port should be ${least} and < 65536`);
}

module.exports = { addressError, lookupError, portError, systemError, systemReason };
