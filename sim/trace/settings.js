'use strict';

// How to look at what happens to datagrams: settings, with the fields of a condition (sim/network/conditions.js) and
//  - alone      what the option means without a value, where it can be without one

const fs = require('node:fs');
const path = require('node:path');

const { Mistake, flag, integer } = require('../spelling');

const PORT = integer(0, 65535);
const INDEX = integer(0, 2 ** 32 - 1);

/** What `--trace=` takes, with commas between: each adds to the result. */
const PARTS = [
  [/^bytes$/, (result) => { result.bytes = true; }],
  [/^port=(.*)$/, (result, text) => result.ports.push(PORT(text))],
  [/^copy=(.*)$/, (result, text) => result.copies.push(INDEX(text))],
];

/** `bytes,port=5683,copy=3`, or as a flag: `{bytes, ports, copies}`, where an empty list means all; false: no lines. */
function traceOptions(value) {
  const isWanted = flag(value);
  if (isWanted === false) return false;
  const result = { bytes: false, ports: [], copies: [] };
  if (isWanted) return result;
  if (typeof value !== 'string') return undefined;
  for (const text of value.split(',')) {
    const [pattern, add] = PARTS.find(([each]) => each.test(text.trim())) ?? [];
    if (pattern === undefined) return undefined;
    add(result, pattern.exec(text.trim())[1]);
  }
  return [...result.ports, ...result.copies].includes(undefined) ? undefined : result;
}

/**
 * A reader of the name of a file that can be written, by its extension: `--record app.js`, where the name is missing,
 * must not overwrite the script. Gives the absolute path, since a script may go to another directory.
 */
function fileWith(extension) {
  return (value) => {
    if (typeof value !== 'string' || path.extname(value) !== extension) return undefined;
    const file = path.resolve(value);
    checkWritable(file);
    return file;
  };
}

/** Before the run, which would be in vain: a picture is written at its end. */
function checkWritable(file) {
  try {
    fs.accessSync(fs.existsSync(file) ? file : path.dirname(file), fs.constants.W_OK);
  } catch (error) {
    throw new Mistake(`must be a file that can be written; it is '${file}' (${error.message})`);
  }
}

const TRACE_SETTINGS = {
  trace: {
    option: 'bytes',
    alone: 'true',
    help: 'print a line for each datagram; with =bytes all that is\nin it; with =port=5683 or =copy=3 only those',
    read: traceOptions,
    expected: 'bytes, port=NUMBER, copy=NUMBER, or several of them with commas between (or true, false, 1, 0)',
    type: 'boolean | string',
    default: false,
  },
  record: {
    option: 'run.pcapng',
    help: 'record datagrams to a capture for Wireshark',
    read: fileWith('.pcapng'),
    expected: 'the name of a .pcapng file such as run.pcapng',
    type: 'string',
  },
  draw: {
    option: 'run.html',
    help: 'draw what happened to them: a page for a browser',
    read: fileWith('.html'),
    expected: 'the name of an .html file such as run.html',
    type: 'string',
  },
};

/** Whether settings ask for a capture, be it for a picture alone. */
function isRecorded({ record, draw }) {
  return record !== undefined || draw !== undefined;
}

/** Whether settings ask for any of it. */
function isObserved(settings) {
  return settings.trace !== false || isRecorded(settings);
}

module.exports = { TRACE_SETTINGS, isObserved, isRecorded };
