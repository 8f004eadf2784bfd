'use strict';

// Tells a preloaded library (faults.c) when the kernel is to be full and how long names are to take.

const fs = require('node:fs');
const path = require('node:path');
const { constants } = require('node:os');
const { setImmediate: nextTurn } = require('node:timers/promises');

const { compileShared, temporaryDirectory } = require('./compile.js');

const { EAGAIN, ENOBUFS, EPERM } = constants.errno;

// The fields of struct control.
const FULL_ERROR = 0;
const FULL_FOR = 1;
const ROOM_FOR = 2;
const FOUND_FULL = 3;
const LOOKUPS_HELD = 4;
const LOOKUPS_BEGUN = 5;
const FIELDS = 6;

let library;
let controls = 0;

/**
 * For the test: the environment of a child process that is to have faults. Compiles the library once.
 *
 * @returns {object}
 */
function environment() {
  if (library === undefined) library = compileShared('faults.so', path.join(__dirname, 'faults.c'), ['-ldl']);
  const control = path.join(temporaryDirectory(), `control-${controls++}`);
  fs.writeFileSync(control, Buffer.alloc(FIELDS * 4));
  // A sanitizer's library wants to be the first.
  const preload = [process.env.LD_PRELOAD, library].filter(Boolean).join(':');
  return { LD_PRELOAD: preload, DGRAM_TEST_FAULTS: control };
}

let fd;

function file() {
  if (fd === undefined) fd = fs.openSync(process.env.DGRAM_TEST_FAULTS, 'r+');
  return fd;
}

function write(field, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  fs.writeSync(file(), bytes, 0, 4, field * 4);
}

function read(field) {
  const bytes = Buffer.alloc(4);
  fs.readSync(file(), bytes, 0, 4, field * 4);
  return bytes.readInt32LE();
}

/**
 * For the child: from now on the kernel takes no datagrams.
 *
 * @param {number} [calls] for this many calls; default: until roomAgain()
 * @param {number} [error] EAGAIN or ENOBUFS
 * @param {number} [room] so many messages are taken before
 */
function full(calls = -1, error = EAGAIN, room = 0) {
  write(FULL_ERROR, error);
  write(ROOM_FOR, room);
  write(FULL_FOR, calls);
}

/** For the child: the kernel takes datagrams again. */
function roomAgain() {
  write(FULL_FOR, 0);
}

/** For the child: how many calls found the kernel full. */
function foundFull() {
  return read(FOUND_FULL);
}

/** For the child: waits until a call has found the kernel full. */
async function untilFoundFull() {
  const before = foundFull();
  while (foundFull() === before) await nextTurn();
}

/** For the child: names that end in `.slow` wait from now on. */
function holdLookups() {
  write(LOOKUPS_HELD, 1);
}

/** For the child: they need not wait any more. */
function releaseLookups() {
  write(LOOKUPS_HELD, 0);
}

/** For the child: how many slow names the thread pool has begun to look up. */
function lookupsBegun() {
  return read(LOOKUPS_BEGUN);
}

module.exports = {
  EAGAIN,
  ENOBUFS,
  EPERM,
  environment,
  foundFull,
  full,
  holdLookups,
  lookupsBegun,
  releaseLookups,
  roomAgain,
  untilFoundFull,
};
