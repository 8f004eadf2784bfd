'use strict';

const { passes } = require('./support/child.js');
const faults = require('./support/faults.js');

function plays(scenario) {
  return () => passes('buffers.js', [scenario], { env: faults.environment() });
}

describe('the bytes of a message', () => {
  it('are taken when send() is called, whatever becomes of them then', plays('changed'));
  it('are so also while the socket binds and while a name is looked up', plays('changed-early'));
  it('may be gone already', plays('empty'));
  it('may be shared with another thread', plays('shared'));
  it('are those that a buffer has, not those it says it has', plays('disguised'));
});

describe('script that runs where arguments are read', () => {
  it('closes or binds the socket', plays('closing-getters'));
});

describe('the memory of received messages', () => {
  it('cannot be transferred from under other messages', plays('received'));
  it('is replaced when it is gone', plays('received-and-detached'));
});
