'use strict';

// Preloaded in each copy of a fleet, after register.js: makes a worker thread look like a process of its own.

const Module = require('node:module');
const { constants } = require('node:os');
const { StringDecoder } = require('node:string_decoder');
const threads = require('node:worker_threads');

const dgram = require('../../../lib/index');
const { board } = require('../../../lib/process-board');
const { randomOf } = require('../random-stream');
const { AHEAD, MARK, MESSAGE, STDERR, STDOUT } = require('./protocol');

/**
 * Sends what is written to a stream at once, and waits where the reader is too far behind, as a pipe does. A worker's
 * own streams would keep it all in memory until the script returns, and lose it in one that never does.
 */
function redirect(stream, number, port, flow) {
  const decoder = new StringDecoder('utf8');

  function textOf({ chunk, encoding }) {
    const isText = typeof chunk === 'string' && (encoding === 'utf8' || encoding === 'utf-8');
    return isText ? chunk : decoder.write(Buffer.from(chunk, encoding));
  }

  stream._writev = (chunks, done) => {
    const text = chunks.map(textOf).join('');
    const size = text.length + MESSAGE;
    Atomics.add(flow, 0, size);
    port.postMessage({ stream: number, text, size });
    for (let ahead; (ahead = Atomics.load(flow, 0)) > AHEAD;) Atomics.wait(flow, 0, ahead);
    done();
  };
}

/** A worker gets no signals: the fleet passes them on. One that nobody listens for ends the copy. */
function receiveSignals(port) {
  port.on('message', (signal) => {
    const number = constants.signals[signal];
    if (!process.emit(signal, signal, number)) process.exit(128 + number);
  });
  port.unref();
}

/** Hides what makes this worker a copy, from the script and from the processes that it forks. */
function hide() {
  threads.workerData = null;
  const preload = process.execArgv.lastIndexOf(__filename);
  process.execArgv.splice(preload - 1, 2);
}

/**
 * Has the script wait in its first require('dgram') until the fleet opens the gate. It is up then, or when it has run
 * without that.
 */
function waitForOthers(port, gate) {
  const load = Module._load;
  Module._load = function loadTogether(...args) {
    const loaded = Reflect.apply(load, this, args);
    if (loaded === dgram) {
      Module._load = load;
      port.postMessage({ isUp: true });
      Atomics.wait(gate, 0, 0);
    }
    return loaded;
  };
  setImmediate(() => port.postMessage({ isUp: true }));
}

function become({ port, flow, gate }) {
  hide();
  redirect(process.stdout, STDOUT, port, flow);
  redirect(process.stderr, STDERR, port, flow);
  receiveSignals(port);
  board.print = (text) => process.stderr.write(text);
  board.collect = (counts, seed) => port.postMessage({ counts, seed });
  const { IOTJS_DGRAM_SEED: seed, IOTJS_DGRAM_INDEX: index } = process.env;
  if (gate !== null) waitForOthers(port, gate);
  if (seed) Math.random = randomOf(Number(seed), Number(index));
}

// Workers that a copy starts preload this too, and are none.
const mark = threads.workerData?.[MARK];
if (mark !== undefined) become(mark);
