'use strict';

// Evaluated in the context of each copy: how it loads the user's files. They are read and compiled once for all copies.

const path = require('node:path');

/**
 * @param {Copy} copy
 * @param {Realm} realm
 * @param {function(string): *} builtin gives a module of Node's
 * @param {function(string): Error} refusal
 * @returns {function(string)} runs a file as the main module
 */
function makeLoader(copy, realm, builtin, refusal) {
  const cache = Object.create(null);
  let main;

  class Module {
    constructor(id, parent) {
      this.id = id;
      this.path = path.dirname(id);
      this.exports = {};
      this.filename = id;
      this.loaded = false;
      this.children = [];
      this.paths = [...copy.code.pathsOf(this.path)];
      Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true });
      parent?.children.push(this);
    }

    require(request) {
      if (typeof request !== 'string' || request === '') {
        throw Object.assign(new TypeError('The "id" argument must be a non-empty string.'),
          { code: 'ERR_INVALID_ARG_VALUE' });
      }
      return load(request, this);
    }
  }

  function resolve(request, parent) {
    try {
      return copy.code.resolve(request, parent.filename);
    } catch (error) {
      throw realm.adopt(error); // node-do-not-add-exception-line: as in lib/stacks.js
    }
  }

  function load(request, parent) {
    const name = copy.code.builtinName(request, parent.filename);
    if (name !== null) return builtin(name);
    return loadFile(resolve(request, parent), parent).exports;
  }

  function loadFile(filename, parent) {
    const known = cache[filename];
    if (known !== undefined) {
      if (parent !== null && !parent.children.includes(known)) parent.children.push(known);
      return known;
    }
    if (/\.(node|mjs)$/.test(filename)) {
      const what = filename.endsWith('.node') ? 'The native addon' : 'The ES module';
      throw refusal(`${what} ${filename}`); // node-do-not-add-exception-line: as in lib/stacks.js
    }
    const module = new Module(filename, parent);
    cache[filename] = module;
    if (parent === null) {
      main = module;
      module.id = '.';
    }
    try {
      if (filename.endsWith('.json')) module.exports = readJson(filename);
      else run(module);
    } catch (error) {
      delete cache[filename];
      throw error; // node-do-not-add-exception-line: as in lib/stacks.js
    }
    module.loaded = true;
    return module;
  }

  function readJson(filename) {
    try {
      return JSON.parse(copy.code.textOf(filename));
    } catch (error) {
      error.message = `${filename}: ${error.message}`;
      throw realm.adopt(error); // node-do-not-add-exception-line: as in lib/stacks.js
    }
  }

  function run(module) {
    function require(request) {
      return module.require(request);
    }
    require.resolve = (request) => {
      const name = copy.code.builtinName(request, module.filename);
      return name === null ? resolve(request, module) : request;
    };
    require.main = main;
    require.cache = cache;
    let evaluate;
    try {
      evaluate = copy.code.functionOf(module.filename, copy.context);
    } catch (error) {
      throw realm.adopt(error); // node-do-not-add-exception-line: as in lib/stacks.js
    }
    Reflect.apply(evaluate, module.exports, [module.exports, require, module, module.filename, module.path]);
  }

  return (filename) => loadFile(filename, null);
}

module.exports = { makeLoader };
