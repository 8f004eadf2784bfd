'use strict';

// The nodes of a file by their type, collected once for all rules.

class Nodes {
  #byType = new Map();
  /** By function: what its return statements give; null for one that gives nothing. */
  #returns = new Map();

  /** @param {object} sourceCode ESLint's, of the file */
  constructor({ ast, visitorKeys }) {
    // A stack of its own: a long text of parts is as deep as it has parts.
    const open = [{ node: ast, home: null }];
    while (open.length > 0) {
      const { node, home } = open.pop();
      this.#note(node, home);
      const inner = 'params' in node && 'body' in node ? node : home;
      const children = (visitorKeys[node.type] ?? []).flatMap((key) => node[key]).filter(Boolean);
      for (const child of children.reverse()) open.push({ node: child, home: inner });
    }
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
  #note(node, home) {
    if (!this.#byType.has(node.type)) this.#byType.set(node.type, []);
    this.#byType.get(node.type).push(node);
    if (node.type !== 'ReturnStatement' || home === null) return;
    if (!this.#returns.has(home)) this.#returns.set(home, []);
    this.#returns.get(home).push(node.argument);
  }
}

module.exports = { Nodes };
