'use strict';

// What an expression stands for, as far as it has to do with dgram. Where there is any doubt the answer is null: then
// nothing is reported, because a report that is wrong costs more than one that is missing.

const { Bindings, givenTo, isFunctionNode, isNothing, parentOf, unwrap } = require('./bindings');
const { Properties, enclosing } = require('./properties');

const MODULE = 'module'; // what require('dgram') returns
const CREATE_SOCKET = 'createSocket'; // its function
const SOCKET_CLASS = 'Socket'; // its class
const PROTOTYPE = 'prototype'; // the prototype of the class
const SOCKET = 'socket';

/** Nothing, or a value that is being asked for already: it does not speak against any other. */
const OPEN = 'open';

const MODULE_NAMES = new Set(['dgram', 'iotjs-dgram', 'node:dgram']);
const TAKES_LISTENER = new Set(['addListener', 'off', 'on', 'once', 'prependListener', 'prependOnceListener',
  'removeListener']);
const RETURNS_SOCKET = new Set([...TAKES_LISTENER, 'bind', 'close', 'ref', 'removeAllListeners', 'setMaxListeners',
  'unref']);

/** What the module has. `default` is what an import gives, and what compilers make of it. */
const EXPORTED = new Map([['createSocket', CREATE_SOCKET], ['Socket', SOCKET_CLASS], ['default', MODULE]]);

function memberOf(kind, name) {
  if (kind === MODULE) return EXPORTED.get(name) ?? null;
  return kind === SOCKET_CLASS && name === 'prototype' ? PROTOTYPE : null;
}

class Values {
  bindings;
  properties;
  /** Kinds by variable, property or function. */
  #known = new Map();
  /** Those that are being asked for, and which of them turned up again on the way. */
  #asked = new Set();
  #met = new Set();

  /** @param {object} sourceCode ESLint's, of the file */
  constructor(sourceCode) {
    this.bindings = new Bindings(sourceCode.scopeManager);
    this.properties = new Properties(this.bindings);
  }

  /**
   * @param {object} node an expression
   * @returns {string|null} MODULE, CREATE_SOCKET, SOCKET_CLASS, PROTOTYPE, SOCKET, or null for anything else
   */
  kindOf(node) {
    const kind = this.#find(node);
    return kind === OPEN ? null : kind;
  }

  /** The kind of what a pattern (`{ createSocket } = …`) takes apart. */
  kindTakenApart(pattern) {
    const given = givenTo(pattern);
    if (given !== undefined) return this.kindOf(given);
    const { parent } = pattern;
    if (parent.type !== 'Property' || parent.value !== pattern || parent.parent.type !== 'ObjectPattern') return null;
    return memberOf(this.kindTakenApart(parent.parent), this.bindings.nameOf(parent));
  }

  /** The name under which a call or an import gets dgram; null where it is another module or no such thing. */
  moduleName(source) {
    const name = source ? this.bindings.stringOf(source) : null;
    return MODULE_NAMES.has(name) ? name : null;
  }

  isRequire(call) {
    return call.type === 'CallExpression' && this.bindings.isGlobal(call.callee, 'require') &&
      this.moduleName(call.arguments[0]) !== null;
  }

  /** Whether a call makes a socket. */
  makesSocket(call) {
    return this.kindOf(call.callee) === (call.type === 'NewExpression' ? SOCKET_CLASS : CREATE_SOCKET);
  }

  /** The name of the method of a socket that is called; null where something else is. */
  methodCalled(call) {
    const callee = unwrap(call.callee);
    if (call.type !== 'CallExpression' || callee.type !== 'MemberExpression') return null;
    return this.kindOf(callee.object) === SOCKET ? this.bindings.nameOf(callee) : null;
  }

  #find(node) {
    node = unwrap(node);
    return this.#once(node, () => this.#ofExpression(node));
  }

  #ofExpression(node) {
    switch (node.type) {
      case 'Identifier':
        return this.#ofIdentifier(node);
      case 'ThisExpression':
        return this.#ofThis(node);
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
        return this.makesSocket(node) ? SOCKET : null;
      case 'AssignmentExpression':
        return node.operator === '=' ? this.#find(node.right) : null;
      case 'SequenceExpression':
        return this.#find(node.expressions.at(-1));
      case 'ConditionalExpression':
        return this.#ofAll([node.consequent, node.alternate]);
      case 'LogicalExpression':
        return this.#ofAll([node.left, node.right]);
      case 'AwaitExpression':
        return node.argument.type === 'ImportExpression' && this.moduleName(node.argument.source) ? MODULE : null;
      default:
        return isNothing(node) ? OPEN : null;
    }
  }

  /** The kind that all of some expressions have. */
  #ofAll(nodes, find = (node) => this.#find(node)) {
    let all = OPEN;
    for (const node of nodes) {
      const kind = find(node);
      if (kind === OPEN) continue;
      if (kind === null || (all !== OPEN && kind !== all)) return null;
      all = kind;
    }
    return all;
  }

  /** Asks once for what may lead back to itself: variables mean each other, a socket's method returns the socket. */
  #once(key, find) {
    if (this.#known.has(key)) return this.#known.get(key);
    if (this.#asked.has(key)) {
      this.#met.add(key);
      return OPEN;
    }
    this.#asked.add(key);
    const kind = find();
    this.#asked.delete(key);
    this.#met.delete(key);
    // While another one is open that this one met, the answer may be a preliminary one.
    if (this.#met.size === 0) this.#known.set(key, kind);
    return kind;
  }

  #ofIdentifier(node) {
    if (this.bindings.isGlobal(node, 'undefined')) return OPEN;
    const variable = this.bindings.variableOf(node);
    return variable === null ? null : this.#once(variable, () => this.#ofVariable(variable));
  }

  #ofVariable(variable) {
    const [{ type, node }] = variable.defs;
    if (type === 'ImportBinding') return this.#ofImport(node);
    if (variable.defs.some((definition) => definition.type !== 'Variable')) return null;
    return this.#ofAll(this.bindings.writesOf(variable), (identifier) => {
      const given = givenTo(identifier);
      if (given !== undefined) return this.#find(given);
      const { parent } = identifier;
      if (parent.type !== 'Property' || parent.parent.type !== 'ObjectPattern') return null;
      return memberOf(this.kindTakenApart(parent.parent), this.bindings.nameOf(parent));
    });
  }

  #ofImport(specifier) {
    if (specifier.type === 'TSImportEqualsDeclaration') {
      return this.moduleName(specifier.moduleReference.expression) ? MODULE : null;
    }
    if (!this.moduleName(specifier.parent.source)) return null;
    if (specifier.type !== 'ImportSpecifier') return MODULE;
    return memberOf(MODULE, specifier.imported.name ?? specifier.imported.value);
  }

  #ofMember(node) {
    const kind = memberOf(this.kindOf(node.object), this.bindings.nameOf(node));
    if (kind !== null) return kind;
    const property = this.properties.valuesOf(node);
    return property === null ? null : this.#once(property.key, () => this.#ofAll(property.values));
  }

  #ofCall(node) {
    if (this.isRequire(node)) return MODULE;
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression' || !RETURNS_SOCKET.has(this.bindings.nameOf(callee))) {
      return this.makesSocket(node) ? SOCKET : null;
    }
    const kind = this.#find(callee.object);
    return kind === SOCKET || kind === OPEN ? kind : null;
  }

  #ofThis(node) {
    const home = enclosing(node);
    return home !== null && isFunctionNode(home) ? this.#once(home, () => this.#ofThisIn(home)) : null;
  }

  /** A socket calls its listeners with itself as `this`. Where the function has a name, nothing else may call it. */
  #ofThisIn(home) {
    const parent = parentOf(home);
    if (parent.type.startsWith('Export')) return null;
    const uses = this.bindings.functionNames(home).flatMap((variable) => this.bindings.readsOf(variable));
    if (home.type === 'FunctionExpression' && parent.type !== 'VariableDeclarator') uses.push(home);
    return this.#ofAll(uses, (use) => this.#ofListener(use));
  }

  /** SOCKET where a function is an argument that a socket takes for a listener. */
  #ofListener(node) {
    const call = parentOf(node);
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return null;
    const index = call.arguments.findIndex((argument) => unwrap(argument) === node);
    if (index < 0 || call.arguments.some(({ type }) => type === 'SpreadElement')) return null;
    if (this.makesSocket(call)) return index === 1 ? SOCKET : null;
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') return null;
    const method = this.bindings.nameOf(callee);
    if (!(method === 'bind' || (method === 'close' && index === 0) || (TAKES_LISTENER.has(method) && index === 1))) {
      return null;
    }
    const kind = this.#find(callee.object);
    return kind === SOCKET || kind === OPEN ? kind : null;
  }
}

module.exports = { CREATE_SOCKET, MODULE, PROTOTYPE, SOCKET, SOCKET_CLASS, Values };
