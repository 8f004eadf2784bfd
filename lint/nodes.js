'use strict';

// The nodes of a file by their type, collected once for all rules.

class Nodes {
  #byType = new Map();
  /** By function: what its return statements give; null for one that gives nothing. */
  #returns = new Map();

  /** @param {object} sourceCode ESLint's, of the file */
  constructor({ ast, visitorKeys }) {
    this.#visit(ast, null, visitorKeys);
  }

  /** @returns {object[]} the nodes of some types, in the order of the file within each type */
  ofType(...types) {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** @returns {Array<object|null>} what a function returns */
  returnsOf(home) {
    return home.body.type === 'BlockStatement' ? this.#returns.get(home) ?? [] : [home.body];
  }

  /** @param {object|null} home the function that the node stands in */
  #visit(node, home, visitorKeys) {
    if (!this.#byType.has(node.type)) this.#byType.set(node.type, []);
    this.#byType.get(node.type).push(node);
    if (node.type === 'ReturnStatement' && home !== null) {
      if (!this.#returns.has(home)) this.#returns.set(home, []);
      this.#returns.get(home).push(node.argument);
    }
    const inner = 'params' in node && 'body' in node ? node : home;
    for (const key of visitorKeys[node.type] ?? []) {
      for (const child of [node[key]].flat()) {
        if (child) this.#visit(child, inner, visitorKeys);
      }
    }
  }
}

module.exports = { Nodes };
