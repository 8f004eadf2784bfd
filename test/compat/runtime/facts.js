'use strict';

// Holds what an IoT.js told of its runtime (tell.js) against sim/board/runtime.json and instead.json.

const advice = require('../../../sim/board/instead.json');
const runtime = require('../../../sim/board/runtime.js');
const equivalents = require('./equivalents.json');
const evaluate = require('./evaluate.js');

const { encodings, globals, instead, modules, scope } = runtime;

/** What every function has, one way or the other; runtime.json has it once, as what instances of Function have. */
const OF_FUNCTIONS = new Set(['arguments', 'caller', 'length', 'prototype']);
const ENCODED = Buffer.from('é>>?');

/**
 * @param {string} printed what tell.js printed
 * @returns {Array[]} its lines
 */
function read(printed) {
  return printed.trimEnd().split('\n').map((line) => JSON.parse(line));
}

function linesOf(told, ...start) {
  return told.filter((line) => start.every((item, i) => line[i] === item));
}

/** What lists of runtime.json leave out. */
function listed(names, isFunction) {
  return names.filter((name) =>
    !name.startsWith('_') && name !== 'constructor' && !(isFunction && OF_FUNCTIONS.has(name)));
}

function* compareLists(what, there, here) {
  for (const name of there) if (!here.includes(name)) yield `${what}: IoT.js has ${name}, the data has not`;
  for (const name of here) if (!there.includes(name)) yield `${what}: IoT.js has no ${name}, the data has it`;
}

function* compareThing(what, thing, [, , type, members, instance]) {
  const isFunction = type === 'function';
  if (isFunction !== (thing.callable === true)) yield `${what}: its type is ${type} in IoT.js`;
  if (thing.members) yield* compareLists(what, listed(members, isFunction), thing.members);
  if (thing.instance || instance) {
    const there = listed(instance ?? [], false);
    const all = what === 'Object' ? [...there, 'constructor'] : there;
    yield* compareLists(`an instance of ${what}`, all, thing.instance ?? []);
  }
}

function* compareGlobals(told) {
  const [[, names]] = linesOf(told, 'globals');
  yield* compareLists('globals', names, Object.keys(globals));
  for (const line of linesOf(told, 'global')) yield* compareThing(line[1], globals[line[1]], line);
  for (const [, name, isIndexed] of linesOf(told, 'indexed')) {
    if (isIndexed !== (globals[name].indexed !== false)) yield `${name}: access by index is ${isIndexed} in IoT.js`;
  }
}

function* compareScript(told) {
  const [[, types]] = linesOf(told, 'scope');
  const there = Object.keys(types).filter((name) => !['undefined', 'null'].includes(types[name]));
  yield* compareLists('names of a script', there, scope);
  for (const line of linesOf(told, 'of a script')) {
    yield* compareThing(line[1], { callable: line[1] === 'require' || undefined, members: runtime[line[1]] }, line);
  }
}

function* compareModules(told) {
  const [[, names]] = linesOf(told, 'modules');
  for (const name of names) if (!(name in modules)) yield `modules: IoT.js has ${name}, the data has not`;
  for (const line of linesOf(told, 'module')) yield* compareThing(`module ${line[1]}`, modules[line[1]], line);
  for (const [, name, , module, isSame] of linesOf(told, 'the global')) {
    if (!isSame) yield `module ${module}: it is not the global ${name}`;
  }
}

function* compareEncodings(told) {
  for (const [, encoding, text] of linesOf(told, 'encoding')) {
    const isKnown = encodings.includes(encoding);
    if (isKnown && text !== ENCODED.toString(encoding)) yield `encodings: ${encoding} is another one in IoT.js`;
    if (!isKnown && text !== ENCODED.toString('utf8')) yield `encodings: IoT.js has ${encoding}, the data has not`;
  }
}

/** Whether IoT.js has it, by the data. */
function has(of, name) {
  if (of === 'scope') return scope.includes(name);
  if (of === 'encodings') return encodings.includes(name);
  if (of === 'globals' || of === 'modules') return Object.hasOwn(runtime[of], name);
  const [thing, part = 'members'] = of.split('.');
  const { members, instance, events, callable } = thing === 'require' || thing === 'module'
    ? { members: runtime[thing], callable: thing === 'require' }
    : globals[thing] ?? modules[thing];
  if (part === 'events') return events.includes(name);
  const isFunction = callable && part === 'members';
  const common = [globals.Object.instance, isFunction ? globals.Function.instance : []].flat();
  return [...{ members, instance }[part], ...common].includes(name);
}

function* compareAdvice(told) {
  for (const [of, texts] of Object.entries(instead)) {
    for (const name of Object.keys(texts)) {
      if (has(of, name)) yield `instead: ${of} has ${name} in IoT.js, no advice is needed`;
    }
  }

  for (const [, code, end] of linesOf(told, 'runs')) if (end !== 'to its end') yield `instead: ${code}: ${end}`;
  const answers = linesOf(told, 'instead');
  for (const { of, names, node, before = '', result } of equivalents) {
    for (const name of names) {
      const { code } = advice.find((entry) => entry.of === of && entry.names.includes(name));
      const answer = answers.find((line) => line[1] === code && line[2] === before);
      if (!answer) {
        yield `instead of ${of} ${name}: IoT.js was not asked for ${before} ${code}`;
        continue;
      }
      const expected = JSON.stringify(evaluate(node.replace('NAME', name), before, result));
      const given = JSON.stringify(answer[3]);
      if (given !== expected) yield `instead of ${of} ${name}: ${before} ${code} gives ${given}, not ${expected}`;
    }
  }

  const asked = new Set(['instead', 'runs'].flatMap((what) => linesOf(told, what)).map(([, code]) => code));
  for (const { code } of advice) if (code && !asked.has(code)) yield `instead: IoT.js was not asked for ${code}`;
}

/**
 * @param {Array[]} told the lines of an IoT.js
 * @returns {string[]} in what the data and that IoT.js differ, both ways; modules that it is built without aside
 */
function differences(told) {
  return [compareGlobals, compareScript, compareModules, compareEncodings, compareAdvice]
    .flatMap((compare) => [...compare(told)]);
}

/**
 * @param {Array[]} told
 * @returns {string[]} the modules whose members are known, but could not be compared: this IoT.js is built without them
 */
function notCompared(told) {
  const compared = new Set([...linesOf(told, 'module').map(([, name]) => name),
    ...linesOf(told, 'the global').map(([, , , name]) => name)]);
  return Object.keys(modules).filter((name) => !modules[name].internal && !compared.has(name));
}

module.exports = { differences, linesOf, notCompared, read };
