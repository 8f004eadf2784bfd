'use strict';

// What the script adds to the globals, modules and prototypes that the rules know: that is there, whatever IoT.js has.

const { givenTo, unwrap } = require('./bindings');
const { BUFFER, EMITTER, instanceKind } = require('./kinds');

const ANY = '*';
/** Functions that add the properties of an object literal, by the place of the first one. */
const COPIES = new Map([['_extend', 1], ['assign', 1], ['defineProperties', 1], ['extend', 1], ['mixin', 1]]);
/** Functions that only read the prototype that they are given. */
const READS = new Set(['create', 'getOwnPropertyDescriptor', 'getOwnPropertyNames', 'getPrototypeOf', 'hasOwnProperty',
  'inherits', 'isPrototypeOf', 'keys', 'setPrototypeOf']);

class Added {
  #values;
  #names = new Set();
  /** What the file's own classes and objects have. An emitter may be one of them. */
  #own = new Set();

  /** @param {Values} values of the file */
  constructor(values) {
    this.#values = values;
    const { bindings, nodes } = values;
    for (const member of nodes.ofType('MemberExpression')) {
      if (givenTo(member) !== undefined) this.#noteMember(member);
    }
    for (const node of nodes.ofType('MethodDefinition', 'Property')) {
      if (node.parent.type !== 'ObjectPattern') this.#own.add(bindings.nameOf(node));
    }
    nodes.ofType('CallExpression').forEach((call) => this.#noteCall(call));
  }

  /**
   * @param {string} kind of kinds.js
   * @param {string} name of a member
   * @returns {boolean} whether the script adds it, or adds what cannot be told
   */
  has(kind, name) {
    if (kind === EMITTER && this.#own.has(name)) return true;
    return [instanceKind(kind), 'Object#'].some((home) =>
      this.#names.has(`${home}.${name}`) || this.#names.has(`${home}.${ANY}`));
  }

  #add(kind, name) {
    if (kind !== null) this.#names.add(`${instanceKind(kind)}.${name}`);
  }

  #noteMember(member) {
    const name = this.#values.bindings.nameOf(member);
    this.#own.add(name);
    const kind = this.#values.kindOf(member.object);
    // msg[i] = … is an access by index.
    if (name !== null) this.#add(kind, name);
    else if (kind !== BUFFER) this.#add(kind, ANY);
  }

  /** `Object.defineProperty(Buffer.prototype, …)` and its like. */
  #noteCall({ callee, arguments: [first, ...rest] }) {
    if (first === undefined || first.type === 'SpreadElement') return;
    const { bindings } = this.#values;
    callee = unwrap(callee);
    const called = callee.type === 'MemberExpression' ? bindings.nameOf(callee) : callee.name;
    const kind = this.#values.kindOf(first);
    if (kind === null) return;
    if (called === 'defineProperty') {
      this.#add(kind, rest[0] === undefined ? ANY : bindings.stringOf(rest[0]) ?? ANY);
    } else if (COPIES.has(called)) {
      for (const source of rest) this.#addAll(kind, bindings.literalOf(source));
    } else if (kind.endsWith('.prototype') && !READS.has(called)) {
      this.#add(kind, ANY);
    }
  }

  #addAll(kind, literal) {
    if (literal === null) {
      this.#add(kind, ANY);
      return;
    }
    for (const property of literal.properties) {
      this.#add(kind, property.type === 'Property' ? this.#values.bindings.nameOf(property) ?? ANY : ANY);
    }
  }
}

module.exports = { Added };
