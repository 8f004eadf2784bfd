'use strict';

const assert = require('node:assert/strict');
const util = require('node:util');

/** IoT.js's errors say 'error' where Node.js names the reason; the reason is the cause here. */
function assertShape(error, message, causeCode, properties) {
  assert.ok(error instanceof Error, `${error} is no Error`);
  assert.equal(error.name, 'Error');
  assert.equal(error.message, message);
  assert.deepEqual({ ...error }, { code: 'error', errno: 'error', ...properties });
  assertCause(error, causeCode);
}

/**
 * @param {Error} error whose `cause` is what the system said
 * @param {string} code such as 'EADDRINUSE'
 */
function assertCause(error, code) {
  const { cause } = error;
  assert.ok(cause instanceof Error, `${error.message} has no cause`);
  assert.equal(cause.code, code);
  assert.equal(util.getSystemErrorName(cause.errno), code);
  assert.match(cause.message, new RegExp(`^${code}: [a-z]`));
}

/**
 * Asserts that an error is one of a system call with neither address nor port.
 *
 * @param {Error} error
 * @param {string} syscall
 * @param {string} causeCode
 */
function assertSystemError(error, syscall, causeCode) {
  assertShape(error, `${syscall} error`, causeCode, { syscall });
}

/**
 * Asserts that an error is one of a system call about an address.
 *
 * @param {Error} error
 * @param {string} syscall
 * @param {string} causeCode
 * @param {string} address
 * @param {*} [port] as the script gave it; undefined where the error is to have none
 */
function assertAddressError(error, syscall, causeCode, address, port) {
  const isGiven = port !== undefined;
  assertShape(error, `${syscall} error ${address}${isGiven ? `:${port}` : ''}`, causeCode, {
    syscall, address, ...(isGiven && { port }),
  });
}

/**
 * Asserts that a call throws an error of a system call with neither address nor port.
 *
 * @param {Function} call
 * @param {string} syscall
 * @param {string} causeCode
 */
function assertThrowsSystemError(call, syscall, causeCode) {
  assert.throws(call, (error) => {
    assertSystemError(error, syscall, causeCode);
    return true;
  });
}

module.exports = { assertAddressError, assertCause, assertSystemError, assertThrowsSystemError };
