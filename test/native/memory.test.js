'use strict';

const { passes } = require('./support/child.js');

describe('memory', () => {
  it('10,000 unbound sockets that nobody can reach are collected', () => passes('memory.js', ['unbound']));
  it('a bound socket that nobody can reach lives and receives', () => passes('memory.js', ['bound-stays']));
  it('a closed socket is collected', () => passes('memory.js', ['closed-goes']));
  it('kept messages keep their bytes, and not much else', () => passes('memory.js', ['messages']));
  it('sends that fail leave nothing behind', () => passes('memory.js', ['errors-leave-nothing']));
});
