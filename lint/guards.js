'use strict';

// A script may ask whether something is there before it uses it. It then does no harm where that is missing, and the
// rules have nothing to say. What is asked for is a "subject": a predicate that knows it in an expression.

const { isFunctionNode, isNothing, unwrap } = require('./bindings');

const EQUALITY = new Set(['==', '===', '!=', '!==']);
const CONDITIONAL = new Set(['ConditionalExpression', 'DoWhileStatement', 'ForStatement', 'IfStatement',
  'WhileStatement']);
const LOOPS = new Set(['ForStatement', 'WhileStatement']);
const EXITS = new Set(['BreakStatement', 'ContinueStatement', 'ReturnStatement', 'ThrowStatement']);
const TYPE_TESTS = new Set(['isArray', 'isBoolean', 'isFunction', 'isNumber', 'isObject', 'isString']);

/** `null`, `undefined`, `void 0`. */
function isEmpty(node) {
  return isNothing(node) || (node.type === 'Identifier' && node.name === 'undefined');
}

/** Whether a member is only asked for: in `if (socket.unref)`, `typeof socket.unref`, `socket.unref && …`. */
function isAskedFor(member) {
  for (let node = member, { parent } = member; parent !== null; node = parent, { parent } = parent) {
    if (CONDITIONAL.has(parent.type)) return parent.test === node;
    if (parent.type === 'UnaryExpression') return parent.operator === 'typeof' || parent.operator === '!';
    if (parent.type === 'BinaryExpression') {
      return EQUALITY.has(parent.operator) && isEmpty(parent.left === node ? parent.right : parent.left);
    }
    if (parent.type === 'LogicalExpression') {
      if (parent.left === node) return true;
    } else if (parent.type !== 'ChainExpression') {
      return false;
    }
  }
  return false;
}

/** Whether a comparison says that the subject is there, or that it is not. */
function comparisonImplies({ left, operator, right }, outcome, isSubject, present) {
  if (operator === 'in') return outcome === present && isSubject({ object: right, name: left.value });
  if (!EQUALITY.has(operator)) return false;
  const equal = operator.startsWith('=');
  const [side, other] = right.type === 'Literal' || isEmpty(right) ? [left, right] : [right, left];
  if (side.type === 'UnaryExpression' && side.operator === 'typeof' && typeof other.value === 'string') {
    const saysThere = equal !== (other.value === 'undefined');
    return isSubject(unwrap(side.argument), true) && (outcome === saysThere) === present;
  }
  return isEmpty(other) && isSubject(unwrap(side), false) && (outcome !== equal) === present;
}

/**
 * Whether a test that comes out true (or false) says that the subject is there (or that it is not).
 *
 * @param {object} test an expression
 * @param {boolean} outcome how the test came out
 * @param {function(object, boolean): boolean} isSubject is given an expression, and whether it stands behind typeof; or
 *   `{ object, name }` of a test with `in`
 * @param {boolean} present what is to be said
 * @param {Bindings} bindings of the file
 * @returns {boolean}
 */
function implies(test, outcome, isSubject, present, bindings) {
  test = unwrap(test);
  const again = (part, result) => implies(part, result, isSubject, present, bindings);
  if (test.type === 'UnaryExpression' && test.operator === '!') return again(test.argument, !outcome);
  if (test.type === 'LogicalExpression' && test.operator !== '??') {
    const one = outcome === (test.operator === '&&');
    const parts = [again(test.left, outcome), again(test.right, outcome)];
    return one ? parts.includes(true) : !parts.includes(false);
  }
  if (test.type === 'BinaryExpression') return comparisonImplies(test, outcome, isSubject, present);
  if (isSubject(test, false)) return outcome === present;
  if (test.type !== 'Identifier') return false;
  const value = bindings.onlyValueOf(test);
  return value !== null && value.type !== 'Identifier' && again(value, outcome);
}

/** Whether nothing behind a statement runs after it. */
function exits(statement) {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last !== undefined && EXITS.has(last.type);
}

/** The tests that stand before a node, each with how it came out: of its branches, and of earlier exits. */
function* testsBefore(start) {
  for (let node = start, { parent } = start; parent !== null; node = parent, { parent } = parent) {
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') {
      if (parent.test !== node) yield [parent.test, parent.consequent === node];
    } else if (LOOPS.has(parent.type)) {
      if (parent.body === node && parent.test) yield [parent.test, true];
    } else if (parent.type === 'LogicalExpression') {
      if (parent.right === node && parent.operator !== '??') yield [parent.left, parent.operator === '&&'];
    } else if (Array.isArray(parent.body)) {
      for (const earlier of parent.body.slice(0, parent.body.indexOf(node))) {
        if (earlier.type === 'IfStatement' && earlier.alternate === null && exits(earlier.consequent)) {
          yield [earlier.test, false];
        }
      }
    }
  }
}

/**
 * Whether a use of something does no harm where that is missing.
 *
 * @param {object} node the use
 * @param {function(object, boolean): boolean} isSubject knows what is used: see implies()
 * @param {Bindings} bindings of the file
 * @returns {boolean}
 */
function isGuarded(node, isSubject, bindings) {
  for (const [test, outcome] of testsBefore(node)) {
    if (implies(test, outcome, isSubject, true, bindings)) return true;
  }
  return false;
}

/** Whether a node stands where only what lacks the subject comes to. */
function runsWithout(node, isSubject, bindings) {
  for (const [test, outcome] of testsBefore(node)) {
    if (implies(test, outcome, isSubject, false, bindings)) return true;
  }
  return false;
}

/** Whether what a node throws is caught in the same function. */
function isTried(start) {
  for (let node = start, { parent } = start; parent !== null; node = parent, { parent } = parent) {
    if (isFunctionNode(parent)) return false;
    if (parent.type === 'TryStatement' && parent.block === node && parent.handler !== null) return true;
  }
  return false;
}

/** Whether a test asks what type a variable's value is of. */
function asksType(test, isVariable, sourceCode) {
  const { type } = test;
  if (type === 'UnaryExpression' && test.operator === 'typeof' && isVariable(test.argument)) return true;
  if (type === 'BinaryExpression' && test.operator === 'instanceof' && isVariable(test.left)) return true;
  if (type === 'CallExpression' && test.callee.type === 'MemberExpression' &&
    TYPE_TESTS.has(test.callee.property.name) && test.arguments.some(isVariable)) return true;
  return (sourceCode.visitorKeys[type] ?? []).some((key) => [test[key]].flat()
    .some((child) => child && asksType(child, isVariable, sourceCode)));
}

/** Whether a node stands behind a test of what type an object has, which may be another one there. */
function isTypeTested(node, object, sourceCode) {
  const text = sourceCode.getText(object);
  const isVariable = (other) => sourceCode.getText(other) === text;
  for (const [test] of testsBefore(node)) {
    if (asksType(test, isVariable, sourceCode)) return true;
  }
  return false;
}

module.exports = { isAskedFor, isGuarded, isTried, isTypeTested, runsWithout };
