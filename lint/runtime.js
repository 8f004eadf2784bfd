'use strict';

// The rule `runtime`: reports uses of what desktop Node.js has and IoT.js lacks, dgram apart: globals, modules, their
// members, and what Buffers cannot do.

const { boardHasModule, globals, modules } = require('../sim/board/runtime');
const { targetNames } = require('../sim/board/table');
const { Added } = require('./added');
const { inWordsOf } = require('./advice');
const { givenTo } = require('./bindings');
const { checkBuffers } = require('./buffers');
const { lacking: lackingGlobals } = require('./globals');
const { isAskedFor, isGuarded, isTried, isTypeTested, runsWithout } = require('./guards');
const { PROTOTYPE, SOCKET, TAKES_LISTENER, TIMER, moduleKind } = require('./kinds');
const facts = require('./runtime-facts');
const { Values } = require('./values');

const MESSAGES = {
  board: 'IoT.js has no {{name}} on {{targets}}. If your board has it, name {{allow}} in the option "allow".',
  encoding: "IoT.js's Buffer has no encoding '{{name}}'. {{instead}}",
  event: "IoT.js's process emits no '{{name}}'. {{instead}}",
  global: 'IoT.js has no {{name}}. {{instead}}',
  index: 'The Buffers of IoT.js have no access by index. {{instead}}',
  instance: 'The {{of}} of IoT.js have no {{name}}. {{instead}}',
  iterate: 'The bytes of a Buffer cannot be gone through like that on IoT.js. {{instead}}',
  member: 'IoT.js has no {{name}}. {{instead}}',
  module: "IoT.js has no module '{{name}}'. {{instead}}",
  unref: 'unref() of a timer clears it on IoT.js: its callback is not called. Leave it out, and call ' +
    'clearTimeout(timer) when the work is done.',
  nodeName: "IoT.js knows no 'node:' names. Write require('{{name}}').",
};

/** An event with which scripts hear of this package's own warnings on the desktop: docs/api.md recommends it. */
const WARNING = 'warning';

/** What the other rule reports. */
const OF_SUPPORTED = new Set([PROTOTYPE, SOCKET]);

/** What stands in the option `allow` for a member. */
function pathOf(kind, name) {
  return `${facts.ownerName(kind).replace(/#$/, '.prototype')}.${name}`;
}

function checkAllowed(allow) {
  for (const path of allow) {
    const [root] = path.split('.');
    if (!lackingGlobals.has(root) && !facts.isLackingModule(root) &&
      !Object.hasOwn(globals, root) && !Object.hasOwn(modules, root)) {
      throw new Error(`"allow" takes globals, modules and their members, such as 'Promise' or 'Object.assign', not ` +
        `'${path}'.`);
    }
  }
}

class Check {
  #context;
  #values;
  #added;
  #allow;
  #targets;

  constructor(context) {
    const { targets = [], allow = [] } = context.options[0] ?? {};
    checkAllowed(allow);
    this.#context = context;
    this.#allow = new Set(allow);
    this.#targets = targetNames().filter((name) => targets.includes(name));
    this.#values = Values.of(context.sourceCode);
    this.#added = new Added(this.#values);
  }

  run() {
    const { bindings, nodes } = this.#values;
    for (const reference of bindings.globalReferences()) this.#checkGlobal(reference);
    for (const member of nodes.ofType('MemberExpression')) this.#checkMember(member);
    for (const pattern of nodes.ofType('ObjectPattern')) this.#checkPattern(pattern);
    for (const call of nodes.ofType('CallExpression')) this.#checkCall(call);
    for (const { source } of nodes.ofType('ExportAllDeclaration', 'ExportNamedDeclaration', 'ImportDeclaration',
      'ImportExpression')) this.#checkModule(source);
    nodes.ofType('TSExternalModuleReference').forEach(({ expression }) => this.#checkModule(expression));
    nodes.ofType('ImportSpecifier').forEach((specifier) => this.#checkImport(specifier));
    for (const { node, messageId, data } of checkBuffers(this.#values, this.#context.sourceCode)) {
      this.#report(node, messageId, data);
    }
  }

  /** Nothing is said of code that no device comes to. */
  #report(node, messageId, data) {
    const { bindings } = this.#values;
    const isLacking = (subject, behindTypeof) => this.#isLacking(subject, behindTypeof);
    const isDevice = (subject) => this.#isDevice(subject);
    if (isGuarded(node, isLacking, bindings) || runsWithout(node, isDevice, bindings)) return;
    this.#context.report({ node, messageId, data });
  }

  /** `process.iotjs`, which is there on IoT.js alone. */
  #isDevice(subject) {
    return subject.type === 'MemberExpression' && this.#values.kindOf(subject.object) === 'process' &&
      this.#values.bindings.nameOf(subject) === 'iotjs';
  }

  #isLacking(subject, behindTypeof) {
    const { bindings } = this.#values;
    if (subject.type === undefined || subject.type === 'MemberExpression') {
      const name = subject.type === undefined ? subject.name : bindings.nameOf(subject);
      return this.#memberReport(this.#values.kindOf(subject.object), name) !== null;
    }
    return behindTypeof && subject.type === 'Identifier' && bindings.variableOf(subject) === null &&
      this.#isLackingGlobal(subject.name);
  }

  #isLackingGlobal(name) {
    return lackingGlobals.has(name) && !this.#allow.has(name) && !this.#added.has('global', name) &&
      !this.#values.bindings.isWrittenGlobal(name);
  }

  #checkGlobal({ identifier, isTypeReference }) {
    const { name, parent } = identifier;
    if (isTypeReference || !this.#isLackingGlobal(name)) return;
    if (parent.type === 'UnaryExpression' && parent.operator === 'typeof') return;
    this.#report(identifier, 'global', this.#globalData(name));
  }

  #globalData(name) {
    return { name, instead: facts.adviceFor('globals', name) || facts.adviceFor('scope', name) };
  }

  /** What is to be said of a member; null where IoT.js has it, or where that is not known. */
  #memberReport(kind, name) {
    if (kind === null || name === null || OF_SUPPORTED.has(kind) || this.#added.has(kind, name)) return null;
    if (kind === 'global') {
      return this.#isLackingGlobal(name) ? { messageId: 'global', data: this.#globalData(name) } : null;
    }
    if (this.#allow.has(pathOf(kind, name))) return null;
    const lacking = facts.lackingMember(kind, name);
    if (lacking === null) return this.#boardReport(kind, name);
    const of = facts.instancesOf(kind);
    const { shown, instead } = lacking;
    if (of !== null) return { messageId: 'instance', data: { of, name: shown, instead } };
    return { messageId: 'member', data: { name: `${facts.ownerName(kind)}.${shown}`, instead } };
  }

  /** A member that some of the targets have not, although they have the module. */
  #boardReport(kind, name) {
    const { lacks = {} } = kind.startsWith('module:') ? modules[facts.ownerName(kind)] ?? {} : {};
    const without = this.#targets.filter((target) => lacks[target]?.includes(name));
    if (without.length === 0) return null;
    const path = pathOf(kind, name);
    return { messageId: 'board', data: { name: path, targets: without.join(', '), allow: path } };
  }

  #checkName(kind, name, node) {
    const found = this.#memberReport(kind, name);
    if (found !== null) this.#report(node, found.messageId, found.data);
  }

  #checkMember(member) {
    if (givenTo(member) !== undefined || isAskedFor(member)) return;
    const kind = this.#values.kindOf(member.object);
    if (kind === null) return;
    if (facts.instancesOf(kind) !== null && isTypeTested(member, member.object, this.#context.sourceCode)) return;
    const found = this.#memberReport(kind, this.#values.bindings.nameOf(member));
    if (found === null) return;
    const { instead = '' } = found.data;
    this.#report(member.property, found.messageId,
      { ...found.data, instead: inWordsOf(instead, member, kind, this.#context.sourceCode) });
  }

  #checkPattern(pattern) {
    const kind = this.#values.kindTakenApart(pattern);
    for (const property of pattern.properties) {
      if (property.type !== 'Property' || property.value.type === 'AssignmentPattern') continue;
      this.#checkName(kind, this.#values.bindings.nameOf(property), property.key);
    }
  }

  #checkImport(specifier) {
    const { bindings } = this.#values;
    const source = this.#values.moduleName(specifier.parent.source);
    if (source === null || bindings.isType(specifier)) return;
    this.#checkName(moduleKind(source), specifier.imported.name ?? specifier.imported.value,
      specifier.imported);
  }

  #checkCall(call) {
    if (this.#values.isRequire(call)) this.#checkModule(call.arguments[0]);
    const { callee, arguments: [event] } = call;
    if (callee.type !== 'MemberExpression') return;
    // IoT.js has it, so a test for it does not help.
    if (this.#values.kindOf(callee.object) === TIMER && this.#values.bindings.nameOf(callee) === 'unref' &&
      !this.#allow.has(pathOf(TIMER, 'unref'))) this.#report(callee.property, 'unref', {});
    if (event === undefined) return;
    if (this.#values.kindOf(callee.object) !== 'process') return;
    const method = this.#values.bindings.nameOf(callee);
    const name = TAKES_LISTENER.has(method) ? this.#values.bindings.stringOf(event) : null;
    const instead = name === null || name === WARNING ? '' : facts.adviceFor('process.events', name);
    if (instead !== '') this.#report(event, 'event', { name, instead });
  }

  #checkModule(source) {
    const name = this.#values.moduleName(source);
    if (name === null || isTried(source) || this.#allow.has(name)) return;
    const plain = name.replace(/^node:/, '');
    if (facts.isNodeName(name)) {
      this.#report(source, 'nodeName', { name: plain });
    } else if (facts.isLackingModule(name)) {
      const instead = facts.adviceFor('modules', name) || facts.adviceFor('modules', plain);
      this.#report(source, 'module', { name, instead });
    }
    if (!Object.hasOwn(modules, plain) || this.#allow.has(plain)) return;
    const without = this.#targets.filter((target) => !boardHasModule(plain, target));
    if (without.length > 0) {
      this.#report(source, 'board', { name: `module '${plain}'`, targets: without.join(', '), allow: plain });
    }
  }
}

module.exports = {
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow what desktop Node.js has and IoT.js, or the chosen targets, lack besides dgram',
      recommended: true,
    },
    schema: [{
      type: 'object',
      properties: {
        targets: { type: 'array', items: { enum: targetNames() }, uniqueItems: true },
        allow: { type: 'array', items: { type: 'string' }, uniqueItems: true },
      },
      additionalProperties: false,
    }],
    messages: MESSAGES,
  },
  create(context) {
    const check = new Check(context);
    return { Program: () => check.run() };
  },
};
