'use strict';

const { passes } = require('./support/child.js');

describe('a \'message\' handler', () => {
  it('that replies: the reply has left, and its callback has come, before the next immediate', () =>
    passes('replies.js', ['before-immediates']));
  it('that keeps its socket readable does not hold the loop up', () => passes('replies.js', ['bounded']));
});
