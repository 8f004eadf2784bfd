'use strict';

// Tells a preloaded library (spy.c) which sends the kernel refuses, and reads what it has written down.

const fs = require('node:fs');
const path = require('node:path');
const { constants: { errno } } = require('node:os');

const { compileShared, temporaryDirectory } = require('../support/compile.js');

// struct control of spy.c, in numbers of 32 bits
const NO_SEGMENTS = 0;
const SILENT = 1;
const STOPPED = 2;
const LATE = 3;
const STEP = 4;
const FIRST_RULE = 5;
const RULE_FIELDS = 8;
const RULES = 8;
const FIELDS = FIRST_RULE + RULES * RULE_FIELDS;

const KINDS = { any: 0, segmented: 1, plain: 2 };

let library;
let spies = 0;

/**
 * For the test: the environment of a child process that is to be watched. Compiles the library once.
 *
 * @param {object} [more] added to it
 * @returns {object}
 */
function environment(more = {}) {
  if (library === undefined) library = compileShared('spy.so', path.join(__dirname, 'spy.c'), ['-std=gnu11', '-ldl']);
  const control = path.join(temporaryDirectory(), `spy-${spies++}`);
  fs.writeFileSync(control, Buffer.alloc(FIELDS * 4));
  fs.writeFileSync(`${control}.log`, '');
  // A sanitizer's library wants to be the first.
  const preload = [process.env.LD_PRELOAD, library].filter(Boolean).join(':');
  return { ...more, LD_PRELOAD: preload, DGRAM_TEST_SPY: control, DGRAM_TEST_SPY_LOG: `${control}.log` };
}

let fd;
let rules = 0;
let logRead = 0;

function write(field, ...values) {
  fd ??= fs.openSync(process.env.DGRAM_TEST_SPY, 'r+');
  fs.writeSync(fd, Buffer.from(Int32Array.from(values).buffer), 0, values.length * 4, field * 4);
}

/**
 * For the child: from now on the kernel refuses what matches.
 *
 * @param {string} error such as 'EPERM'
 * @param {object} [which]
 * @param {string} [which.kind] 'any' message (the default), 'segmented' or 'plain' ones
 * @param {number} [which.larger] only datagrams of more bytes
 * @param {number} [which.port] only those to this port
 * @param {number} [which.skip] so many that match get through first
 * @param {number} [which.every] then one in so many is refused; default: each
 * @param {number} [which.times] so many in all; default: without end
 */
function refuse(error, { kind = 'any', larger = 0, port = 0, skip = 0, every = 1, times = -1 } = {}) {
  if (rules === RULES) throw new Error('Too many rules');
  write(FIRST_RULE + RULE_FIELDS * rules++, errno[error], KINDS[kind], larger, port, skip, every, times, 0);
}

/** For the child: the kernel refuses nothing any more. */
function allow() {
  write(FIRST_RULE, ...new Array(RULES * RULE_FIELDS).fill(0));
  rules = 0;
}

/** For the child: the kernel does not know UDP_SEGMENT. Before the first send. */
function withoutSegments() {
  write(NO_SEGMENTS, 1);
}

/** For the child: nothing is written down from now on. */
function beSilent() {
  write(SILENT, 1);
}

/**
 * For the child: the process's monotonic clock stands still, so that no time that the addon measures is over.
 *
 * @param {number} [step] but so many microseconds go by each time that the loop yields the core; default 0
 */
function stopClock(step = 0) {
  write(STEP, step);
  write(STOPPED, 1);
}

/** For the child: the clock goes on. */
function startClock() {
  write(STOPPED, 0);
}

/** For the child: each time that the loop yields the core, another process takes it for long. */
function yieldLate() {
  write(LATE, 1);
}

function parseSend([call, address, port, segment, datagrams, bytes, regular, error]) {
  return {
    call,
    to: `${address}:${port}`,
    segment: Number(segment),
    datagrams: Number(datagrams),
    bytes: Number(bytes),
    regular: regular === '1',
    error: error === '0' ? null : Object.keys(errno).find((name) => errno[name] === Number(error)),
  };
}

function parseReceive([call, messages, bytes]) {
  return { call, messages: Number(messages), bytes: Number(bytes) };
}

/**
 * For the child: what was written down since this was last called.
 *
 * @returns {{sends: object[], receives: object[], yields: number}} of sends `{call, to, segment, datagrams, bytes,
 * regular, error}`, one
 *   for each message that was taken or refused; `segment` is 0 for one datagram; `regular` tells that the kernel cuts
 *   it where our datagrams end. Of receives `{call, messages, bytes}`, one for each call that brought something;
 *   `yields` is the number of turns in which the loop was kept from sleeping after an answer
 */
function read() {
  const text = fs.readFileSync(process.env.DGRAM_TEST_SPY_LOG, 'latin1');
  const lines = text.slice(logRead).split('\n').filter((line) => line !== '').map((line) => line.split(' '));
  logRead = text.length;
  return {
    sends: lines.filter(([what]) => what === 'send').map(([, ...fields]) => parseSend(fields)),
    receives: lines.filter(([what]) => what === 'receive').map(([, ...fields]) => parseReceive(fields)),
    yields: lines.filter(([what]) => what === 'yield').length,
  };
}

module.exports = { allow, beSilent, environment, read, refuse, startClock, stopClock, withoutSegments, yieldLate };
