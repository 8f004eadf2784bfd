'use strict';

// What Node.js has and IoT.js lacks, by kind (kinds.js). IoT.js's side is the data of sim/board/runtime.js. Node's side
// is the Node.js that runs ESLint, and what the data has an advice for.

const { isBuiltin } = require('node:module');

const runtime = require('../sim/board/runtime');
const { DGRAM_NAMES, TIMER, instanceKind } = require('./kinds');

const { globals, instead, modules } = runtime;

/** What a message calls the instances of a class. */
const INSTANCES = new Map(Object.entries({
  'Array#': 'arrays', 'Buffer#': 'Buffers', 'Date#': 'dates', 'Function#': 'functions', 'Number#': 'numbers',
  'RegExp#': 'regular expressions', 'String#': 'strings', 'module:events#': 'emitters', [TIMER]: 'timers',
}));

/** The properties of an object and of what it inherits from; none is read, because some are getters that warn. */
function propertiesOf(object) {
  const found = new Map();
  for (let home = object; home !== null && home !== undefined; home = Object.getPrototypeOf(home)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(home))) {
      if (!found.has(name)) found.set(name, descriptor);
    }
  }
  return found;
}

function timer() {
  const started = setTimeout(() => {}, 0);
  clearTimeout(started);
  return started;
}

/** Both sides of a kind: what the data says, where its advice is, and the object of Node.js. */
function sidesOf(kind) {
  if (kind === 'require') return { members: runtime.require, callable: true, advice: kind, there: require };
  if (kind === 'module') return { members: runtime.module, advice: kind, there: module };
  if (kind === TIMER) return { members: modules.timers.instance, advice: 'timers.instance', there: timer() };
  const isInstance = kind.endsWith('#');
  const [, prefix, name] = /^(module:|)(.*?)#?$/.exec(kind);
  const things = prefix === '' ? globals : modules;
  const known = Object.hasOwn(things, name) ? things[name] : {};
  const members = isInstance ? known.instance : known.members;
  if (members === undefined) return null;
  const object = prefix === '' ? globalThis[name] : isBuiltin(name) ? require(`node:${name}`) : undefined;
  if (!isInstance) return { members, callable: known.callable, advice: name, there: object };
  // A function has its name as a property of its own.
  const there = name === 'Function' ? sidesOf : object.prototype;
  return { members, callable: name === 'Function', advice: `${name}.instance`, there };
}

const known = new Map();

/** By kind: what IoT.js has, and what Node.js has; null where nothing is known of the kind. */
function factsOf(kind) {
  if (!known.has(kind)) {
    const sides = sidesOf(kind);
    known.set(kind, sides && {
      here: new Set([...sides.members, ...globals.Object.instance,
        ...(sides.callable ? globals.Function.instance : [])]),
      there: propertiesOf(sides.there),
      advice: instead[sides.advice] ?? {},
    });
  }
  return known.get(kind);
}

/**
 * @param {string} kind of kinds.js
 * @param {string} name of a member
 * @returns {{shown: string, instead: string}|null} how to call it and what to write instead, where Node.js has the
 *   member and IoT.js lacks it
 */
function lackingMember(kind, name) {
  const facts = factsOf(instanceKind(kind));
  if (facts === null || facts.here.has(name) || name.startsWith('_')) return null;
  const property = facts.there.get(name);
  const advised = Object.hasOwn(facts.advice, name);
  if (property === undefined && !advised) return null;
  const shown = typeof property?.value === 'function' && !/^[A-Z]/.test(name) ? `${name}()` : name;
  return { shown, instead: advised ? facts.advice[name] : '' };
}

/** What a message calls the instances that a kind stands for; null for any other kind. */
function instancesOf(kind) {
  return INSTANCES.get(instanceKind(kind)) ?? null;
}

/** What a message calls the owner of a member: `Buffer`, `fs`. */
function ownerName(kind) {
  return kind.replace(/^module:/, '');
}

/** Whether a script that has this name for a module gets one from Node.js alone. */
function isLackingModule(name) {
  return isBuiltin(name) && !DGRAM_NAMES.has(name) && !Object.hasOwn(modules, name.replace(/^node:/, ''));
}

/** Whether it is a module of IoT.js, by a name that only Node.js knows: `node:fs`. */
function isNodeName(name) {
  return name.startsWith('node:') && !DGRAM_NAMES.has(name) && Object.hasOwn(modules, name.slice('node:'.length));
}

/** The advice for a name, by what it is a member of; empty where there is none. */
function adviceFor(of, name) {
  return instead[of]?.[name] ?? '';
}

module.exports = {
  adviceFor, instancesOf, isLackingModule, isNodeName, lackingMember, ownerName,
  encodings: new Set(runtime.encodings),
};
