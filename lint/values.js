'use strict';

// What an expression stands for, as far as the rules follow it (kinds.js). Where there is any doubt the answer is null:
// then nothing is reported, because a report that is wrong costs more than one that is missing.

const { Bindings, givenTo, isFunctionNode, isNothing, unwrap } = require('./bindings');
const { Fixpoint } = require('./fixpoint');
const { Functions } = require('./functions');
const kinds = require('./kinds');
const { Nodes } = require('./nodes');
const { Properties, enclosing } = require('./properties');

const { ARRAY, FUNCTION, NUMBER, OPEN, REGEXP, SOCKET, STRING } = kinds;

const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>']);
const SIGNS = new Set(['+', '-', '~']);
const COMPOUND = new Set([...ARITHMETIC].map((operator) => `${operator}=`));
const NUMBERS = new Set(['Infinity', 'NaN']);

const ofFile = new WeakMap();

class Values {
  bindings;
  functions;
  nodes;
  properties;
  /** A parameter that the file gives nothing may be given anything by others. */
  #fixpoint = new Fixpoint((key) => key.defs?.[0].type === 'Parameter');
  /** Objects that stand for what a function returns. */
  #results = new Map();
  #emitters = new Set();

  /** @param {object} sourceCode ESLint's, of the file */
  constructor(sourceCode) {
    this.nodes = new Nodes(sourceCode);
    this.bindings = new Bindings(sourceCode.scopeManager);
    this.properties = new Properties(this.bindings);
    this.nodes.ofType('MemberExpression', 'Property', 'PropertyDefinition').forEach((n) => this.properties.see(n));
    this.functions = new Functions(this);
    this.#findEmitters();
  }

  /** The values of a file, which all rules share. */
  static of(sourceCode) {
    if (!ofFile.has(sourceCode)) ofFile.set(sourceCode, new Values(sourceCode));
    return ofFile.get(sourceCode);
  }

  /**
   * @param {object} node an expression
   * @returns {string|null} a kind of kinds.js; null for anything else
   */
  kindOf(node) {
    const kind = this.find(node);
    return kind === OPEN ? null : kind;
  }

  /** The kind of what a pattern (`{ createSocket } = …`) takes apart. */
  kindTakenApart(pattern) {
    const given = givenTo(pattern);
    if (given !== undefined) return this.kindOf(given);
    const { parent } = pattern;
    if (parent.type !== 'Property' || parent.value !== pattern || parent.parent.type !== 'ObjectPattern') return null;
    return kinds.memberOf(this.kindTakenApart(parent.parent), this.bindings.nameOf(parent));
  }

  /** The name under which a call or an import gets a module; null where that is not plain to see. */
  moduleName(source) {
    return source ? this.bindings.stringOf(source) : null;
  }

  /** Whether a call gets a module. */
  isRequire(call) {
    return call.type === 'CallExpression' && this.bindings.isGlobal(call.callee, 'require') &&
      this.moduleName(call.arguments[0]) !== null;
  }

  /** Whether a call makes a socket. */
  makesSocket(call) {
    return this.kindOf(call.callee) === (call.type === 'NewExpression' ? kinds.SOCKET_CLASS : kinds.CREATE_SOCKET);
  }

  /** The name of the method of a socket that is called; null where something else is. */
  methodCalled(call) {
    const callee = unwrap(call.callee);
    if (call.type !== 'CallExpression' || callee.type !== 'MemberExpression') return null;
    return this.kindOf(callee.object) === SOCKET ? this.bindings.nameOf(callee) : null;
  }

  /** As kindOf(), but OPEN for what says nothing. */
  find(node) {
    node = unwrap(node);
    return this.once(node, () => this.#ofExpression(node));
  }

  #ofExpression(node) {
    switch (node.type) {
      case 'Literal':
        return ofLiteral(node);
      case 'TemplateLiteral':
        return STRING;
      case 'ArrayExpression':
        return ARRAY;
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return FUNCTION;
      case 'Identifier':
        return this.#ofIdentifier(node);
      case 'ThisExpression':
        return this.#ofThis(node);
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
        return this.#ofNew(node);
      case 'UnaryExpression':
        if (node.operator === 'typeof') return STRING;
        return SIGNS.has(node.operator) ? NUMBER : isNothing(node) ? OPEN : null;
      case 'UpdateExpression':
        return NUMBER;
      case 'BinaryExpression':
        if (node.operator === '+') return this.#ofSum(node.left, node.right);
        return ARITHMETIC.has(node.operator) ? NUMBER : null;
      case 'AssignmentExpression':
        return node.operator === '=' ? this.find(node.right) : this.#ofCompound(node);
      case 'SequenceExpression':
        return this.find(node.expressions.at(-1));
      case 'ConditionalExpression':
        return this.ofAll([node.consequent, node.alternate]);
      case 'LogicalExpression':
        return this.ofAll([node.left, node.right]);
      case 'AwaitExpression':
        return node.argument.type === 'ImportExpression' ? this.#ofModule(node.argument.source) : null;
      default:
        return null;
    }
  }

  /** The kind that all of some expressions have. */
  ofAll(nodes, find = (node) => this.find(node)) {
    let all = OPEN;
    for (const node of nodes) {
      const kind = find(node);
      if (kind === OPEN) continue;
      if (kind === null || (all !== OPEN && kind !== all)) return null;
      all = kind;
    }
    return all;
  }

  /** Asks for what may lead back to itself: variables mean each other, a socket's method returns the socket. */
  once(key, find) {
    return this.#fixpoint.ask(key, find);
  }

  #ofSum(left, right) {
    const both = [this.find(left), this.find(right)];
    if (both.includes(STRING)) return STRING;
    if (both.includes(OPEN)) return OPEN;
    return both.every((kind) => kind === NUMBER) ? NUMBER : null;
  }

  /** What `a += b` and its like leave in `a`; a number or a string stays what it is. */
  #ofCompound({ operator, right }) {
    if (COMPOUND.has(operator)) return NUMBER;
    if (operator !== '+=') return null;
    return this.find(right) === STRING ? STRING : OPEN;
  }

  #ofIdentifier(node) {
    const variable = this.bindings.variableOf(node);
    if (variable !== null) return this.once(variable, () => this.#ofVariable(variable));
    if (node.name === 'undefined') return OPEN;
    if (NUMBERS.has(node.name)) return NUMBER;
    // Another file may write it, too, but nobody does that to what the language has.
    return this.bindings.isWrittenGlobal(node.name) ? null : node.name;
  }

  #ofVariable(variable) {
    const [{ type, node }] = variable.defs;
    if (type === 'ImportBinding') return this.#ofImport(node);
    const writes = this.bindings.writesOf(variable);
    if (variable.defs.every((definition) => definition.type === 'FunctionName')) {
      return writes.length === 0 ? FUNCTION : null;
    }
    // What is counted with is a number, whatever it began with.
    if (writes.some(({ parent }) => parent.type === 'UpdateExpression')) return NUMBER;
    const isParameter = type === 'Parameter' && variable.defs.length === 1;
    if (!isParameter && variable.defs.some((definition) => definition.type !== 'Variable')) return null;
    const given = isParameter ? this.functions.ofParameter(variable.defs[0]) : OPEN;
    return this.ofAll([given, ...writes.map((identifier) => this.#ofWrite(identifier, isParameter))], (kind) => kind);
  }

  #ofWrite(identifier, isParameter) {
    const given = givenTo(identifier);
    if (given !== undefined) return this.find(given);
    const { parent } = identifier;
    if (parent.type === 'AssignmentExpression' && parent.left === identifier) return this.#ofCompound(parent);
    if (isParameter && parent.type === 'AssignmentPattern') return this.find(parent.right);
    if (parent.type !== 'Property' || parent.parent.type !== 'ObjectPattern') return null;
    return kinds.memberOf(this.kindTakenApart(parent.parent), this.bindings.nameOf(parent));
  }

  #ofModule(source) {
    const name = this.moduleName(source);
    return name === null ? null : kinds.moduleKind(name);
  }

  #ofImport(specifier) {
    if (specifier.type === 'TSImportEqualsDeclaration') return this.#ofModule(specifier.moduleReference.expression);
    const kind = this.#ofModule(specifier.parent.source);
    if (specifier.type !== 'ImportSpecifier') return kind;
    return kinds.memberOf(kind, specifier.imported.name ?? specifier.imported.value);
  }

  #ofMember(node) {
    return this.#ofMemberOf(this.find(node.object), node);
  }

  #ofMemberOf(base, node) {
    const name = this.bindings.nameOf(node);
    if (base === 'global') return name === null || this.bindings.isWrittenGlobal(name) ? null : name;
    const kind = base === OPEN ? OPEN : kinds.memberOf(base, name);
    const property = kind === null || kind === OPEN ? this.properties.valuesOf(node) : null;
    return property === null ? kind : this.once(property.key, () => this.ofAll(property.values));
  }

  #ofCall(node) {
    if (this.isRequire(node)) return this.#ofModule(node.arguments[0]);
    const callee = unwrap(node.callee);
    let kind;
    if (callee.type === 'MemberExpression') {
      const name = this.bindings.nameOf(callee);
      const base = this.find(callee.object);
      if (name === 'call' || name === 'apply') return this.#ofMethodLent(callee.object);
      kind = this.#ofMemberOf(base, callee);
    } else {
      kind = this.find(callee);
    }
    const homes = kind === null || kind === OPEN || kind === FUNCTION ? this.functions.calledBy(node) : null;
    if (homes !== null) return this.ofAll(homes, (home) => this.#ofResult(home));
    return kind === OPEN ? OPEN : kinds.resultOf(kind);
  }

  /** `Array.prototype.slice.call(…)`: whatever it is called on, the result is as on its own class. */
  #ofMethodLent(method) {
    const kind = this.find(method);
    return kind === OPEN ? OPEN : kinds.resultOf(kind);
  }

  #ofResult(home) {
    if (home.async || home.generator) return null;
    if (!this.#results.has(home)) this.#results.set(home, {});
    return this.once(this.#results.get(home), () =>
      this.ofAll(this.nodes.returnsOf(home), (node) => (node === null ? OPEN : this.find(node))));
  }

  #ofNew(node) {
    const kind = this.find(node.callee);
    if (kind === OPEN) return OPEN;
    return kinds.instanceOf(kind) ?? (this.#isEmitter(this.properties.classOf(node.callee)) ? kinds.EMITTER : null);
  }

  #ofThis(node) {
    const home = enclosing(node);
    if (home === null) return null;
    const kind = isFunctionNode(home) ? this.once(home.params, () => this.functions.ofThis(home)) : null;
    if (kind !== null && kind !== OPEN) return kind;
    return this.#isEmitter(this.properties.ownerOf(node)) ? kinds.EMITTER : kind;
  }

  /** Whether a class or a constructor of the file is an EventEmitter. */
  #isEmitter(owner) {
    return owner !== null && this.#emitters.has(owner);
  }

  #findEmitters() {
    const found = this.#emitters;
    const isClass = (node) => this.kindOf(node) === kinds.EMITTER_CLASS;
    for (const node of this.nodes.ofType('ClassDeclaration', 'ClassExpression')) {
      if (node.superClass !== null && isClass(node.superClass)) found.add(node);
    }
    for (const { callee, arguments: args } of this.nodes.ofType('CallExpression')) {
      const named = callee.type === 'MemberExpression' ? this.bindings.nameOf(callee) : callee.name;
      if (named === 'inherits' && args.length === 2 && isClass(args[1])) found.add(this.properties.classOf(args[0]));
    }
  }
}

function ofLiteral(node) {
  if (isNothing(node)) return OPEN;
  if (node.regex) return REGEXP;
  return { number: NUMBER, string: STRING }[typeof node.value] ?? null;
}

module.exports = { Values };
