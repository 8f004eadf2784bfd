'use strict';

// Tells a preloaded library (allocations.c) which of the addon's allocations is to fail.

const fs = require('node:fs');
const path = require('node:path');

const { compileShared, temporaryDirectory } = require('./compile.js');

// struct control of allocations.c, in bytes: two numbers of 64 bits, then two of 32
const FAILS = 16;
const SIZE = 24;

/**
 * For the test: the environment of a child process whose allocations can fail.
 *
 * @returns {object}
 */
function environment() {
  const library = compileShared('allocations.so', path.join(__dirname, 'allocations.c'), ['-ldl']);
  const control = path.join(temporaryDirectory(), 'allocations');
  fs.writeFileSync(control, Buffer.alloc(SIZE));
  // Before a sanitizer's library, which would not be asked otherwise; that one wants to be told that it is not
  // first.
  const preload = [library, process.env.LD_PRELOAD].filter(Boolean).join(':');
  const options = process.env.ASAN_OPTIONS;
  return {
    LD_PRELOAD: preload,
    DGRAM_TEST_ALLOCATIONS: control,
    ...options && { ASAN_OPTIONS: `${options}:verify_asan_link_order=0` },
  };
}

let fd;

function control() {
  if (fd === undefined) {
    fd = fs.openSync(process.env.DGRAM_TEST_ALLOCATIONS, 'r+');
    const [, from, to] = /^(\w+)-(\w+) r-xp .*iotjs_dgram\.node$/m.exec(fs.readFileSync('/proc/self/maps', 'utf8'));
    fs.writeSync(fd, Buffer.from(BigUint64Array.of(BigInt(`0x${from}`), BigInt(`0x${to}`)).buffer), 0, FAILS, 0);
  }
  return fd;
}

/** For the child: the allocation of this number fails, counted from 1 and from now on; 0: none. */
function fail(which) {
  fs.writeSync(control(), Buffer.from(Int32Array.of(which, 0).buffer), 0, SIZE - FAILS, FAILS);
}

/** For the child: how many allocations there were since fail(). */
function seen() {
  const field = Buffer.alloc(4);
  fs.readSync(control(), field, 0, 4, FAILS + 4);
  return field.readInt32LE();
}

module.exports = { environment, fail, seen };
