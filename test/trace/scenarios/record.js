'use strict';

// Records made-up events: `node record.js SCENARIO FILE [arguments]`.

const { fork } = require('node:child_process');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const { claimCapture, openCapture, prepareCapture } = require('../../../sim/trace/capture');
const { BOARD } = require('../support/captures.js');
const { eventOf } = require('../support/events.js');

const SCENARIOS = {
  /** One datagram, and then it stays. */
  stays(file) {
    const sink = openCapture({ file, board: BOARD });
    sink.event(eventOf());
    process.stdin.resume();
  },

  /** It has nothing else to do. */
  leaves(file) {
    openCapture({ file, board: BOARD }).event(eventOf());
  },

  /** As many as it takes to be killed meanwhile. */
  floods(file) {
    const sink = openCapture({ file, board: BOARD });
    for (let id = 0; id < 200000; id++) sink.event(eventOf({ bytes: Buffer.alloc(500), id }));
    process.stdin.resume();
  },

  /** The file cannot be written any more, but the script goes on: `lines` on standard input are events. */
  lines(file) {
    const sink = openCapture({ file, board: BOARD });
    process.stdin.on('data', (text) => {
      for (let i = 0; i < String(text).split('\n').length - 1; i++) sink.event(eventOf());
      console.log('recorded');
    });
    process.on('exit', () => sink.end());
  },

  /** A datagram of its own, of a forked child, of its child, and of a worker. */
  children(file) {
    claimCapture({ record: file });
    const name = process.argv[4] ?? 'parent';
    const sink = openCapture({ file, board: BOARD });
    sink.event(eventOf({ bytes: Buffer.from(isMainThread ? name : 'worker') }));
    sink.end();
    if (!isMainThread) return;
    console.log(`${name} ${process.pid}`);
    if (name === 'parent') new Worker(__filename, { workerData: ['children', file] });
    if (name !== 'grandchild') fork(__filename, ['children', file, name === 'parent' ? 'child' : 'grandchild']);
  },

  /** A fleet of four copies in two processes, which write at the same time. */
  fleet(file) {
    prepareCapture({ file, name: 'app.js', first: 10, count: 4 });
    for (const index of [10, 12]) fork(__filename, ['host', file, String(index)]);
  },

  host(file, index) {
    const copies = [Number(index), Number(index) + 1];
    const sinks = copies.map((each) =>
      openCapture({ file, board: { index: each, name: 'app.js', isFleet: true }, first: 10 }));
    for (let id = 0; id < 3000; id++) sinks[id % 2].event(eventOf({ id, bytes: Buffer.from(`${copies[id % 2]}`) }));
    for (const sink of sinks) sink.end();
  },
};

const [scenario, ...args] = workerData ?? process.argv.slice(2);
SCENARIOS[scenario](...args);
