'use strict';

// Errors of IoT.js's shape. Its `code` and `errno` are always 'error'; what the system said is added as `cause`.
// Its stack is empty where it comes later; then `place` says where the script asked for it (stacks.js) and is the
// cause's stack.

const { aboutFirstArgument, show } = require('./arguments');
const native = require('./native');
const { setPlace } = require('./stacks');

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

/** What the system's text leaves out, by its code alone or with what failed. */
const HINTS = {
  EBADF: 'the socket is not bound yet',
  'send EACCES': 'a broadcast address needs setBroadcast(true)',
};

/** What the system said, as Node.js would put it: with `code`, such as 'EADDRINUSE', and `errno`, libuv's status. */
function systemReason(status, syscall, place, hint) {
  const [code, text] = native.describeError(status);
  const addition = hint ?? HINTS[`${syscall} ${code}`] ?? HINTS[code];
  const reason = new Error(`${code}: ${text}${addition === undefined ? '' : `; ${addition}`}`);
  return Object.assign(setPlace(reason, place), { code, errno: status });
}

/** The error of a system call: with `code`, `errno`, `syscall` and `cause`. `details` follow its text. */
function systemError(status, syscall, details = '', place = null) {
  const error = new Error(`${syscall} error${details}`, { cause: systemReason(status, syscall, place) });
  return Object.assign(setPlace(error, null), { code: 'error', errno: 'error', syscall });
}

/** The same about an address: with `address`, and with `port` unless it is 0 or missing; each as the script gave it. */
function addressError(status, syscall, address, port, place) {
  const error = systemError(status, syscall, port > 0 ? ` ${address}:${port}` : ` ${address}`, place);
  return Object.assign(error, { address }, port && { port });
}

/** The error of a name that has no IPv4 address, or that could not be looked up: without `code`, as on the device. */
function lookupError(status, name, message, place) {
  const cause = systemReason(status, 'lookup', place, `the name is ${show(name)}${aboutFirstArgument(message)}`);
  // libuv refuses some names before the resolver sees them: too long, or not to be encoded.
  const code = ['EINVAL', 'ENAMETOOLONG'].includes(cause.code) ? 'EAI_NONAME' : cause.code;
  const text = LOOKUP_TEXTS[code];
  return setPlace(new Error(text === undefined ? 'unknown error' : `${code}, ${text}`, { cause }), null);
}

module.exports = { addressError, lookupError, systemError, systemReason };
