'use strict';

// The classes and constructors of the file that are EventEmitters: by `extends`, and by `util.inherits()`.

const { EMITTER_CLASS } = require('./kinds');

/**
 * @param {Values} values of the file
 * @returns {Set<object>} the nodes of the classes and functions
 */
function findEmitters(values) {
  const { bindings, nodes, properties } = values;
  const found = new Set();
  for (const node of nodes.ofType('ClassDeclaration', 'ClassExpression')) {
    if (node.superClass !== null && values.kindOf(node.superClass) === EMITTER_CLASS) found.add(node);
  }
  for (const { callee, arguments: [own, base] } of nodes.ofType('CallExpression')) {
    const name = callee.type === 'MemberExpression' ? bindings.nameOf(callee) : callee.name;
    if (name === 'inherits' && base !== undefined && values.kindOf(base) === EMITTER_CLASS) {
      found.add(properties.classOf(own));
    }
  }
  found.delete(null);
  return found;
}

module.exports = { findEmitters };
