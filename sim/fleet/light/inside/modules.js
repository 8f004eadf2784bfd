'use strict';

// Evaluated in the context of each copy: the modules of Node.js that its script can require. Those are there whose
// effects and errors can be counted to the copy: what they call later is known, and ends with it.

/** Without callbacks and without effects beyond what they return. */
const PURE = ['assert', 'assert/strict', 'os', 'path', 'path/posix', 'path/win32', 'querystring', 'string_decoder',
  'url', 'util', 'util/types'];

/** Their functions call back once, by their last argument. */
const CALLING_BACK = ['crypto', 'dns', 'fs'];

/** What emits events or settles promises by itself, or is for a whole process. */
const WITHOUT = {
  crypto: ['setEngine', 'setFips', 'subtle', 'webcrypto'],
  dns: ['Resolver', 'promises', 'setDefaultResultOrder', 'setServers'],
  fs: ['FileReadStream', 'FileWriteStream', 'ReadStream', 'Utf8Stream', 'WriteStream', 'createReadStream',
    'createWriteStream', 'glob', 'openAsBlob', 'promises', 'unwatchFile', 'watch', 'watchFile'],
};

/** @returns {Error} for what cannot be counted to one copy */
function refusal(what) {
  const error = new Error(`${what} cannot be had by one of many copies in a process: what it does could not be told ` +
    'from what others do. Run the fleet with --isolate.');
  error.code = 'IOTJS_DGRAM_NEEDS_ISOLATE';
  return error;
}

/** A module whose functions call back: each keeps the copy alive until then. */
function withHeldCallbacks(copy, realm, original, without) {
  const prepare = (args) => {
    const last = args.at(-1);
    return typeof last === 'function' ? [...args.slice(0, -1), copy.heldCallback(last)] : args;
  };
  return realm.copyMembers(original, {}, without, (name) =>
    (/Sync$|^[A-Z_]/.test(String(name)) ? undefined : prepare));
}

/** Files that the copy has opened are closed when it ends. */
function watchFiles(copy, fs) {
  const { openSync, open, closeSync, close } = fs;
  fs.openSync = function (...args) {
    const number = openSync(...args);
    copy.files.add(number);
    return number;
  };
  fs.open = function (...args) {
    const callback = args.pop();
    if (typeof callback !== 'function') return open(...args, callback);
    return open(...args, (error, number) => {
      if (!error) copy.files.add(number);
      callback(error, number);
    });
  };
  fs.closeSync = function (number) {
    closeSync(number);
    copy.files.delete(number);
  };
  fs.close = function (number, ...args) {
    close(number, ...args);
    copy.files.delete(number);
  };
}

/** What Node's promisify() returns passes for a function of the script's, and its promises are not. */
function adoptPromises(realm, util) {
  const { promisify } = util;
  util.promisify = Object.assign(function (original) {
    const promised = promisify(original);
    return function (...args) {
      return realm.adopt(Reflect.apply(promised, this, args));
    };
  }, { custom: promisify.custom });
  Object.defineProperty(util.promisify, 'name', { value: 'promisify' });
}

function withoutSome(name, module, names) {
  for (const each of names) {
    Object.defineProperty(module, each, {
      get() {
        throw refusal(`${name}.${each}`); // node-do-not-add-exception-line: as in lib/stacks.js
      },
      configurable: true,
    });
  }
  return module;
}

/**
 * @param {Copy} copy
 * @param {Realm} realm
 * @param {Object<string, function(): *>} own make modules that are not Node's, by name
 * @returns {function(string): *} gives the module of a name that is one of Node's
 */
function makeModules(copy, realm, own) {
  const made = new Map();

  function make(name) {
    if (Object.hasOwn(own, name)) return own[name]();
    if (!PURE.includes(name) && !CALLING_BACK.includes(name)) {
      throw refusal(`The module '${name}'`); // node-do-not-add-exception-line: as in lib/stacks.js
    }
    const original = require(`node:${name}`);
    if (PURE.includes(name)) {
      const module = realm.copy(original);
      if (name === 'util') adoptPromises(realm, module);
      return module;
    }
    const hidden = WITHOUT[name].filter((each) => each in original);
    const module = withHeldCallbacks(copy, realm, original, hidden);
    if (name === 'fs') watchFiles(copy, module);
    if (name === 'dns') copy.lookups.dns = module;
    return withoutSome(name, module, hidden);
  }

  function builtin(name) {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name);
  }

  return builtin;
}

module.exports = { makeModules, refusal };
