'use strict';

// The kinds of values that the rules follow, and what members and calls make of them. A kind is a name:
// 'Buffer' the value of a global, 'module:fs' what require('fs') returns, 'Buffer#' an instance of a class,
// 'Buffer.prototype' the prototype of a class, 'Buffer.from' a function whose result is of a known kind.

const { OPEN } = require('./fixpoint');

const ARRAY = 'Array#';
const BUFFER = 'Buffer#';
const DATE = 'Date#';
const FUNCTION = 'Function#';
const NUMBER = 'Number#';
const REGEXP = 'RegExp#';
const RINFO = 'rinfo';
const STRING = 'String#';
const TIMER = 'timer';
const EMITTER_CLASS = 'module:events';
const EMITTER = 'module:events#';

const MODULE = 'module:dgram'; // what require('dgram') returns
const CREATE_SOCKET = 'module:dgram.createSocket'; // its function
const SOCKET_CLASS = 'module:dgram.Socket'; // its class
const PROTOTYPE = 'module:dgram.Socket.prototype'; // the prototype of the class
const SOCKET = 'module:dgram.Socket#';

/** The names that give this package, or Node's own. */
const DGRAM_NAMES = new Set(['dgram', 'iotjs-dgram', 'node:dgram']);
/** What a module is, where that is a global, too. */
const MODULE_IS = new Map([['console', 'console'], ['process', 'process']]);

/** The result is of the kind of the object whose method is called. */
const SELF = 'self';

const TAKES_LISTENER = new Set(['addListener', 'off', 'on', 'once', 'prependListener', 'prependOnceListener',
  'removeListener']);

function returning(kind, ...names) {
  return names.map((name) => [name, kind]);
}

const EMITTER_METHODS = returning(SELF, ...TAKES_LISTENER, 'removeAllListeners', 'setMaxListeners');

/** By class: what its instances are. */
const INSTANCES = new Map([
  ...['Array', 'Buffer', 'Date', 'Function', 'Number', 'Object', 'RegExp', 'String', EMITTER_CLASS, SOCKET_CLASS]
    .map((name) => [name, `${name}#`]),
  // IoT.js's module is the class itself; on Node.js it is a member.
  ['module:buffer', BUFFER],
]);

/** What is a member of what, where it is neither a prototype nor a function with a result. */
const MEMBERS = new Map(Object.entries({
  [MODULE]: { Socket: SOCKET_CLASS, createSocket: CREATE_SOCKET },
  [EMITTER_CLASS]: { EventEmitter: EMITTER_CLASS },
  [ARRAY]: { length: NUMBER },
  [BUFFER]: { length: NUMBER },
  [STRING]: { length: NUMBER },
  [RINFO]: { address: STRING, family: STRING, port: NUMBER, size: NUMBER },
  Buffer: { Buffer: 'Buffer' },
  'module:buffer': { Buffer: 'Buffer' },
  'module:timers': Object.fromEntries(['clearInterval', 'clearTimeout', 'setImmediate', 'setInterval', 'setTimeout']
    .map((name) => [name, name])),
}));

const BUFFER_MAKERS = returning(BUFFER, 'alloc', 'allocUnsafe', 'allocUnsafeSlow', 'concat', 'from');

/** By what is called, or what has the method: the kind of the result. */
const CALLS = new Map([
  ['Array', ARRAY], ['Buffer', BUFFER], ['Number', NUMBER], ['RegExp', REGEXP], ['String', STRING],
  ['module:buffer', BUFFER], [CREATE_SOCKET, SOCKET],
  ...['escape', 'unescape', 'encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent', 'Date']
    .map((name) => [name, STRING]),
  ...['parseFloat', 'parseInt'].map((name) => [name, NUMBER]),
  ...['setImmediate', 'setInterval', 'setTimeout'].map((name) => [name, TIMER]),
]);
const METHODS = new Map(Object.entries({
  Array: [],
  Buffer: [...BUFFER_MAKERS, ['byteLength', NUMBER]],
  'module:buffer': BUFFER_MAKERS,
  'module:fs': returning(BUFFER, 'readFileSync'),
  Date: returning(NUMBER, 'UTC', 'now', 'parse'),
  JSON: returning(STRING, 'stringify'),
  Math: returning(NUMBER, 'abs', 'ceil', 'floor', 'max', 'min', 'pow', 'random', 'round', 'sqrt'),
  Object: returning(ARRAY, 'getOwnPropertyNames', 'keys'),
  String: returning(STRING, 'fromCharCode'),
  process: [...EMITTER_METHODS, ...returning(STRING, 'cwd')],
  [ARRAY]: [
    ...returning(SELF, 'concat', 'filter', 'map', 'reverse', 'slice', 'sort', 'splice'),
    ...returning(NUMBER, 'indexOf', 'lastIndexOf', 'push', 'unshift'), ...returning(STRING, 'join', 'toString'),
  ],
  [BUFFER]: [
    ...returning(SELF, 'fill', 'slice', 'subarray'), ...returning(STRING, 'toString'),
    ...returning(NUMBER, 'compare', 'copy', 'readInt8', 'readUInt16LE', 'readUInt8', 'write', 'writeUInt16LE',
      'writeUInt32LE', 'writeUInt8'),
  ],
  [DATE]: [...returning(NUMBER, 'getTime', 'valueOf'), ...returning(STRING, 'toISOString', 'toString')],
  [FUNCTION]: returning(SELF, 'bind'),
  [NUMBER]: returning(STRING, 'toExponential', 'toFixed', 'toPrecision', 'toString'),
  [STRING]: [
    ...returning(SELF, 'charAt', 'concat', 'replace', 'slice', 'substr', 'substring', 'toLowerCase', 'toString',
      'toUpperCase', 'trim'),
    ...returning(NUMBER, 'charCodeAt', 'indexOf', 'lastIndexOf', 'search'), ...returning(ARRAY, 'split'),
  ],
  [EMITTER]: EMITTER_METHODS,
  [SOCKET]: [...EMITTER_METHODS, ...returning(SELF, 'bind', 'close', 'ref', 'unref')],
}).map(([kind, methods]) => [kind, new Map(methods)]));

/** The kind of the instances that a prototype belongs to; any other kind as it is. */
function instanceKind(kind) {
  return kind !== null && kind.endsWith('.prototype') ? kind.replace(/\.prototype$/, '#') : kind;
}

/** What the module of this name is. */
function moduleKind(name) {
  if (DGRAM_NAMES.has(name)) return MODULE;
  const plain = name.replace(/^node:/, '');
  return MODULE_IS.get(plain) ?? `module:${plain}`;
}

/** The kind of a member; null where it is of none that is followed. */
function memberOf(kind, name) {
  if (kind === null || name === null) return null;
  // What an import gives, and what compilers make of it.
  if (name === 'default' && kind.startsWith('module:') && !INSTANCES.has(kind)) return kind;
  const members = MEMBERS.get(kind);
  if (members !== undefined && Object.hasOwn(members, name)) return members[name];
  if (name === 'prototype' && INSTANCES.has(kind)) return INSTANCES.get(kind).replace(/#$/, '.prototype');
  return METHODS.get(instanceKind(kind))?.has(name) ? `${kind}.${name}` : null;
}

/** The kind of what a call of a kind returns; null where it is of none that is followed. */
function resultOf(kind) {
  if (kind === null) return null;
  if (CALLS.has(kind)) return CALLS.get(kind);
  const dot = kind.lastIndexOf('.');
  if (dot < 0) return null;
  const base = instanceKind(kind.slice(0, dot));
  const result = METHODS.get(base)?.get(kind.slice(dot + 1)) ?? null;
  return result === SELF ? base : result;
}

/** The kind of what `new` makes of a class; null where it is of none that is followed. */
function instanceOf(kind) {
  return INSTANCES.get(kind) ?? null;
}

module.exports = {
  ARRAY, BUFFER, CREATE_SOCKET, DGRAM_NAMES, EMITTER, EMITTER_CLASS, FUNCTION, MODULE, NUMBER, OPEN, PROTOTYPE, REGEXP,
  RINFO, SOCKET, SOCKET_CLASS, STRING, TAKES_LISTENER, TIMER, instanceKind, instanceOf, memberOf,
  moduleKind, resultOf,
};
