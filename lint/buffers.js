'use strict';

// What scripts do with a Buffer other than by its members: access by index, iteration, encodings. Each check yields
// `{node, messageId, data}`.

const { textOf } = require('./advice');
const { unwrap } = require('./bindings');
const { isTypeTested } = require('./guards');
const { ARRAY, BUFFER, STRING, instanceKind, instanceOf, resultOf } = require('./kinds');
const { adviceFor, encodings } = require('./runtime-facts');

const READ_AS_UTF8 = /^utf-?8$/i;
/** By what is called: which of its arguments is an encoding. */
const TAKES_ENCODING = new Map([['Buffer', 1], ['Buffer.byteLength', 1], ['Buffer.from', 1], ['module:buffer', 1],
  ['module:buffer.from', 1], [`${BUFFER}.toString`, 0], [`${BUFFER}.write`, 3]]);
const BYTE = 255;

const ARITHMETIC = /^([-+*/%|&^]|<<|>>>?)=$/;

const INDEX = adviceFor('Buffer.instance', '[index]');
const WRITE_BYTES = ' Write the bytes one by one with writeUInt8().';
const WRITE = 'Write: buf.writeUInt8(value, offset)';
const ITERATE = adviceFor('Buffer.instance', '[Symbol.iterator]');

function isBuffer(values, node) {
  return node !== undefined && node !== null && values.kindOf(node) === BUFFER;
}

function byteText(value, sourceCode) {
  const text = textOf(value, sourceCode);
  if (text === null || (value.type === 'Literal' && Number.isInteger(value.value) && value.value <= BYTE)) return text;
  return `${text} & ${BYTE}`;
}

/** The code that does with methods what an access by index does. */
function codeFor(member, sourceCode) {
  const { parent } = member;
  const object = textOf(member.object, sourceCode);
  const index = textOf(member.property, sourceCode)?.replace(/^\((.*)\)$/s, '$1');
  if (object === null || index === undefined) return null;
  const read = `${object}.readUInt8(${index})`;
  if (!isWritten(member)) return read;
  const value = newValue(parent, read, sourceCode);
  return value === null ? null : `${object}.writeUInt8(${value}, ${index})`;
}

/** The same for one whose code would be long. */
function wordsFor(member) {
  return isWritten(member) ? WRITE : INDEX;
}

function isWritten(member) {
  const { parent } = member;
  return (parent.type === 'AssignmentExpression' && parent.left === member) || parent.type === 'UpdateExpression';
}

/** What is written to a byte, by its old value; null where that is long. */
function newValue({ type, operator, right }, read, sourceCode) {
  if (type === 'UpdateExpression') return `${read} ${operator[0]} 1 & ${BYTE}`;
  if (operator === '=') return byteText(right, sourceCode);
  const value = ARITHMETIC.test(operator) ? textOf(right, sourceCode) : null;
  return value === null ? null : `${read} ${operator.slice(0, -1)} ${value} & ${BYTE}`;
}

/** Whether a computed member of a Buffer is a byte of it, and not a member whose name is computed. */
function isIndex(values, member) {
  const { computed, parent, property } = member;
  if (!computed) return false;
  const name = values.bindings.nameOf(member);
  if (name !== null) return /^\d+$/.test(name);
  // A method whose name is put together is called.
  if (parent.type === 'CallExpression' && parent.callee === member) return false;
  return values.kindOf(property) !== STRING && !isLoopKey(values, property);
}

/** Whether a name is that of `for (name in …)`. */
function isLoopKey({ bindings }, node) {
  const variable = node.type === 'Identifier' ? bindings.variableOf(node) : null;
  return variable !== null && bindings.writesOf(variable).some(({ parent }) =>
    [parent.type, parent.parent.parent?.type].includes('ForInStatement'));
}

function* indexes(values, sourceCode) {
  for (const member of values.nodes.ofType('MemberExpression')) {
    if (!isBuffer(values, member.object) || !isIndex(values, member)) continue;
    if (isTypeTested(member, member.object, sourceCode)) continue;
    const code = codeFor(member, sourceCode);
    yield { node: member, messageId: 'index', data: { instead: code === null ? wordsFor(member) : `Write: ${code}` } };
  }
}

/** What is gone through byte by byte: by loops, spreads, patterns, and methods of arrays that are lent to it. */
function* iterated(values) {
  const { bindings, nodes } = values;
  for (const { right } of nodes.ofType('ForInStatement', 'ForOfStatement')) yield right;
  for (const { argument } of nodes.ofType('SpreadElement')) yield argument;
  for (const { id, init } of nodes.ofType('VariableDeclarator')) if (id.type === 'ArrayPattern') yield init;
  for (const { left, right } of nodes.ofType('AssignmentExpression')) if (left.type === 'ArrayPattern') yield right;
  for (const { arguments: args, callee } of nodes.ofType('CallExpression')) {
    const method = unwrap(callee);
    if (method.type !== 'MemberExpression') continue;
    const name = bindings.nameOf(method);
    const lent = unwrap(method.object);
    if (name === 'apply') yield args[1];
    if ((name === 'apply' || name === 'call') && lent.type === 'MemberExpression' &&
      instanceKind(values.kindOf(lent.object)) === ARRAY) yield args[0];
  }
}

function* badEncodings(values) {
  for (const call of values.nodes.ofType('CallExpression', 'NewExpression')) {
    const kind = calledKind(values, call);
    const argument = TAKES_ENCODING.has(kind) ? call.arguments[TAKES_ENCODING.get(kind)] : undefined;
    const name = argument === undefined ? null : values.bindings.stringOf(argument);
    if (name !== null && !encodings.has(name) && !READ_AS_UTF8.test(name) && Buffer.isEncoding(name)) {
      const advice = adviceFor('encodings', name);
      // The code there decodes.
      const instead = kind === `${BUFFER}.toString` ? advice : advice.replace(/ Write: [^]*/, WRITE_BYTES);
      yield { node: argument, messageId: 'encoding', data: { name, instead } };
    }
  }
}

function calledKind(values, call) {
  const callee = values.kindOf(call.callee);
  const makes = call.type === 'NewExpression' ? instanceOf(callee) : resultOf(callee);
  return makes === null ? null : callee;
}

/**
 * @param {Values} values of the file
 * @param {object} sourceCode ESLint's, of the file
 * @returns {Iterable<{node: object, messageId: string, data: object}>} what IoT.js's Buffers cannot do
 */
function* checkBuffers(values, sourceCode) {
  yield* indexes(values, sourceCode);
  for (const node of iterated(values)) {
    if (isBuffer(values, node)) yield { node, messageId: 'iterate', data: { instead: ITERATE } };
  }
  yield* badEncodings(values);
}

module.exports = { checkBuffers };
