'use strict';

const { SANITIZED, passes } = require('./support/child.js');

const COUNT = SANITIZED ? 20000 : 200000;

describe('volume', function () {
  this.timeout(180000);

  it(`${COUNT} windowed messages of 4 to 1,203 bytes come whole and in order, each callback exactly once`, () =>
    passes('volume.js', ['windowed', String(COUNT)]));
});
