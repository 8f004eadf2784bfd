'use strict';

// The properties of the file's own objects, so that `this.socket` is known in one method when another one has set it.
// An object goes by its owner: the class or constructor that makes it, the object literal, or the module's exports.

const { givenTo, isFunctionNode, unwrap } = require('./bindings');

const EXPORTS = 'exports';

/** The function whose `this` is meant at a node, or the class field; null outside of all of them. */
function enclosing(node) {
  for (let child = node, { parent } = node; parent !== null; child = parent, { parent } = parent) {
    if (parent.type === 'PropertyDefinition' && parent.value === child) return parent;
    if (parent.type === 'StaticBlock') return null;
    if (isFunctionNode(parent) && parent.type !== 'ArrowFunctionExpression') return parent;
  }
  return null;
}

/** Whether a member is written where nobody sees with what: `[a.b] = …`, `for (a.b of …)`, `a.b++`. */
function isHiddenTarget(node) {
  const { parent } = node;
  switch (parent.type) {
    case 'ArrayPattern':
    case 'RestElement':
    case 'UpdateExpression':
      return true;
    case 'Property':
      return parent.value === node && parent.parent.type === 'ObjectPattern';
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === node;
    default:
      return false;
  }
}

class Properties {
  #bindings;
  /** By the property's name: where it is written, and with what; null where that is not seen. */
  #writes = new Map();

  /** @param {Bindings} bindings */
  constructor(bindings) {
    this.#bindings = bindings;
  }

  /** To be told of every MemberExpression, Property and PropertyDefinition of the file. */
  see(node) {
    if (node.type === 'MemberExpression') {
      const value = givenTo(node);
      if (value !== undefined) this.#add(node, value);
      else if (isHiddenTarget(node)) this.#add(node, null);
    } else if (node.type === 'PropertyDefinition') {
      if (!node.static && node.value !== null) this.#add(node, node.value);
    } else if (node.parent.type === 'ObjectExpression') {
      this.#add(node, node.value);
    }
  }

  #add(node, value) {
    const name = this.#bindings.nameOf(node);
    if (name === null) return;
    if (!this.#writes.has(name)) this.#writes.set(name, []);
    this.#writes.get(name).push({ node, value });
  }

  /**
   * What a member may hold.
   *
   * @param {object} member a MemberExpression
   * @returns {{key: object, values: object[]}|null} the expressions that are written to it, and an object that stands
   *   for this property; null where its object or some of the expressions cannot be told
   */
  valuesOf(member) {
    const owner = this.ownerOf(member.object);
    const writes = owner === null ? undefined : this.#writes.get(this.#bindings.nameOf(member));
    if (writes === undefined) return null;
    const values = [];
    let key = null;
    for (const write of writes) {
      const base = this.#baseOf(write.node);
      // One whose object is not known may be a write to this object.
      if (base !== null && base !== owner) continue;
      if (write.value === null) return null;
      if (base === owner && key === null) key = write;
      values.push(write.value);
    }
    return key === null ? null : { key, values };
  }

  #baseOf(node) {
    if (node.type === 'MemberExpression') return this.ownerOf(node.object);
    return node.type === 'PropertyDefinition' ? node.parent.parent : this.#ownerOfLiteral(node.parent);
  }

  /** What makes an object: a class, a constructor, an object literal, EXPORTS; null where that is not known. */
  ownerOf(node) {
    node = unwrap(node);
    if (node.type === 'ThisExpression') return this.#ownerOfThis(enclosing(node));
    if (node.type === 'NewExpression') return this.classOf(node.callee);
    if (node.type === 'ObjectExpression') return this.#ownerOfLiteral(node);
    if (this.isExports(node)) return EXPORTS;
    if (node.type === 'MemberExpression' && this.#bindings.nameOf(node) === 'prototype') {
      return this.classOf(node.object);
    }
    if (node.type !== 'Identifier') return null;
    const value = this.#bindings.onlyValueOf(node);
    return value === null || value.type === 'Identifier' ? null : this.ownerOf(value);
  }

  #ownerOfThis(home) {
    if (home === null) return null;
    if (home.type === 'PropertyDefinition') return home.static ? null : home.parent.parent;
    const { parent } = home;
    if (parent.type === 'MethodDefinition') return parent.static ? null : parent.parent.parent;
    if (parent.type === 'Property') return this.#ownerOfLiteral(parent.parent);
    if (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') {
      return this.ownerOf(parent.left.object);
    }
    if (home.type === 'FunctionDeclaration') return home;
    return parent.type === 'VariableDeclarator' ? home : null;
  }

  /** An object literal that is a prototype or the exports is not an owner of its own. */
  #ownerOfLiteral(node) {
    const { parent } = node;
    if (parent.type !== 'AssignmentExpression' || parent.left.type !== 'MemberExpression') return node;
    const { left } = parent;
    if (this.isExports(left)) return EXPORTS;
    return this.#bindings.nameOf(left) === 'prototype' ? this.classOf(left.object) : node;
  }

  /** The class or the constructor that a name means; null for anything else. */
  classOf(node) {
    if (node.type !== 'Identifier') return null;
    const variable = this.#bindings.variableOf(node);
    if (variable === null || variable.defs.length !== 1) return null;
    const [{ type, node: definition }] = variable.defs;
    if (type === 'FunctionName' || type === 'ClassName') return definition;
    const value = this.#bindings.onlyValueOf(node);
    return value !== null && (isFunctionNode(value) || value.type === 'ClassExpression') ? value : null;
  }

  /** Whether an expression is what the file exports. */
  isExports(node) {
    if (this.#bindings.isGlobal(node, 'exports')) return true;
    return node.type === 'MemberExpression' && this.#bindings.isGlobal(node.object, 'module') &&
      this.#bindings.nameOf(node) === 'exports';
  }
}

module.exports = { EXPORTS, Properties, enclosing };
