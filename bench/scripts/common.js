'use strict';

// What the workload scripts share. They are started as `SCRIPT MODULE OPTIONS`, with the options as JSON, print one
// line of JSON when they are ready (those that receive) and one with their result, and end by themselves.

const { AsyncLocalStorage } = require('node:async_hooks');

/** The module under test: 'node:dgram', or the path of a package that has the same API. */
const dgram = require(process.argv[2]);

/** The options of the workload; times in milliseconds. */
const options = JSON.parse(process.argv[3]);

// Created only when asked for: what it costs is what `als` is there to show.
const storage = options.als ? new AsyncLocalStorage() : undefined;
storage?.enterWith({});

setTimeout(() => {
  console.error(`Nothing more happened in ${options.limit} ms.`);
  process.exit(1);
}, options.limit).unref();

/** Microseconds of CPU, user and kernel mode, that the process has used. */
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function print(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints the result and ends the process, whatever is still open. Called in a callback of a socket. */
function finish(result) {
  if (storage !== undefined && storage.getStore() === undefined) throw new Error('The async context is lost');
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

/** A socket on a free port of 127.0.0.1, when it listens. */
function listen(callback) {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => callback(socket));
}

/** Counts messages and CPU time between the end of the warm-up and the end. */
class Meter {
  #startedAt = 0;
  #measuredAt = 0;
  #cpu = 0;
  #messages = 0;

  get measuring() {
    return this.#measuredAt !== 0;
  }

  begin(messages) {
    this.#messages = messages;
    this.#measuredAt = performance.now();
    this.#cpu = cpuTime();
  }

  result(messages) {
    const cpu = cpuTime() - this.#cpu;
    const elapsed = (performance.now() - this.#measuredAt) * 1000;
    return { messages: messages - this.#messages, cpu, elapsed: Math.round(elapsed) };
  }

  /** Given how many messages there were so far: true when the time is over. The first call starts the warm-up. */
  isOver(messages) {
    const now = performance.now();
    if (this.#startedAt === 0) this.#startedAt = now;
    if (!this.measuring) {
      if (now - this.#startedAt >= options.warmup) this.begin(messages);
      return false;
    }
    return now - this.#measuredAt >= options.measure;
  }
}

module.exports = { Meter, cpuTime, dgram, finish, listen, options, print };
