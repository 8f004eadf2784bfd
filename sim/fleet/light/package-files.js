'use strict';

// This package's own files in the context of a copy, so that what they make is of that context: its errors, arrays and
// functions are what the script knows them by.

const path = require('node:path');

const { ROOT } = require('./code');

const INSIDE = path.join(ROOT, 'sim', 'fleet', 'light', 'inside') + path.sep;

/** Without anything that a script gets to see: one for all copies. */
const SHARED = [
  'lib/addresses.js', 'sim/board/table.js', 'sim/board/runtime.js', 'sim/fleet/light/intrinsics.js',
  'sim/fleet/light/timers.js', 'sim/network/chance.js', 'sim/network/conditions.js', 'sim/network/fate.js',
  'sim/network/traffic.js', 'sim/stderr.js', 'sim/trace/capture/index.js', 'sim/trace/lines.js',
  'sim/trace/observer.js', 'sim/trace/picture.js',
].map((name) => path.join(ROOT, name));

/** Besides dns, those of Node's modules that lib/ and sim/ use as the script does, so that they see what it has put in
 * their place. */
const OF_THE_SCRIPT = ['node:events', 'node:timers'];

class PackageFiles {
  #code;
  #context;
  #loaded = new Map();
  /** Gives the script's module of a name, as inside/modules.js has it; set by inside/index.js. */
  builtin = null;

  /**
   * @param {Code} code
   * @param {object} context
   * @param {Object<string, object>} places what stands in the place of these files of lib/
   */
  constructor(code, context, places) {
    this.#code = code;
    this.#context = context;
    for (const [name, exports] of Object.entries(places)) this.replace(`lib/${name}.js`, exports);
  }

  /** Puts something in the place of a file. */
  replace(name, exports) {
    this.#loaded.set(path.join(ROOT, name), { exports });
  }

  /** @param {string} name of a file, from the root of this package */
  load(name) {
    return this.#load(path.join(ROOT, name));
  }

  #load(filename) {
    const known = this.#loaded.get(filename);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    this.#loaded.set(filename, module);
    const evaluate = this.#code.functionOf(filename, this.#context);
    const request = (name) => this.#require(name, filename);
    Reflect.apply(evaluate, module.exports, [module.exports, request, module, filename, path.dirname(filename)]);
    return module.exports;
  }

  #require(name, filename) {
    if (!name.startsWith('.')) return filename.startsWith(INSIDE) ? require(name) : this.#requireAsScript(name);
    const file = this.#code.neighbour(filename, name);
    return SHARED.includes(file) || file.endsWith('.json') ? require(file) : this.#load(file);
  }

  #requireAsScript(name) {
    if (name === 'node:dns') return this.builtin.begin('dns', 'lookup');
    return OF_THE_SCRIPT.includes(name) ? this.builtin(name.slice('node:'.length)) : require(name);
  }
}

module.exports = { PackageFiles };
