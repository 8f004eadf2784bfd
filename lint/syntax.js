'use strict';

// The rule `syntax`: reports each use of syntax newer than ES5.1. With `ecmaVersion: 5` the parser itself stops at the
// first one; this rule is for a parser that understands all of it.

const newer = require('./newer');

module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'disallow syntax newer than ES5.1, which IoT.js does not parse' },
    schema: [],
    messages: { newer: 'IoT.js runs ES5.1, which has no {{name}}: {{instead}}.' },
  },
  create(context) {
    const listeners = {};
    for (const { selector, name, instead, when = () => true } of newer) {
      const others = listeners[selector] ?? (() => {});
      listeners[selector] = (node) => {
        others(node);
        if (when(node, context.sourceCode)) context.report({ node, messageId: 'newer', data: { name, instead } });
      };
    }
    return listeners;
  },
};
