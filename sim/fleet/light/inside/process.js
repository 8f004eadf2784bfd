'use strict';

// Evaluated in the context of each copy: its `process`. What is about the whole process is Node's and cannot be
// changed from here; what is about the script is the copy's own.

const { defineLazily } = require('./lazily');
const { makeWarnings } = require('./warnings');

const VALUES = ['arch', 'argv0', 'execPath', 'pid', 'platform', 'ppid', 'title', 'version'];
const FUNCTIONS = ['cpuUsage', 'cwd', 'getegid', 'geteuid', 'getgid', 'getuid', 'hrtime', 'memoryUsage',
  'resourceUsage', 'uptime'];
const TABLES = ['config', 'execArgv', 'features', 'release', 'versions'];

/** They would be about all copies. */
const REFUSED = ['abort', 'binding', 'chdir', 'dlopen', 'initgroups', 'kill', 'setegid', 'seteuid', 'setgid',
  'setgroups', 'setuid', 'umask'];

/** As process.env: every value is a string. */
function environmentOf(variables) {
  return new Proxy({ ...variables }, {
    set(target, name, value) {
      target[name] = typeof name === 'symbol' ? value : String(value);
      return true;
    },
    defineProperty(target, name, descriptor) {
      if ('value' in descriptor) descriptor.value = String(descriptor.value);
      return Reflect.defineProperty(target, name, descriptor);
    },
  });
}

/**
 * @param {Copy} copy
 * @param {Realm} realm
 * @param {object} main the process of the host
 * @param {Function} EventEmitter
 * @param {function(string): Error} refusal
 */
function makeProcess(copy, realm, main, EventEmitter, refusal) {
  function process() {}
  process.prototype = Object.create(EventEmitter.prototype, {
    constructor: { value: process, writable: true, configurable: true },
    [Symbol.toStringTag]: { value: 'process', configurable: true },
  });
  const own = new process();
  EventEmitter.call(own);

  const lazy = (name, make) => defineLazily(own, name, make, true);

  for (const name of VALUES) own[name] = main[name];
  for (const name of FUNCTIONS.filter((each) => each in main)) own[name] = realm.copy(main[name]);
  for (const name of TABLES) lazy(name, () => realm.copy(main[name]));
  for (const name of REFUSED.filter((each) => each in main)) {
    own[name] = function refused() {
      throw refusal(`process.${name}()`); // node-do-not-add-exception-line: as in lib/stacks.js
    };
  }
  own.argv = [...copy.argv];
  lazy('env', () => environmentOf(copy.variables()));
  for (const [name, number] of [['stdout', 1], ['stderr', 2]]) lazy(name, () => realm.adopt(copy.stream(number)));
  lazy('stdin', () => realm.adopt(copy.stream(0)));

  let exitCode;
  Object.defineProperty(own, 'exitCode', {
    get: () => exitCode,
    set(value) {
      exitCode = value;
    },
    enumerable: true, configurable: true,
  });
  own.exit = function exit(code) {
    if (code !== undefined) exitCode = code;
    copy.exit();
    throw copy.halt; // node-do-not-add-exception-line: as in lib/stacks.js
  };
  own.reallyExit = own.exit;
  own.nextTick = function nextTick(callback, ...args) {
    if (typeof callback !== 'function') {
      throw Object.assign(new TypeError('The "callback" argument must be of type function.'),
        { code: 'ERR_INVALID_ARG_TYPE' });
    }
    main.nextTick(copy.tick, callback, args);
  };
  own.emitWarning = makeWarnings(own, main, (text) => copy.print(2, text));
  return own;
}

module.exports = { makeProcess };
