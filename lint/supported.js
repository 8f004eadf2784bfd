'use strict';

// The rule `supported`: reports uses of dgram that IoT.js lacks, or that the platform table has an X for on a chosen
// target.

const { apiKeys, apiNames, cellOf, shortName, targetNames } = require('../sim/board/table');
const { givenTo } = require('./bindings');
const { checkCall } = require('./calls');
const { isAskedFor, isGuarded } = require('./guards');
const lacking = require('./lacking');
const { DGRAM_NAMES, MODULE, PROTOTYPE, SOCKET } = require('./kinds');
const { Values } = require('./values');

const CREATE_SOCKET = 'createSocket';

/** Two names of its own, one that imports give it, one that compilers ask for, and those that every object has. */
const EXPORTS = new Set([CREATE_SOCKET, 'Socket', 'default', '__esModule',
  ...Object.getOwnPropertyNames(Object.prototype)]);

const MESSAGES = {
  bindOption: 'IoT.js ignores the option {{name}} of bind(). {{instead}}',
  createOption: 'IoT.js ignores the option {{name}} of createSocket(). {{instead}}',
  event: "The sockets of IoT.js have no '{{name}}' event. {{instead}}",
  export: "IoT.js's dgram has no {{name}}: createSocket and Socket are all there is.",
  method: 'The sockets of IoT.js have no {{name}}. {{instead}}',
  nodeName: "IoT.js knows no 'node:' names. Write require('dgram').",
  sendAddress: 'IoT.js 1.0 throws a TypeError for send(msg, {{form}}port, callback), although its documentation has ' +
    "this form. Give the address: '127.0.0.1' is the default.",
  sendBytes: 'IoT.js throws a TypeError for a {{type}}: it sends a Buffer, a string, and arrays of these.',
  sendPort: 'IoT.js has no connect(), so send() throws without a port. Give the port and the address.',
  sendtoAddress: 'IoT.js throws an Error for sendto() without an address, although its documentation makes it ' +
    "optional. Give the address: '127.0.0.1' is the default of send().",
  socketType: "IoT.js throws an Error for the type '{{type}}': there is only IPv4. Write 'udp4'.",
  target: 'dgram.{{api}} is not supported on {{targets}}. If your board has it, name {{name}} in the option "allow".',
};

/** The APIs that are missing on some of the targets, by the name that scripts use. */
function missingOn(targets, allow) {
  const missing = new Map();
  for (const api of apiKeys()) {
    const name = shortName(api);
    const without = targetNames().filter((target) => targets.includes(target) && cellOf(api, target).mark === 'X');
    if (without.length > 0 && !allow.includes(name)) missing.set(name, { api, name, targets: without.join(', ') });
  }
  return missing;
}

function create(context) {
  const { sourceCode } = context;
  // Whoever uses the module names it.
  if (!sourceCode.text.includes('dgram')) return {};

  const { targets = [], allow = [] } = context.options[0] ?? {};
  const missing = missingOn(targets, allow);
  const values = Values.of(sourceCode);
  const { bindings, nodes } = values;
  const members = nodes.ofType('MemberExpression');
  const calls = nodes.ofType('CallExpression', 'NewExpression');
  /** What the script adds to sockets and to the module, and the events that it emits itself, is its own. */
  const added = new Set();
  const emitted = new Set();

  function report(node, messageId, data) {
    context.report({ node, messageId, data });
  }

  function checkSource(source) {
    if (values.moduleName(source) === 'node:dgram') report(source, 'nodeName');
  }

  /** A name that is read from the module or from a socket. */
  function checkName(kind, name, node, isHarmless) {
    if (name === null || added.has(name)) return;
    if (kind === MODULE) {
      if (!EXPORTS.has(name) && !isHarmless()) report(node, 'export', { name });
    } else if (kind === SOCKET || kind === PROTOTYPE) {
      if (missing.has(name)) report(node, 'target', missing.get(name));
      if (lacking.methods.has(name) && !isHarmless()) {
        const shown = name.startsWith('[') ? name : `${name}()`;
        report(node, 'method', { name: shown, instead: lacking.methods.get(name) });
      }
    }
  }

  function checkPattern(pattern) {
    const kind = values.kindTakenApart(pattern);
    if (kind === null) return;
    for (const property of pattern.properties) {
      if (property.type === 'Property') checkName(kind, bindings.nameOf(property), property.key, () => false);
    }
  }

  function noteAdded(member) {
    const kind = values.kindOf(member.object);
    if (kind === MODULE || kind === SOCKET || kind === PROTOTYPE) added.add(bindings.nameOf(member));
  }

  function noteEmitted(call) {
    if (values.methodCalled(call) === 'emit' && call.arguments.length > 0) {
      emitted.add(bindings.stringOf(call.arguments[0]));
    }
  }

  function checkMember(member) {
    const text = sourceCode.getText(member);
    const isSame = (node) => node.type !== undefined && sourceCode.getText(node) === text;
    checkName(values.kindOf(member.object), bindings.nameOf(member), member.property,
      () => isAskedFor(member) || isGuarded(member, isSame, bindings));
  }

  function checkOneCall(call) {
    if (values.isRequire(call)) checkSource(call.arguments[0]);
    if (missing.has(CREATE_SOCKET) && values.makesSocket(call)) report(call, 'target', missing.get(CREATE_SOCKET));
    for (const { node, messageId, data } of checkCall(values, call, emitted)) report(node, messageId, data);
  }

  function checkImport(specifier) {
    if (!DGRAM_NAMES.has(values.moduleName(specifier.parent.source)) || bindings.isType(specifier)) return;
    checkName(MODULE, specifier.imported.name ?? specifier.imported.value, specifier.imported, () => false);
  }

  function checkUsing({ kind, declarations }) {
    if (kind !== 'await using') return;
    for (const { init } of declarations) {
      if (values.kindOf(init) === SOCKET) checkName(SOCKET, '[Symbol.asyncDispose]', init, () => false);
    }
  }

  return {
    Program() {
      members.filter((member) => givenTo(member) !== undefined).forEach(noteAdded);
      calls.forEach(noteEmitted);
      members.forEach(checkMember);
      nodes.ofType('ObjectPattern').forEach(checkPattern);
      calls.forEach(checkOneCall);
      nodes.ofType('ExportAllDeclaration', 'ExportNamedDeclaration', 'ImportDeclaration', 'ImportExpression')
        .forEach(({ source }) => checkSource(source));
      nodes.ofType('TSExternalModuleReference').forEach(({ expression }) => checkSource(expression));
      nodes.ofType('ImportSpecifier').forEach(checkImport);
      nodes.ofType('VariableDeclaration').forEach(checkUsing);
    },
  };
}

module.exports = {
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow what the dgram module of IoT.js, or that of the chosen targets, does not have',
      recommended: true,
    },
    schema: [{
      type: 'object',
      properties: {
        targets: { type: 'array', items: { enum: targetNames() }, uniqueItems: true },
        allow: { type: 'array', items: { enum: apiNames() }, uniqueItems: true },
      },
      additionalProperties: false,
    }],
    messages: MESSAGES,
  },
  create,
};
