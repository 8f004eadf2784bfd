'use strict';

// Records what boards send and receive to a capture, a pcapng file for Wireshark. docs/trace.md has what is in it.

const { constants } = require('node:os');
const path = require('node:path');
const { isMainThread, threadId } = require('node:worker_threads');

const { raise } = require('../../../lib/stacks');
const { RECORDER } = require('../../../lib/variables');
const { variableOf } = require('../../board/settings');
const { header } = require('./header');
const { CaptureWriter } = require('./writer');

/** libuv's code on Linux, the only system that tells. */
const CONNECTION_REFUSED = -constants.errno.ECONNREFUSED;

/** Those of this thread, by their files. They stay open: a board may come when all others have ended. */
const writers = new Map();

function openWriter(file, flags) {
  try {
    return new CaptureWriter(file, flags);
  } catch (error) {
    return raise(Object.assign(new Error(`--record ${file}: cannot write to it: ${error.message}`, { cause: error }),
      { code: 'IOTJS_DGRAM_BAD_SETTING' }));
  }
}

function interfaceName({ name, index, isFleet }) {
  return isFleet ? `${name} #${index}` : name;
}

/**
 * To be called as soon as a process knows that it records: of the processes and threads that it starts none may write
 * to the same files, and they know by the environment. Theirs are beside them, whatever directory they are in.
 *
 * @param {object} settings as sim/board/settings.js reads them
 */
function claimCapture(settings) {
  const files = [settings.record, settings.draw].filter((file) => file !== undefined);
  if (files.every((file) => ownFile(file) === file)) process.env[RECORDER] = [process.pid, ...files].join('\n');
  for (const name of ['record', 'draw']) {
    if (process.env[variableOf(name)]) process.env[variableOf(name)] = settings[name];
  }
}

/**
 * @param {string} file that settings name
 * @returns {string} the one that this process or thread writes: beside it where that belongs to who started this
 */
function ownFile(file) {
  const [recorder, ...files] = process.env[RECORDER]?.split('\n') ?? [];
  if (isMainThread && (recorder === String(process.pid) || !files.includes(file))) return file;
  const { dir, name, ext } = path.parse(file);
  const who = isMainThread ? process.pid : `${process.pid}-${threadId}`;
  return path.join(dir, `${name}.${who}${ext}`);
}

/**
 * Makes the capture of a fleet, which all copies add to.
 *
 * @param {object} options
 * @param {string} options.file
 * @param {string} options.name the file name of the script
 * @param {number} options.first the index of the first copy
 * @param {number} options.count of copies
 * @throws {Error} code IOTJS_DGRAM_BAD_SETTING, where it cannot be written
 */
function prepareCapture({ file, name, first, count }) {
  const names = Array.from({ length: count }, (_, i) => interfaceName({ name, index: first + i, isFleet: true }));
  openWriter(path.resolve(file), 'w').begin(header(names));
}

/**
 * Has a board recorded.
 *
 * @param {object} options
 * @param {string} options.file
 * @param {{index: number, name: string, isFleet: boolean}} options.board as in its events
 * @param {number} [options.first] the index of the first copy of its fleet, for which prepareCapture() was called;
 *   default 0
 * @returns {{file: string, event: function(object), end: function()}} the capture; what to tell events of the board,
 *   and that it has ended: what it has recorded is in the file then
 * @throws {Error} code IOTJS_DGRAM_BAD_SETTING, where the file cannot be written
 */
function openCapture({ file, board, first = 0 }) {
  const { isFleet, index } = board;
  const target = isFleet ? path.resolve(file) : ownFile(path.resolve(file));
  let writer = writers.get(target);
  if (writer === undefined) {
    writer = openWriter(target, isFleet ? 'a' : 'w');
    writers.set(target, writer);
    if (!isFleet) writer.begin(header([interfaceName(board)]));
  }
  const interfaceNumber = isFleet ? index - first : 0;
  return {
    file: target,
    event: (event) => {
      // That there is no way to a host is found out on this machine mostly: there is no packet then.
      if (event.kind !== 'unreachable' || event.error === CONNECTION_REFUSED) writer.add(interfaceNumber, event);
    },
    end: () => writer.flush(true),
  };
}

module.exports = { claimCapture, openCapture, ownFile, prepareCapture };
