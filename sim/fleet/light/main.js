'use strict';

// A host process: runs the copies that the command gives it, and tells it how they fare. Each message about a copy
// says how much had been printed by then, since output takes another way.
// Usage: main.js <number of copies in the fleet> <patience in milliseconds> <script> [arguments of the script]

const { constants } = require('node:os');

const { settingsIn } = require('../../../lib/variables');
const { readForProcess } = require('../../board/settings');
const { nameOf, textOf } = require('../errors');
const { resident } = require('../memory');
const heap = require('./heap');
const { Host } = require('./host');
const { LIFELINE } = require('./lifeline');
const { Printer, written } = require('./printer');
const { Watchdog } = require('./watchdog');

process.execArgv.splice(0, heap.OPTIONS.length); // scripts see those that were given to the command

const [count, patience, script, ...scriptArgs] = process.argv.slice(2);

const host = new Host({
  script,
  scriptArgs,
  count: Number(count),
  // None where nothing is simulated: with settings, each board would have a network that does nothing.
  settings: settingsIn(process.env).length > 0 ? readForProcess(process.env) : null,
});

const watchdog = new Watchdog(host, { patience: Number(patience), lifeline: LIFELINE });

/** Those that are to be started: `{ label, waits }` by index. */
const waiting = new Map();
/** Those that have been prepared, and wait for the other copies of the fleet. */
let prepared = [];
/** Those that run, by index. */
const running = new Map();
/** The errors that the command knows of. */
const told = new Set();

let isStarting = false;

function tell(message) {
  process.send(message, () => {}); // where it fails the command has ended, which 'disconnect' tells
}

function tellAbout(index, message) {
  tell({ index, written, ...message });
}

/** Starts one in a turn of the event loop: the others are served in between. */
function startNext() {
  const [first] = waiting;
  isStarting = first !== undefined;
  if (!isStarting) return;
  const [index, { label, waits }] = first;
  waiting.delete(index);
  const tellStarted = () => tell({ type: 'started', index, memory: resident() });
  if (waits) {
    prepared.push(watch(host.add(index, tellStarted), label));
  } else {
    // Before it runs: a copy that ends this process is not to be tried again.
    tellStarted();
    watch(host.add(index), label);
  }
  host.immediates.add(startNext);
}

function watch(copy, label) {
  const { index } = copy;
  const printer = new Printer(label, host.signs);
  running.set(index, copy);
  copy.on('output', (descriptor, text) => printer.print(descriptor, text));
  copy.on('error', (error) => {
    printer.flush(2);
    const text = textOf(error);
    const isNews = told.size < told.add(text).size;
    tellAbout(index, { type: 'error', name: nameOf(error), ...(isNews && { text, lines: printer.format(text) }) });
  });
  copy.on('counts', (counts, seed) => tellAbout(index, { type: 'counts', counts, seed }));
  copy.on('end', (code) => {
    running.delete(index);
    printer.end();
    tellAbout(index, { type: 'end', code });
  });
  return copy;
}

const ORDERS = {
  start({ index, label, waits }) {
    waiting.set(index, { label, waits });
    if (isStarting) return;
    isStarting = true;
    host.immediates.add(startNext);
  },

  /** All copies of the fleet have been prepared. */
  begin() {
    for (const copy of prepared) host.immediates.add(() => copy.start());
    prepared = [];
  },

  signal({ index, signal }) {
    const number = constants.signals[signal];
    if (waiting.delete(index)) tellAbout(index, { type: 'end', code: 128 + number });
    else host.immediates.add(() => running.get(index)?.signal(signal, number));
  },

  terminate({ index }) {
    if (waiting.delete(index)) tellAbout(index, { type: 'end', code: null });
    else running.get(index)?.terminate();
  },
};

// What calls copies does so from an immediate for each: until the ticks and promise jobs of one have run, no other one
// may be called (watchdog.js).
process.on('message', (message) => ORDERS[message.type](message));
// It has ended, or needs no host any more.
process.on('disconnect', () => watchdog.close().then(() => process.exit()));
// Those that are typed reach each process of the command; it alone passes them on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
