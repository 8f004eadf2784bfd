'use strict';

// What is to be done when this process or thread ends.

const { isMainThread } = require('node:worker_threads');

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const actions = [];
let isInstalled = false;

function runAll() {
  for (const action of actions.splice(0)) action();
}

function install() {
  isInstalled = true;
  process.on('exit', runAll);
  // A signal that nobody listens for ends a process without 'exit', and is how most gateways end.
  for (const signal of isMainThread ? ENDING : []) {
    const end = () => {
      if (process.listenerCount(signal) > 1) return;
      runAll();
      process.removeListener(signal, end);
      process.kill(process.pid, signal);
    };
    // Before the script's own listeners: one that was added with once() has gone when its turn has come, and would not
    // be seen by those behind it.
    process.prependListener(signal, end);
  }
}

/**
 * Has something done when this process or thread ends by itself or by a signal: once, and synchronously.
 *
 * @param {function()} action must not throw
 */
function atEnd(action) {
  if (!isInstalled) install();
  actions.push(action);
}

module.exports = { atEnd };
