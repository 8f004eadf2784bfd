'use strict';

// What IoT.js's runtime has besides dgram (runtime.json), and what to write where Node.js has more (instead.json). It
// does without the addon.

const advice = require('./instead.json');
const facts = require('./runtime.json');

/**
 * @typedef {object} Thing a global or a module. Names that begin with an underscore are in no list.
 * @property {boolean} [callable] whether it is a function. Then it also has the members of `globals.Function.instance`.
 * @property {string[]} [members] what it has besides the members of `globals.Object.instance`; absent: not known
 * @property {string[]} [instance] what its instances have, with the same exception. Of the module timers: what
 *   `setTimeout()` returns.
 * @property {boolean} [indexed] false: an instance has no access by index
 * @property {string[]} [events] what it emits
 * @property {boolean} [internal] whether it is a module that IoT.js keeps for itself, though `require()` gives it
 * @property {boolean} [optional] whether a module is not in IoT.js's default build
 * @property {string[]} [boards] the boards of boards.json that have the module; absent: all
 * @property {Object<string, string[]>} [lacks] members that a board lacks, by the board
 */

/** @type {Object<string, Thing>} the globals, by name; `require`, `module` and `exports` are not among them */
const globals = facts.globals;

/** @type {Object<string, Thing>} the modules that `require()` knows, by name; some are a global, too */
const modules = Object.fromEntries(Object.entries(facts.modules)
  .map(([name, thing]) => [name, thing.global ? globals[thing.global] : thing]));

/**
 * What to write instead of what Node.js has and IoT.js lacks: a sentence or two, by what it is a member of and by its
 * name. The first is 'globals', 'modules', 'encodings', 'scope', 'require', 'module', a global, a module, or one of
 * these with '.instance' or '.events'. The name of access by index is '[index]', of iteration '[Symbol.iterator]'.
 *
 * @type {Object<string, Object<string, string>>}
 */
const instead = {};
for (const { of, names, text, code } of advice) {
  instead[of] ??= {};
  const sentences = [text, code && `Write: ${code}`].filter(Boolean).join(' ');
  for (const name of names) instead[of][name] = sentences;
}

/**
 * @param {string} name of a module
 * @param {string} board as boards.json names it
 * @returns {boolean} whether IoT.js's documentation says that the board has the module
 */
function boardHasModule(name, board) {
  const { boards } = modules[name];
  return boards === undefined || boards.includes(board);
}

module.exports = {
  /** What a script has besides globals. */
  scope: facts.scope,
  /** The members of the function `require`, besides those of every function. */
  require: facts.require,
  /** The members of the object `module`. */
  module: facts.module,
  /** The encodings that Buffer knows. It takes each other one for utf8. */
  encodings: facts.encodings,
  boardHasModule,
  globals,
  instead,
  modules,
};
