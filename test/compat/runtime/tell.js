// Runs on IoT.js and prints what its runtime has, a line of JSON for each thing: for each global and module that
// runtime.json names, all of its members. ES5.1 only.

var advice = require('../../../sim/board/instead.json');
var facts = require('../../../sim/board/runtime.json');
var equivalents = require('./equivalents.json');
var evaluate = require('./evaluate.js');

// An instance of each: a timer stands for the module that it comes from.
var timer = setTimeout(function () {}, 1);
clearTimeout(timer);
var samples = {
  Array: [],
  Boolean: Object(true),
  Buffer: new Buffer(1),
  Date: new Date(),
  Error: new Error('text'),
  Function: function () {},
  Number: Object(1),
  Object: Object.prototype,
  RegExp: /x/,
  String: Object(''),
  events: new (require('events'))(),
  timers: timer,
};

// Loading it needs a Bluetooth adapter.
var UNASKED = ['ble'];

// Those of Node.js, and one in capitals.
var ENCODINGS = ['HEX', 'ascii', 'base64', 'base64url', 'binary', 'hex', 'latin1', 'ucs-2', 'ucs2', 'utf-16le', 'utf-8',
  'utf16le', 'utf8'];

// What differs from Node.js though the names are the same.
var EXPRESSIONS = [
  'new Buffer([65, 0, 66]).toString()',
  'new Buffer([195, 65]).toString()',
  "new Buffer('ABCD').toString(1, 3)",
  "new Buffer('abc', 'hex').length",
  "new Buffer('YWJj', 'base64').length",
  "new Buffer(2).fill('x').toString('hex')",
  "Buffer.concat([new Buffer('ab')], 1).length",
  "(function (b) { b.slice(0, 1).fill(120); return b.toString(); })(new Buffer('ab'))",
  "JSON.stringify(new Buffer('ab'))",
  "require('util').format([1, 'a'])",
  "(function (A) { require('util').inherits(A, Error); return typeof A.super_; })(function () {})",
  'typeof process.env.PATH',
  "typeof new Error('text').stack",
  '(function f() {}).name',
];

function tell() {
  console.log(JSON.stringify(Array.prototype.slice.call(arguments)));
}

/** All names that an object has, with those of its prototypes below Object.prototype. */
function namesOf(object) {
  var names = {};
  var at = object;
  do {
    Object.getOwnPropertyNames(at).forEach(function (name) { names[name] = true; });
    at = Object.getPrototypeOf(at);
  } while (at && at !== Object.prototype);
  return Object.keys(names).sort();
}

function tellMembers(what, name, value) {
  var members = [];
  if (typeof value === 'function') members = Object.getOwnPropertyNames(value).sort();
  else if (typeof value === 'object') members = namesOf(value);
  tell(what, name, typeof value, members, samples[name] ? namesOf(samples[name]) : null);
}

function codeOf(of, name) {
  return advice.filter(function (entry) { return entry.of === of && entry.names.indexOf(name) >= 0; })[0].code;
}

function attempt(code, before, result) {
  try {
    return evaluate(code, before, result);
  } catch (error) {
    return 'throws ' + error;
  }
}

var there = Object.getOwnPropertyNames(global).sort();
tell('globals', there);
there.forEach(function (name) {
  if (facts.globals[name]) tellMembers('global', name, global[name]);
});

tell('scope', {
  exports: typeof exports,
  module: typeof module,
  require: typeof require,
  __dirname: typeof __dirname,
  __filename: typeof __filename,
  'module.parent': String(module.parent),
});
tellMembers('of a script', 'require', require);
tellMembers('of a script', 'module', module);

var builtin = Object.keys(process.builtin_modules).sort();
tell('modules', builtin);
builtin.forEach(function (name) {
  var fact = facts.modules[name];
  if (!fact || fact.internal || UNASKED.indexOf(name) >= 0) return;
  if (fact.global) tell('the global', fact.global, 'as a module', name, require(name) === global[fact.global]);
  else tellMembers('module', name, require(name));
});

ENCODINGS.forEach(function (encoding) {
  tell('encoding', encoding, new Buffer('é>>?').toString(encoding));
});
tell('indexed', 'Buffer', new Buffer('A')[0] !== undefined);

EXPRESSIONS.forEach(function (expression) {
  tell('expression', expression, attempt(expression));
});
var compared = {};
equivalents.forEach(function (entry) {
  entry.names.forEach(function (name) {
    var code = codeOf(entry.of, name);
    compared[code] = true;
    tell('instead', code, entry.before || '', attempt(code, entry.before, entry.result));
  });
});

// Of other code, that it runs.
advice.forEach(function (entry) {
  if (entry.code && !compared[entry.code]) tell('runs', entry.code, attempt(entry.code, '', '"to its end"'));
});

var fired = false;
setTimeout(function () { fired = true; }, 1).unref();
setTimeout(function () { tell('a timer after unref()', fired ? 'fires' : 'does not fire'); }, 50);
