'use strict';

// One copy of the script, seen from the fleet's main thread.

const { EventEmitter } = require('node:events');
const { constants } = require('node:os');
const path = require('node:path');
const { inspect } = require('node:util');
const { MessageChannel, Worker, receiveMessageOnPort } = require('node:worker_threads');

const { Lines } = require('./lines');
const { MARK, STDOUT } = require('./protocol');

const COPY = path.join(__dirname, 'copy.js');

/** What was thrown, in a line, with the cause. */
function nameOf(error) {
  const firstLine = (value) => String(value).split('\n', 1)[0];
  if (!(error instanceof Error)) return firstLine(`threw ${inspect(error)}`);
  const { cause } = error;
  return firstLine(error) + (cause instanceof Error ? ` (${firstLine(cause).replace(/^Error: /, '')})` : '');
}

/** An error as it is printed: where it comes from a worker of Node.js 20, a tag would make it 'TypeError [Error]'. */
function textOf(error) {
  let each = error;
  while (each instanceof Error && Object.hasOwn(each, Symbol.toStringTag)) {
    delete each[Symbol.toStringTag];
    each = each.cause;
  }
  return inspect(error);
}

function startWorker(script, preloads, options) {
  try {
    return new Worker(script, { ...options, execArgv: [...process.execArgv, ...preloads] });
  } catch (error) {
    if (error.code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    // Some of the options are for the whole process, and refused here.
    return new Worker(script, { ...options, execArgv: preloads });
  }
}

/**
 * A worker thread that runs the script. Emits 'started' once, and 'end' once with how it ended: 'well', 'stopped' (as
 * it was asked to), 'failed', with the reason, or 'terminated'; before that, 'counts' for its network.
 */
class Member extends EventEmitter {
  #options;
  #index;
  #isNews;
  #stdout;
  #stderr;
  #worker = null;
  #port = null;
  /** How much this copy has printed and the fleet has not: it waits while that is too much. */
  #flow = new Int32Array(new SharedArrayBuffer(4));
  #hasStarted = false;
  #signal = null;
  #isTerminated = false;
  #reason = null;

  /**
   * @param {object} options of the fleet
   * @param {number} index
   * @param {string} label the index as it is printed
   * @param {function(string): boolean} isNews whether no other copy has failed with this text
   */
  constructor(options, index, label, isNews) {
    super();
    this.#isNews = isNews;
    this.#options = options;
    this.#index = index;
    this.#stdout = new Lines(`[${label}] `);
    this.#stderr = new Lines(`[${label}] `);
  }

  start() {
    const { script, scriptArgs, preload } = this.#options;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message) => this.#take(message));
    // A worker gets a copy of process.env, as it is now.
    process.env.IOTJS_DGRAM_INDEX = String(this.#index);
    try {
      this.#worker = startWorker(script, ['-r', preload, '-r', COPY], {
        argv: scriptArgs,
        stdout: true,
        stderr: true,
        workerData: { [MARK]: { port: port2, flow: this.#flow } },
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
    this.#worker.on('online', () => this.#started());
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#end(code));
  }

  /** @param {string} signal what asks it to end */
  interrupt(signal) {
    this.#signal = signal;
    this.#port.postMessage(signal);
  }

  terminate() {
    this.#isTerminated = true;
    this.#worker?.terminate();
  }

  #started() {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.emit('started');
  }

  #take({ stream, text, size, counts, seed }) {
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
    this.#reason = nameOf(error);
    const text = textOf(error);
    if (this.#isNews(text)) this.#print(this.#options.stderr, this.#stderr.add(`${text}\n`));
  }

  #end(code) {
    this.#catchUp();
    this.#port.close();
    this.#print(this.#options.stdout, this.#stdout.end());
    this.#print(this.#options.stderr, this.#stderr.end());
    this.#started();
    this.emit('end', ...this.#outcome(code));
  }

  #outcome(code) {
    if (this.#reason !== null) return ['failed', this.#reason];
    if (this.#isTerminated) return ['terminated'];
    if (code === 0) return ['well'];
    if (code === 128 + constants.signals[this.#signal]) return ['stopped'];
    return ['failed', `exit code ${code}`];
  }
}

module.exports = { Member };
