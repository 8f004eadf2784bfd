'use strict';

// A script may ask whether a method is there before it calls it. It then does no harm where the method is missing, and
// the rule has nothing to say.

const { unwrap } = require('./bindings');

const EQUALITY = new Set(['==', '===', '!=', '!==']);
const CONDITIONAL = new Set(['ConditionalExpression', 'DoWhileStatement', 'ForStatement', 'IfStatement',
  'WhileStatement']);

/** Whether a member is only asked for: in `if (socket.unref)`, `typeof socket.unref`, `socket.unref && …`. */
function isAskedFor(member) {
  for (let node = member, { parent } = member; parent !== null; node = parent, { parent } = parent) {
    if (CONDITIONAL.has(parent.type)) return parent.test === node;
    if (parent.type === 'UnaryExpression') return parent.operator === 'typeof' || parent.operator === '!';
    if (parent.type === 'BinaryExpression') return EQUALITY.has(parent.operator);
    if (parent.type === 'LogicalExpression') {
      if (parent.left === node) return true;
    } else if (parent.type !== 'ChainExpression') {
      return false;
    }
  }
  return false;
}

/** Whether a test says that the member with this text is there. */
function confirms(test, text, sourceCode) {
  test = unwrap(test);
  if (test.type === 'LogicalExpression') {
    return test.operator === '&&' && [test.left, test.right].some((part) => confirms(part, text, sourceCode));
  }
  if (test.type === 'BinaryExpression') {
    const { left, operator, right } = test;
    const expected = { '==': 'function', '===': 'function', '!=': 'undefined', '!==': 'undefined' }[operator];
    return right.type === 'Literal' && right.value === expected && left.type === 'UnaryExpression' &&
      left.operator === 'typeof' && sourceCode.getText(left.argument) === text;
  }
  return sourceCode.getText(test) === text;
}

/**
 * Whether a use of a member does no harm where there is no such member.
 *
 * @param {object} member a MemberExpression
 * @param {object} sourceCode ESLint's, of the file
 * @returns {boolean}
 */
function isGuarded(member, sourceCode) {
  if (isAskedFor(member)) return true;
  const text = sourceCode.getText(member);
  for (let node = member, { parent } = member; parent !== null; node = parent, { parent } = parent) {
    const conditional = parent.type === 'IfStatement' || parent.type === 'ConditionalExpression';
    if (conditional && parent.consequent === node && confirms(parent.test, text, sourceCode)) return true;
    if (parent.type === 'LogicalExpression' && parent.operator === '&&' && parent.right === node &&
      confirms(parent.left, text, sourceCode)) return true;
  }
  return false;
}

module.exports = { isGuarded };
