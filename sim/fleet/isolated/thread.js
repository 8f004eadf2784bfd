'use strict';

// A copy that is a worker thread of this process.

const path = require('node:path');
const { MessageChannel, Worker, receiveMessageOnPort } = require('node:worker_threads');

const { nameOf, textOf } = require('../errors');
const { Lines } = require('../lines');
const { Member } = require('../member');
const { MARK, STDOUT } = require('./protocol');

const COPY = path.join(__dirname, 'copy.js');

function startWorker(script, preloads, options) {
  try {
    return new Worker(script, { ...options, execArgv: [...process.execArgv, ...preloads] });
  } catch (error) {
    if (error.code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    // Some of the options are for the whole process, and refused here.
    return new Worker(script, { ...options, execArgv: preloads });
  }
}

class Thread extends Member {
  #options;
  #stdout;
  #stderr;
  #worker = null;
  #port = null;
  /** How much this copy has printed and the fleet has not: it waits while that is too much. */
  #flow = new Int32Array(new SharedArrayBuffer(4));

  /**
   * @param {object} options of Threads
   * @param {number} index
   * @param {string} label the index as it is printed
   */
  constructor(options, index, label) {
    super(index, label);
    this.#options = options;
    this.#stdout = new Lines(`[${label}] `);
    this.#stderr = new Lines(`[${label}] `);
  }

  start() {
    const { script, scriptArgs, preload, gate } = this.#options;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message) => this.#take(message));
    // A worker gets a copy of process.env, as it is now.
    process.env.IOTJS_DGRAM_INDEX = String(this.index);
    try {
      this.#worker = startWorker(script, ['-r', preload, '-r', COPY], {
        argv: scriptArgs,
        stdout: true,
        stderr: true,
        workerData: { [MARK]: { port: port2, flow: this.#flow, gate } },
        transferList: [port2],
      });
    } catch (error) {
      this.#fail(error);
      setImmediate(() => this.#end(1));
      return;
    }
    // What does not come through process.stdout and process.stderr: Node's own words at a bad end.
    for (const [name, lines] of [['stdout', this.#stdout], ['stderr', this.#stderr]]) {
      this.#worker[name].setEncoding('utf8').on('data', (text) => this.#print(this.#options[name], lines.add(text)));
    }
    if (gate === null) this.#worker.on('online', () => this.started());
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#end(code));
  }

  interrupt(signal) {
    super.interrupt(signal);
    this.#port.postMessage(signal);
  }

  terminate() {
    super.terminate();
    this.#worker?.terminate();
  }

  #take({ stream, text, size, counts, seed, isUp }) {
    if (isUp) {
      this.started();
      return;
    }
    if (counts !== undefined) {
      this.emit('counts', counts, seed);
      return;
    }
    const name = stream === STDOUT ? 'stdout' : 'stderr';
    const lines = stream === STDOUT ? this.#stdout : this.#stderr;
    this.#print(this.#options[name], lines.add(text), () => {
      Atomics.sub(this.#flow, 0, size);
      Atomics.notify(this.#flow, 0);
    });
  }

  #print(output, text, done = () => {}) {
    if (text === '') {
      done();
    } else {
      output.write(text, done);
    }
  }

  /** What it had printed before this came through another channel, and may be behind. */
  #catchUp() {
    for (let next; (next = receiveMessageOnPort(this.#port)) !== undefined;) this.#take(next.message);
  }

  #fail(error) {
    this.#catchUp();
    this.failed(nameOf(error));
    const text = textOf(error);
    if (this.#options.isNews(text)) this.#print(this.#options.stderr, this.#stderr.add(`${text}\n`));
  }

  #end(code) {
    this.#catchUp();
    this.#port.close();
    this.#print(this.#options.stdout, this.#stdout.end());
    this.#print(this.#options.stderr, this.#stderr.end());
    this.ended(code);
  }
}

module.exports = { Thread };
