'use strict';

// What the functions of the file are called with: their `this` and their parameters, found by all uses of a function.
// One use that is not understood, and nothing is known.

const { isFunctionNode, parentOf, unwrap } = require('./bindings');
const { ARRAY, BUFFER, EMITTER, NUMBER, OPEN, RINFO, SOCKET, TAKES_LISTENER } = require('./kinds');
const { EXPORTS } = require('./properties');

/** By event of a socket: what its listeners are called with. */
const LISTENERS = new Map([['close', []], ['listening', []], ['message', [BUFFER, RINFO]]]);
const REMOVE_LISTENER = new Set(['off', 'removeListener']);
const ITERATE = new Set(['every', 'filter', 'forEach', 'map', 'some']);
/** By what calls a function later: how many arguments of its own stand before those of the function. */
const PASS_ON = new Map([['setImmediate', 1], ['setInterval', 2], ['setTimeout', 2]]);

class Functions {
  #values;
  /** Objects that stand for a parameter of a function, or of another expression that is one. */
  #keys = new Map();
  /** The members of the file by name; null before they are asked for. */
  #members = null;

  /** @param {Values} values of the file */
  constructor(values) {
    this.#values = values;
  }

  /** The functions of the file that a call calls; null where they are not known. */
  calledBy({ callee }) {
    callee = unwrap(callee);
    const own = this.#functionOf(callee);
    if (own !== null) return [own];
    if (callee.type !== 'MemberExpression') return null;
    const homes = this.#values.properties.valuesOf(callee)?.values.map((node) => this.#functionOf(node)) ?? [null];
    return homes.includes(null) ? null : homes;
  }

  #functionOf(node) {
    node = unwrap(node);
    if (isFunctionNode(node)) return node;
    return node.type === 'Identifier' ? this.#values.bindings.functionOf(node) : null;
  }

  /** The kind of a parameter, by its definition in a scope. */
  ofParameter({ name, node: home }) {
    const index = home.params.findIndex((param) => param === name || param.left === name);
    if (index < 0) return null;
    const named = this.#ofReads(this.#values.bindings.functionNames(home), index);
    return home.type === 'FunctionDeclaration' && !home.parent.type.startsWith('Export') ? named
      : this.#all([named, this.#given(home, index)]);
  }

  #all(found) {
    return this.#values.ofAll(found, (kind) => kind);
  }

  #ofReads(variables, index) {
    const reads = variables.flatMap((variable) => this.#values.bindings.readsOf(variable));
    return this.#all(reads.map((read) => this.#given(read, index)));
  }

  /** What a function is given for a parameter where an expression that is the function stands. */
  #given(node, index) {
    if (!this.#keys.has(node)) this.#keys.set(node, []);
    const keys = this.#keys.get(node);
    keys[index] ??= {};
    return this.#values.once(keys[index], () => this.#givenIn(parentOf(node), node, index));
  }

  #givenIn(parent, node, index) {
    switch (parent.type) {
      case 'CallExpression':
      case 'NewExpression':
        return unwrap(parent.callee) === node ? this.#argument(parent.arguments, index)
          : this.#givenLater(parent, node, index);
      case 'MemberExpression':
        return unwrap(parent.object) === node ? this.#givenThrough(parent, index) : null;
      case 'VariableDeclarator':
        return parent.id.type === 'Identifier' ? this.#ofReads(this.#values.bindings.declaredBy(parent), index) : null;
      case 'AssignmentExpression':
        return this.#all([this.#givenTarget(parent, index), this.#given(parent, index)]);
      case 'ConditionalExpression':
        return parent.test === node ? OPEN : this.#given(parent, index);
      case 'LogicalExpression':
        return this.#given(parent, index);
      case 'MethodDefinition':
        return parent.kind === 'method' ? this.#ofMembers(parent, parent.parent.parent, index) : null;
      case 'Property':
        return this.#givenProperty(parent, index);
      case 'BinaryExpression':
      case 'ExpressionStatement':
      case 'IfStatement':
      case 'UnaryExpression':
        return OPEN;
      default:
        return null;
    }
  }

  #argument(args, index) {
    if (args.slice(0, index + 1).some(({ type }) => type === 'SpreadElement')) return null;
    return args[index] === undefined ? OPEN : this.#values.find(args[index]);
  }

  /** `f.call(…)`, `f.bind(…)`, `f.prototype`. */
  #givenThrough(member, index) {
    const call = parentOf(member);
    if (call.type !== 'CallExpression' || unwrap(call.callee) !== member) return OPEN;
    const [, ...args] = call.arguments;
    switch (this.#values.bindings.nameOf(member)) {
      case 'apply':
        return null;
      case 'bind':
        return index < args.length ? this.#argument(args, index) : this.#given(call, index - args.length);
      case 'call':
        return this.#argument(args, index);
      default:
        return OPEN;
    }
  }

  /** `variable = f`, `A.prototype.method = f`. */
  #givenTarget({ left, operator }, index) {
    const { bindings, properties } = this.#values;
    if (operator === '=' && left.type === 'Identifier') {
      const variable = bindings.variableOf(left);
      return variable === null ? null : this.#ofReads([variable], index);
    }
    if (operator !== '=' || left.type !== 'MemberExpression' || properties.isExports(left)) return null;
    return this.#ofMembers(left, properties.ownerOf(left.object), index);
  }

  /** A function in an object literal that nothing but the file's own code gets. */
  #givenProperty(property, index) {
    const { bindings, properties } = this.#values;
    const literal = property.parent;
    if (literal.type !== 'ObjectExpression' || property.value !== unwrap(property.value)) return null;
    const owner = properties.ownerOf(literal);
    const { parent } = literal;
    const isOwn = owner === literal ? parent.type === 'VariableDeclarator' && bindings.declaredBy(parent)
      .every((variable) => bindings.readsOf(variable).every(isObjectOfMember)) : true;
    return isOwn ? this.#ofMembers(property, owner, index) : null;
  }

  /** By all members of the file that may be this property of this owner. */
  #ofMembers(property, owner, index) {
    const { bindings, properties } = this.#values;
    const name = bindings.nameOf(property);
    if (name === null || owner === null || owner === EXPORTS) return null;
    const reads = this.#membersNamed(name).filter((member) => {
      if (member === property || isTarget(member)) return false;
      const other = properties.ownerOf(member.object);
      if (other !== null) return other === owner;
      const kind = this.#values.kindOf(member.object);
      return kind === null || kind === EMITTER;
    });
    return this.#all(reads.map((read) => this.#given(read, index)));
  }

  #membersNamed(name) {
    if (this.#members === null) {
      this.#members = new Map();
      for (const member of this.#values.nodes.ofType('MemberExpression')) {
        const key = this.#values.bindings.nameOf(member);
        if (!this.#members.has(key)) this.#members.set(key, []);
        this.#members.get(key).push(member);
      }
    }
    return this.#members.get(name) ?? [];
  }

  /** The function is an argument: who takes it calls it. */
  #givenLater(call, node, index) {
    const position = call.arguments.findIndex((argument) => unwrap(argument) === node);
    if (position < 0 || call.arguments.some(({ type }) => type === 'SpreadElement')) return null;
    if (this.#values.makesSocket(call)) return position === 1 ? LISTENERS.get('message')[index] ?? OPEN : null;
    const homes = this.calledBy(call);
    if (homes !== null) return this.#all(homes.map((home) => this.#givenByParameter(home, position, index)));
    const kind = this.#values.find(call.callee);
    if (PASS_ON.has(kind) && position === 0) return this.#argument(call.arguments.slice(PASS_ON.get(kind)), index);
    const callee = unwrap(call.callee);
    return callee.type === 'MemberExpression' ? this.#givenByMethod(call, callee, position, index) : null;
  }

  #givenByParameter(home, position, index) {
    const parameter = home.params[position];
    if (parameter === undefined) return OPEN;
    return parameter.type === 'Identifier' ? this.#ofReads(this.#values.bindings.declaredBy(home, parameter), index)
      : null;
  }

  #givenByMethod(call, member, position, index) {
    const { bindings } = this.#values;
    const base = this.#values.find(member.object);
    const method = bindings.nameOf(member);
    if (base === OPEN || method === 'inherits') return OPEN;
    if (base === 'process' && method === 'nextTick') return this.#argument(call.arguments.slice(1), index);
    if (base === ARRAY) return ITERATE.has(method) && position === 0 && index === 1 ? NUMBER : null;
    if (base !== SOCKET) return null;
    if (method === 'bind' || method === 'close') return OPEN;
    if (!TAKES_LISTENER.has(method) || position !== 1) return null;
    if (REMOVE_LISTENER.has(method)) return OPEN;
    const listener = LISTENERS.get(bindings.stringOf(call.arguments[0]));
    return listener === undefined ? null : listener[index] ?? OPEN;
  }

  /** What `this` is in a function: a socket calls its listeners with itself. Nothing else may call the function. */
  ofThis(home) {
    const parent = parentOf(home);
    if (parent.type.startsWith('Export')) return null;
    const { bindings } = this.#values;
    const uses = bindings.functionNames(home).flatMap((variable) => bindings.readsOf(variable));
    if (home.type === 'FunctionExpression' && parent.type !== 'VariableDeclarator') uses.push(home);
    return this.#values.ofAll(uses, (use) => this.#thisOfListener(use));
  }

  /** SOCKET where a function is an argument that a socket takes for a listener. */
  #thisOfListener(node) {
    const call = parentOf(node);
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return null;
    const index = call.arguments.findIndex((argument) => unwrap(argument) === node);
    if (index < 0 || call.arguments.some(({ type }) => type === 'SpreadElement')) return null;
    if (this.#values.makesSocket(call)) return index === 1 ? SOCKET : null;
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') return null;
    const method = this.#values.bindings.nameOf(callee);
    if (!(method === 'bind' || (method === 'close' && index === 0) || (TAKES_LISTENER.has(method) && index === 1))) {
      return null;
    }
    const kind = this.#values.find(callee.object);
    return kind === SOCKET || kind === OPEN ? kind : null;
  }
}

function isObjectOfMember(identifier) {
  return identifier.parent.type === 'MemberExpression' && identifier.parent.object === identifier;
}

/** Whether a member is written and not read. */
function isTarget(member) {
  const { parent } = member;
  return parent.type === 'AssignmentExpression' && parent.left === member && parent.operator === '=';
}

module.exports = { Functions };
