'use strict';

// One light copy: a context with a board of its own. It lives as long as something of its own keeps it alive.

const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const { Readable, Writable } = require('node:stream');
const { StringDecoder } = require('node:string_decoder');
const { types } = require('node:util');
const vm = require('node:vm');

const { createDgram } = require('../../../lib/dgram');
const { counts } = require('../../network/report');
const { HeldAddon } = require('./addon');
const { LightBoard } = require('./board');
const { CopyRealm } = require('./copy-realm');
const { loadInside } = require('./load-inside');
const consoleFor = require('./shared-console');
const { cancelAll } = require('./timers');

/** What the exit code is where nobody catches an error, and where what is to catch it throws. */
const UNCAUGHT = 1;
const UNCAUGHT_HANDLER = 7;

/** What process.exit() throws, since it must not return. A script that catches it can do nothing any more. */
const HALT = Object.freeze({ toString: () => 'process.exit() has ended this copy' });

const NO_ARGS = [];

/** As callback.call(receiver), whatever the script has put in the place of call(). */
const callFunction = Function.prototype.call.bind(Function.prototype.call);

const KINDS = ['stdin', 'stdout', 'stderr'];

/** A context whose global object is an ordinary one, where Node.js knows that: others are slow to access. */
function newContext() {
  return vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? {});
}

/**
 * A copy of a script. Emits 'output' with 1 or 2 and a text, 'error' with what nobody has caught, 'counts' for its
 * network, and 'end' with its exit code.
 */
class Copy extends EventEmitter {
  // What each timer and each message needs comes first: of many copies, few are in the processor's cache.
  #host;
  #holds = 0;
  /** How often something has begun that keeps it alive. */
  #begun = 0;
  /** The first in the list of timers and immediates that have not run. */
  pending = null;
  /** Whether it has ended: then nothing of it is called any more. */
  hasEnded = false;
  index;
  #addon;
  #board;
  #inside = null;
  #isLooking = false;
  #isExiting = false;
  #streams = [];

  /** Descriptors of the files that it has opened. */
  files = new Set();
  halt = HALT;

  /**
   * @param {Host} host
   * @param {number} index
   */
  constructor(host, index) {
    super();
    this.#host = host;
    this.index = index;
    this.code = host.code;
    this.immediates = host.immediates;
    this.argv = [process.execPath, host.script, ...host.scriptArgs];
    this.context = newContext();
    /** For the main queue of ticks: a function, and its arguments. */
    this.tick = (callback, args) => this.call(callback, undefined, args);
    /** The script's performance.now(). Made here for the same reason as its timers: see startersOf(). */
    this.now = { now: () => performance.now() }.now;
  }

  /** Makes all that the script finds when it starts. */
  prepare() {
    if (this.hasEnded) return;
    const { owners, settings } = this.#host;
    this.#inside = loadInside(this.code, this.context)(this, globalThis, settings?.seed, consoleFor);
    owners.set(this.#inside.root, this);
    const realm = new CopyRealm(this, this.#inside);
    this.#addon = new HeldAddon(this, realm);
    this.#board = new LightBoard(this, realm, this.#addon, settings && { ...settings, index: this.index });
  }

  /** @returns {Lookups} of its board */
  get lookups() {
    return this.#board.lookups;
  }

  /** @returns {object} the module that require('dgram') gives to the script */
  makeDgram() {
    return createDgram(this.#board);
  }

  /** Runs the script. To be called where ticks and promise jobs follow. */
  start() {
    if (this.hasEnded) return;
    this.hold();
    this.call(() => this.#inside.run(this.#host.filename));
    this.release();
  }

  /** @returns {object} the environment variables that it has */
  variables() {
    return { ...process.env, IOTJS_DGRAM_INDEX: String(this.index), IOTJS_DGRAM_FLEET: String(this.#host.count) };
  }

  // --- what keeps it alive ---

  /** Something begins that keeps the copy alive, until release(). */
  hold() {
    this.mustRun();
    this.#holds++;
    this.#begun++;
  }

  release() {
    this.#holds--;
    if (this.#holds === 0) this.#look();
  }

  /** Throws where the script has gone on after process.exit(). */
  mustRun() {
    if (this.hasEnded) throw this.halt;
  }

  /** When all ticks and promise jobs have run: is there anything left that it waits for? */
  #look() {
    if (this.#isLooking || this.hasEnded) return;
    this.#isLooking = true;
    const { immediates } = this.#host;
    immediates.add(() => {
      this.#isLooking = false;
      if (this.hasEnded || this.#holds > 0) return;
      const begun = this.#begun;
      this.call(() => this.#inside.process.emit('beforeExit', this.#exitCode));
      immediates.add(() => {
        if (this.hasEnded || this.#holds > 0) return;
        // What a listener has begun may be over by now; then the event comes again.
        if (this.#begun === begun) this.exit();
        else this.#look();
      });
    });
  }

  // --- what is called in it ---

  /** To be called before anything of the script is. */
  enter() {
    this.#host.enter(this);
  }

  /** Calls a function of the script's. What it throws is the copy's error. */
  call(callback, receiver = undefined, args = NO_ARGS) {
    if (this.hasEnded) return;
    this.enter();
    try {
      if (args.length === 0) callFunction(callback, receiver);
      else Reflect.apply(callback, receiver, args);
    } catch (error) {
      this.uncaught(error);
    }
  }

  /** For a function of Node's that calls back once: keeps the copy alive until then. */
  heldCallback(callback) {
    this.hold();
    let isDone = false;
    return (...results) => {
      if (!isDone) this.release();
      isDone = true;
      this.call(callback, undefined, results.map((result) => this.#inside.realm.adopt(result)));
    };
  }

  /** A signal has come. One that nobody listens for ends the copy. */
  signal(name, number) {
    if (this.#inside === null) this.#end(128 + number); // it has not run
    else this.call(() => {
      if (!this.#inside.process.emit(name, name, number)) this.#inside.process.exit(128 + number);
    });
  }

  /** A promise of the copy's was rejected, and nobody has caught that. */
  rejected(reason, promise) {
    if (this.hasEnded) return;
    let isHandled = false;
    this.call(() => {
      isHandled = this.#inside.process.emit('unhandledRejection', reason, promise);
    });
    if (!isHandled) this.uncaught(types.isNativeError(reason) ? reason : this.#inside.rejection(reason),
      'unhandledRejection');
  }

  /** Nobody has caught what was thrown. */
  uncaught(thrown, origin = 'uncaughtException') {
    if (this.hasEnded) return;
    this.enter();
    const error = this.#inside.realm.adopt(thrown);
    const script = this.#inside.process;
    try {
      script.emit('uncaughtExceptionMonitor', error, origin);
      if (script.emit('uncaughtException', error, origin)) return;
    } catch (further) {
      if (this.hasEnded) return;
      this.#fail(further, UNCAUGHT_HANDLER);
      return;
    }
    if (!this.hasEnded) this.#fail(error, UNCAUGHT);
  }

  #fail(error, code) {
    this.emit('error', withoutOwnFrames(error));
    this.#inside.process.exitCode = code;
    this.exit();
  }

  // --- its end ---

  get #exitCode() {
    return Number(this.#inside.process.exitCode ?? 0);
  }

  /** Ends it: its exit listeners run, and then nothing of it any more. */
  exit() {
    if (this.hasEnded) return;
    this.enter();
    if (!this.#isExiting) {
      this.#isExiting = true;
      try {
        this.#inside.process.emit('exit', this.#exitCode);
      } catch (error) {
        if (!this.hasEnded && error !== this.halt) {
          this.emit('error', error);
          this.#inside.process.exitCode = UNCAUGHT_HANDLER;
        }
      }
      // One of them may have called process.exit().
      if (this.hasEnded) return;
    }
    this.#end(this.#exitCode);
  }

  /** Ends it at once: nothing of it runs any more. */
  terminate() {
    if (!this.hasEnded) this.#end(null);
  }

  #end(code) {
    this.#clear();
    this.emit('end', code);
  }

  /**
   * It has not given control back. Nothing of it is called any more; what it held goes, and its end is told, when what
   * runs now has been terminated.
   *
   * @param {Error} error
   */
  abandon(error) {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.#host.immediates.add(() => {
      this.#clear();
      this.emit('error', error);
      this.emit('end', UNCAUGHT);
    });
  }

  #clear() {
    this.#board?.network?.observer?.end();
    this.hasEnded = true;
    if (this.#inside === null) return;
    cancelAll(this);
    this.#addon.closeAll();
    for (const file of this.files) closeQuietly(file);
    if (this.#host.settings?.report) {
      const { network } = this.#board;
      this.emit('counts', network === null ? null : counts(network), network?.seed);
    }
  }

  // --- what it prints ---

  /** @param {number} number 1 for standard output, 2 for standard error */
  print(number, text) {
    if (!this.hasEnded) this.emit('output', number, text);
  }

  hasStream(number) {
    return this.#streams[number] !== undefined;
  }

  /** The stream of a number: 0, 1 or 2. Its errors and events are the copy's. */
  stream(number) {
    const decoder = new StringDecoder('utf8'); // for characters in pieces
    const stream = number === 0 ? new Readable({ read() { this.push(null); } }) : new Writable({
      decodeStrings: false,
      write: (chunk, encoding, done) => {
        const isText = typeof chunk === 'string' && (encoding === 'utf8' || encoding === 'utf-8');
        this.print(number, isText ? chunk : decoder.write(Buffer.from(chunk, encoding)));
        done();
      },
    });
    stream.fd = number;
    stream._type = KINDS[number];
    const { emit } = stream;
    stream.emit = (event, ...args) => {
      let result = false;
      const adopted = args.map((arg) => this.#inside.realm.adopt(arg));
      this.call(() => {
        // Node's own emit() would not know it for an error any more.
        if (event === 'error' && stream.listenerCount(event) === 0) throw adopted[0];
        result = Reflect.apply(emit, stream, [event, ...adopted]);
      });
      return result;
    };
    this.#streams[number] = stream;
    return stream;
  }
}

/** An error that begins and ends in the script: without the frames that called it. */
function withoutOwnFrames(error) {
  if (types.isNativeError(error) && typeof error.stack === 'string') {
    const stack = error.stack.split('\n').filter((line) => !/^ +at /.test(line) || !line.includes(__dirname)).join('\n');
    Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
  }
  return error;
}

function closeQuietly(file) {
  try {
    fs.closeSync(file);
  } catch {
    // The script had closed it in some other way.
  }
}

module.exports = { Copy, HALT };
