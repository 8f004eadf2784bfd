'use strict';

// The files that copies run: each is read and compiled once for all of them.

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const { isScript } = require('../../../lib/scripts');

const ROOT = path.join(__dirname, '..', '..', '..');
const LIBRARY = path.join(ROOT, 'lib') + path.sep;
const ENTRY = path.join(ROOT, 'lib', 'index.js');
const PARAMETERS = '(function (exports, require, module, __filename, __dirname) { ';

class Code {
  #check;
  #texts = new Map();
  #scripts = new Map();
  #resolvers = new Map();
  #found = new Map();
  #paths = new Map();
  #neighbours = new Map();

  /** @param {function(string)} check is told each file of the user's before it is compiled, and may throw */
  constructor(check) {
    this.#check = check;
  }

  textOf(filename) {
    if (!this.#texts.has(filename)) this.#texts.set(filename, fs.readFileSync(filename, 'utf8'));
    return this.#texts.get(filename);
  }

  /**
   * @param {string} filename
   * @param {object} context of the copy
   * @returns {Function} of that context, with the parameters of a CommonJS module
   */
  functionOf(filename, context) {
    let script = this.#scripts.get(filename);
    if (script === undefined) {
      if (isScript(filename)) this.#check(filename);
      const text = this.textOf(filename).replace(/^\uFEFF/, '').replace(/^#!/, '//');
      script = new vm.Script(`${PARAMETERS}${text}\n})`, { filename, columnOffset: -PARAMETERS.length });
      this.#scripts.set(filename, script);
      this.#texts.delete(filename);
    }
    return script.runInContext(context);
  }

  /** The file that a file means by a name; throws as require() does. */
  resolve(request, parent) {
    const key = `${path.dirname(parent)}\0${request}`;
    let filename = this.#found.get(key);
    if (filename !== undefined) return filename;
    let resolver = this.#resolvers.get(parent);
    if (resolver === undefined) this.#resolvers.set(parent, resolver = Module.createRequire(parent));
    filename = resolver.resolve(request);
    this.#found.set(key, filename);
    return filename;
  }

  /**
   * @returns {?string} the name of the module of Node's, or of this package's 'dgram', that a file means; null where it
   *   means a file. For packages under node_modules dgram is Node's own, as with lib/register.js: 'node:dgram'.
   */
  builtinName(request, parent) {
    if (request === 'dgram') return isScript(parent) ? 'dgram' : 'node:dgram';
    if (request === 'node:dgram') return request;
    if (Module.isBuiltin(request)) return request.replace(/^node:/, '');
    if (!/iotjs-dgram|\.\.?[\\/]/.test(request)) return null;
    let filename;
    try {
      filename = this.resolve(request, parent);
    } catch {
      return null; // told by who loads it
    }
    if (filename === ENTRY) return 'dgram';
    return filename.startsWith(LIBRARY) ? `iotjs-dgram/${path.basename(filename, '.js')}` : null;
  }

  /** Where packages are looked for. The strings are the same ones for all copies. */
  pathsOf(directory) {
    if (!this.#paths.has(directory)) this.#paths.set(directory, Module._nodeModulePaths(directory));
    return this.#paths.get(directory);
  }

  /** A file of this package that one in inside/ requires by a relative name: the same string for all copies. */
  neighbour(filename, name) {
    let neighbours = this.#neighbours.get(filename);
    if (neighbours === undefined) this.#neighbours.set(filename, neighbours = new Map());
    if (!neighbours.has(name)) {
      neighbours.set(name, path.join(path.dirname(filename), `${name}.js`));
    }
    return neighbours.get(name);
  }
}

module.exports = { Code, ROOT };
