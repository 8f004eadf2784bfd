'use strict';

// Advice in the script's own words: the code behind "Write: " uses general names (buf, offset, value), for which the
// script's expressions are put in.

const { ARRAY, BUFFER, EMITTER, STRING, TIMER } = require('./kinds');

const CODE = 'Write: ';
const LONGEST_SHOWN = 30;
/** An offset that is two numbers, and brackets in brackets. */
const SUM = /(?<=[(,] ?)(\d+) \+ (\d+)(?=\))/g;
const DOUBLE = /\((\([^()]*\))\)/g;
const SIMPLE = new Set(['ArrayExpression', 'CallExpression', 'Identifier', 'Literal', 'MemberExpression',
  'ThisExpression']);

/** What the code of an advice calls the object. */
const OBJECT = new Map([[ARRAY, 'array'], [BUFFER, 'buf'], [EMITTER, 'emitter'], [STRING, 'string'], [TIMER, 'timer']]);

/** The text of an expression as a part of another one; null where it is long. */
function textOf(node, sourceCode) {
  const text = sourceCode.getText(node);
  if (text.length > LONGEST_SHOWN || text.includes('\n')) return null;
  return SIMPLE.has(node.type) ? text : `(${text})`;
}

/** By general name: the script's expression. */
function namesFor(member, kind) {
  const names = new Map();
  if (OBJECT.has(kind)) names.set(OBJECT.get(kind), member.object);
  const { parent, property } = member;
  const [, verb] = (kind === BUFFER && /^(read|write)(?:U?[Ii]nt\d)/.exec(property.name)) || [];
  if (verb === undefined || parent.type !== 'CallExpression' || parent.callee !== member) return names;
  const args = verb === 'read' ? ['offset'] : ['value', 'offset'];
  if (parent.arguments.some(({ type }) => type === 'SpreadElement')) return names;
  args.forEach((name, index) => names.set(name, parent.arguments[index]));
  return names;
}

/**
 * @param {string} instead the advice
 * @param {object} member the MemberExpression that it is for
 * @param {string} kind of the member's object
 * @param {object} sourceCode ESLint's, of the file
 * @returns {string} the advice in the script's words, as far as these are short
 */
function inWordsOf(instead, member, kind, sourceCode) {
  const at = instead.indexOf(CODE);
  if (at < 0) return instead;
  const names = namesFor(member, kind);
  const code = instead.slice(at)
    .replace(/(?<!\.)\b[a-z]+\b/g, (name) => (names.get(name) && textOf(names.get(name), sourceCode)) || name)
    .replace(SUM, (_, left, right) => Number(left) + Number(right))
    .replace(DOUBLE, '$1');
  return instead.slice(0, at) + code;
}

module.exports = { inWordsOf, textOf };
