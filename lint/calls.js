'use strict';

// What is wrong with the arguments of a call. Each check yields `{node, messageId, data}`.

const { unwrap } = require('./bindings');
const lacking = require('./lacking');

const SOCKET_TYPE = 'udp4';

function* unknownOptions(values, literal, options, messageId) {
  for (const property of literal.properties) {
    const name = property.type === 'Property' ? values.bindings.nameOf(property) : null;
    if (options.has(name)) yield { node: property.key, messageId, data: { name, instead: options.get(name) } };
  }
}

function* socketType(values, node) {
  const type = values.bindings.stringOf(node);
  if (type !== null && type !== SOCKET_TYPE) yield { node, messageId: 'socketType', data: { type } };
}

function* checkCreateSocket(values, [first]) {
  if (first === undefined) return;
  const literal = values.bindings.literalOf(first);
  if (literal === null) {
    yield* socketType(values, first);
    return;
  }
  for (const property of literal.properties) {
    if (property.type === 'Property' && values.bindings.nameOf(property) === 'type') {
      yield* socketType(values, property.value);
    }
  }
  yield* unknownOptions(values, literal, lacking.createOptions, 'createOption');
}

function* checkBind(values, [first]) {
  const literal = first === undefined ? null : values.bindings.literalOf(first);
  if (literal !== null) yield* unknownOptions(values, literal, lacking.bindOptions, 'bindOption');
}

function* checkMessage(values, message) {
  if (message === undefined) return;
  const { type, elements } = unwrap(message);
  for (const node of type === 'ArrayExpression' ? elements : [message]) {
    const bytes = node === null || node.type === 'SpreadElement' ? null : values.bindings.byteArrayOf(node);
    if (bytes !== null) yield { node, messageId: 'sendBytes', data: { type: bytes } };
  }
}

function* checkSend(values, args, call) {
  yield* checkMessage(values, args[0]);
  const last = args.at(-1);
  const hasCallback = last !== undefined && values.bindings.isFunction(last);
  const count = args.length - (hasCallback ? 1 : 0);
  if (count === 1) {
    yield { node: call, messageId: 'sendPort' };
  } else if (hasCallback && (count === 2 || count === 4)) {
    yield { node: last, messageId: 'sendAddress', data: { form: count === 2 ? '' : 'offset, length, ' } };
  }
}

function* checkSendto(values, args, call) {
  yield* checkMessage(values, args[0]);
  const [, , , , address] = args;
  if (args.length >= 4 && (address === undefined || values.bindings.isFunction(address))) {
    yield { node: address ?? call, messageId: 'sendtoAddress' };
  }
}

function* checkEvent(values, [event], call, emitted) {
  const name = event === undefined ? null : values.bindings.stringOf(event);
  if (lacking.events.has(name) && !emitted.has(name)) {
    yield { node: event, messageId: 'event', data: { name, instead: lacking.events.get(name) } };
  }
}

const CHECKS = new Map(Object.entries({
  addListener: checkEvent,
  bind: checkBind,
  on: checkEvent,
  once: checkEvent,
  prependListener: checkEvent,
  prependOnceListener: checkEvent,
  send: checkSend,
  sendto: checkSendto,
}));

/**
 * Looks at the arguments of a call that has to do with sockets; any other passes.
 *
 * @param {Values} values of the file
 * @param {object} call a CallExpression or NewExpression
 * @param {Set<string>} emitted the events that the script emits on its sockets itself
 * @returns {Iterable<{node: object, messageId: string, data: object|undefined}>} what is wrong with it
 */
function* checkCall(values, call, emitted) {
  const check = values.makesSocket(call) ? checkCreateSocket : CHECKS.get(values.methodCalled(call));
  if (check === undefined) return;
  const spread = call.arguments.some(({ type }) => type === 'SpreadElement');
  if (!spread) yield* check(values, call.arguments, call, emitted);
}

module.exports = { checkCall };
