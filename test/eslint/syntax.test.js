'use strict';

// The rule `syntax`: an example of each entry of lint/newer.js, and ES5.1 that it must not report.

const assert = require('node:assert/strict');

const newer = require('../../lint/newer');
const { checkSyntax: check } = require('./support/tester.js');

const MODULE = { ecmaVersion: 'latest', sourceType: 'module' };
const COMMONJS = { ecmaVersion: 'latest', sourceType: 'commonjs' };

/** By the name of what is newer: examples with one use of it and of nothing else that is newer. */
const EXAMPLES = {
  let: ['let a;', 'for (let i = 0; i < 1; i++) {}'],
  const: ['const a = 1;'],
  using: ['{ using a = b; }'],
  destructuring: ['var { a: b } = c;', 'var [a] = b;', '({ a: b.c } = d);', 'function f({ a: b }) {}',
    'var { a: { b: [c] } } = d;'],
  'arrow functions': ['var f = () => 1;', 'f(a => { return a; });'],
  'async functions': ['async function f() { await a; }', 'var f = async () => 1;', 'var f = async function* () {};'],
  generators: ['function* f() { yield 1; }'],
  await: ['await a;'],
  'default parameters': ['function f(a = 1) {}'],
  'rest parameters': ['function f(...a) {}'],
  'comma behind the last parameter': ['function f(a,) {}'],
  'comma behind the last argument': ['f(a,);', 'new A(a,);', 'f((a),);'],
  'spread arguments': ['f(...a);', 'new A(...a);'],
  'new.target': ['function A() { new.target; }'],
  classes: ['class A {}', 'var A = class { #a = 1; get b() { return this.#a; } static c() {} };'],
  'shorthand properties': ['var o = { a };'],
  'methods in object literals': ['var o = { a() {} };'],
  'computed property names': ["var o = { ['a']: 1 };", "var o = { get ['a']() {} };"],
  'spread properties': ['var o = { ...a };'],
  'spread elements': ['var a = [...b];'],
  'for-of': ['for (var a of b) {}'],
  'catch without a name': ['try {} catch {}'],
  import: ["import 'a';"],
  'import()': ["import('a');"],
  'import.meta': ['import.meta.url;'],
  export: ['export var a;', "export * from 'a';", 'export default 1;', 'var a; export { a };'],
  templates: ['var a = `b`;', 'var a = `${b}`;'],
  'tagged templates': ['f`a`;'],
  'operator **': ['var a = 2 ** 3;', 'a **= 2;'],
  'operator ??': ['var a = b ?? c;'],
  'logical assignment': ['a ||= 1;', 'a &&= 1;', 'a ??= 1;'],
  'optional chaining': ['a?.b;', 'a?.[b].c;', 'a?.();'],
  BigInt: ['var a = 1n;', 'var a = 1_0n;'],
  'numeric separators': ['var a = 1_000;', 'var a = 0xff_ff;', 'var a = 1.0_1;'],
  'binary and octal literals': ['var a = 0b1;', 'var a = 0O7;'],
  'escape \\u{…}': ["var a = '\\u{1f600}';", "var a = '\\\\\\u{61}';"],
  'line separator in a string': ["var a = '\u2028';"],
  'such flag of regular expressions': ['/a/u;', '/a/gs;', '/a/y;', "new RegExp('a', 'u');", "RegExp('a', 'gy');"],
  'named groups, lookbehind or modifiers': ['/(?<a>b)/;', '/(?<=a)b/;', '/(?<!a)b/;', '/(?i:a)/;'],
  '#! in the first line': ['#!/usr/bin/env iotjs\nf();'],
};

const ES5 = [
  "'use strict'; var a = 1, f = function g() { return a; }; function h(a, b) { return arguments[0]; }",
  "var o = { a: 1, 'b': 2, 3: 4, get c() { return 1; }, set c(v) {}, default: 1, }; o.class; o.new;",
  'var a = [1, , 2, ]; for (var i in a) {} for (;;) { break; } do {} while (0); l: for (;;) { continue l; }',
  'try { f(); } catch (e) {} finally {} switch (a) { case 1: break; default: } throw new Error();',
  "/a/gim; /[(?<a>]/; /\\(?<a/; new RegExp('a', 'g'); RegExp(a, b); other('a', 'u');",
  "var s = 'a\\u0061\\\\u{61} _'; var a_b = 0x1f + 1e3 + .5; void 0; typeof a; a, b; a ? b : c; a === b;",
  'var let = 1; var async = 2, of = 3, get = 4; f(let, async, of, get); // #! a\n',
  'if (a) { function inner() {} } with (a) {} debugger; a = b || c && !d; a += 1; a >>>= 2; delete a.b;',
];

check('ES5.1', ES5, [], COMMONJS);

for (const [name, examples] of Object.entries(EXAMPLES)) {
  const { instead } = newer.find((entry) => entry.name === name);
  for (const [index, code] of examples.entries()) {
    const isModule = ['await', 'import', 'import.meta', 'export'].includes(name);
    check(`${name}, ${index + 1}`, [], [[code, { messageId: 'newer', data: { name, instead } }]],
      isModule ? MODULE : COMMONJS);
  }
}

check('each use, and not only the first', [], [
  ['const a = () => `b`;\nlet c = { a };', ...Array(5).fill('newer')],
  ['class A { async m(...b) { for (const c of b) await c?.d; } }', ...Array(6).fill('newer')],
], COMMONJS);

check('the words', [], [
  ['let a;', { message: 'IoT.js runs ES5.1, which has no let: write var.', line: 1, column: 1 }],
], COMMONJS);

describe('the list of newer syntax', () => {
  it('has an example of each entry', () => {
    assert.deepEqual(newer.map(({ name }) => name).filter((name) => !(name in EXAMPLES)), []);
  });
});

module.exports = { ES5, EXAMPLES };
