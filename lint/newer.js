'use strict';

// The syntax that is newer than ES5.1: what finds it, its name, and the ES5 way. `when` looks at what a selector cannot
// see. A test has an example of each.

const PATTERN = ':matches(ArrayPattern, ObjectPattern)';
const CALLS = ':matches(CallExpression, NewExpression)';
const CALLBACK = 'call a function when the result is there';
const MODULE = 'write require() and module.exports';
const NONE_BUT_GIM = 'use none but g, i and m';

const ES5_FLAGS = /^[gim]*$/;
const ESCAPE_OR_CLASS = /\\.|\[(?:\\.|[^\]\\])*\]/gs;
const NEWER_GROUP = /\(\?(?:<|[-a-z]+:)/;
const BRACED_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\u\{/;
const LINE_SEPARATOR = /[\u2028\u2029]/;

function isString({ value }) {
  return typeof value === 'string';
}

function isNumber({ value }) {
  return typeof value === 'number';
}

function isOutsideFunctions({ parent }) {
  for (let node = parent; node !== null; node = node.parent) {
    if ('params' in node) return false;
  }
  return true;
}

/** @type {Array<{selector: string, name: string, instead: string, when?: function(object, object): boolean}>} */
module.exports = [
  { selector: 'VariableDeclaration[kind="let"]', name: 'let', instead: 'write var' },
  { selector: 'VariableDeclaration[kind="const"]', name: 'const', instead: 'write var' },
  { selector: 'VariableDeclaration[kind=/using/]', name: 'using', instead: 'write var, and close it in finally' },
  { selector: PATTERN + `:not(${PATTERN} *)`, name: 'destructuring', instead: 'write a = b.a' },

  { selector: 'ArrowFunctionExpression[async=false]', name: 'arrow functions', instead: 'write function () {}' },
  { selector: ':function[async=true]', name: 'async functions', instead: CALLBACK },
  { selector: ':function[generator=true][async=false]', name: 'generators', instead: 'return an array' },
  { selector: 'AwaitExpression', name: 'await', instead: CALLBACK, when: isOutsideFunctions },
  { selector: ':function > AssignmentPattern.params', name: 'default parameters',
    instead: 'write if (a === undefined) a = 1;' },
  { selector: ':function > RestElement.params', name: 'rest parameters', instead: 'use arguments' },
  { selector: ':function', name: 'comma behind the last parameter', instead: 'leave it out',
    when: ({ params }, sourceCode) => params.length > 0 && sourceCode.getTokenAfter(params.at(-1)).value === ',' },
  { selector: CALLS, name: 'comma behind the last argument', instead: 'leave it out',
    when: (node, sourceCode) => node.arguments.length > 0 && sourceCode.getLastToken(node, 1).value === ',' },
  { selector: `${CALLS} > SpreadElement`, name: 'spread arguments', instead: 'use apply()' },
  { selector: 'MetaProperty[meta.name="new"]', name: 'new.target', instead: 'write this instanceof A' },

  { selector: ':matches(ClassDeclaration, ClassExpression)', name: 'classes',
    instead: 'write function A() {} and A.prototype.method = function () {};' },
  { selector: 'ObjectExpression > Property[shorthand=true]', name: 'shorthand properties', instead: 'write { a: a }' },
  { selector: 'ObjectExpression > Property[method=true]', name: 'methods in object literals',
    instead: 'write { a: function () {} }', when: ({ value }) => !value.async && !value.generator },
  { selector: 'ObjectExpression > Property[computed=true]', name: 'computed property names',
    instead: 'write o[name] = value' },
  { selector: 'ObjectExpression > SpreadElement', name: 'spread properties', instead: 'copy them one by one' },
  { selector: 'ArrayExpression > SpreadElement', name: 'spread elements', instead: 'use concat()' },

  { selector: 'ForOfStatement', name: 'for-of', instead: 'write for (i = 0; i < list.length; i++)' },
  { selector: 'CatchClause[param=null]', name: 'catch without a name', instead: 'write catch (err)' },
  { selector: 'ImportDeclaration', name: 'import', instead: MODULE },
  { selector: 'ImportExpression', name: 'import()', instead: MODULE },
  { selector: 'MetaProperty[meta.name="import"]', name: 'import.meta', instead: MODULE },
  { selector: ':matches(ExportAllDeclaration, ExportDefaultDeclaration, ExportNamedDeclaration)', name: 'export',
    instead: MODULE },

  { selector: ':not(TaggedTemplateExpression) > TemplateLiteral', name: 'templates', instead: "write 'a' + b" },
  { selector: 'TaggedTemplateExpression', name: 'tagged templates', instead: 'call the function' },
  { selector: ':matches(AssignmentExpression[operator="**="], BinaryExpression[operator="**"])', name: 'operator **',
    instead: 'use Math.pow()' },
  { selector: 'LogicalExpression[operator="??"]', name: 'operator ??',
    instead: 'write a !== undefined && a !== null ? a : b' },
  { selector: 'AssignmentExpression[operator=/^(&&|[|][|]|[?][?])=$/]', name: 'logical assignment',
    instead: 'write a = a || b' },
  { selector: 'ChainExpression', name: 'optional chaining', instead: 'write a && a.b' },

  { selector: 'Literal[bigint]', name: 'BigInt', instead: 'numbers are exact up to 9007199254740991' },
  { selector: 'Literal[raw=/_/]', name: 'numeric separators', instead: 'leave out the _', when: isNumber },
  { selector: 'Literal[raw=/^0[bo]/i]', name: 'binary and octal literals', instead: "write parseInt('101', 2)",
    when: isNumber },
  { selector: 'Literal', name: 'escape \\u{…}', instead: 'write \\uXXXX, two of them beyond \\uFFFF',
    when: (node) => isString(node) && BRACED_ESCAPE.test(node.raw) },
  { selector: 'Literal', name: 'line separator in a string', instead: 'write \\u2028 or \\u2029',
    when: (node) => isString(node) && LINE_SEPARATOR.test(node.raw) },
  { selector: 'Literal[regex]', name: 'such flag of regular expressions', instead: NONE_BUT_GIM,
    when: ({ regex }) => !ES5_FLAGS.test(regex.flags) },
  { selector: `${CALLS}[callee.name="RegExp"] > Literal.arguments:nth-child(2)`,
    name: 'such flag of regular expressions', instead: NONE_BUT_GIM,
    when: (node) => isString(node) && !ES5_FLAGS.test(node.value) },
  { selector: 'Literal[regex]', name: 'named groups, lookbehind or modifiers', instead: 'use groups by number',
    when: ({ regex }) => NEWER_GROUP.test(regex.pattern.replace(ESCAPE_OR_CLASS, '')) },
  { selector: 'Program', name: '#! in the first line', instead: 'start the script with iotjs',
    when: (_, sourceCode) => sourceCode.getAllComments()[0]?.type === 'Shebang' },
];
