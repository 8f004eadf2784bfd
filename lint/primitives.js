'use strict';

// The kinds of literals and of what operators make: numbers, strings, regular expressions.

const { isNothing } = require('./bindings');
const { NUMBER, OPEN, REGEXP, STRING } = require('./kinds');

const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>']);
const SIGNS = new Set(['+', '-', '~']);

function ofLiteral(node) {
  if (isNothing(node)) return OPEN;
  if (node.regex) return REGEXP;
  return { number: NUMBER, string: STRING }[typeof node.value] ?? null;
}

function ofUnary(node) {
  if (node.operator === 'typeof') return STRING;
  if (SIGNS.has(node.operator)) return NUMBER;
  return isNothing(node) ? OPEN : null;
}

/** @param {function(object): string|null} find the kind of an operand */
function ofBinary({ left, operator, right }, find) {
  if (operator !== '+') return ARITHMETIC.has(operator) ? NUMBER : null;
  const both = [find(left), find(right)];
  if (both.includes(STRING)) return STRING;
  if (both.includes(OPEN)) return OPEN;
  return both.every((kind) => kind === NUMBER) ? NUMBER : null;
}

/** What `a += b` and its like leave in `a`: a number or a string stays what it is, unless a string is added. */
function ofCompound({ operator, right }, find) {
  if (operator === '+=') return find(right) === STRING ? STRING : OPEN;
  return ARITHMETIC.has(operator.slice(0, -1)) ? NUMBER : null;
}

module.exports = { ofBinary, ofCompound, ofLiteral, ofUnary };
