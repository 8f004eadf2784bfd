'use strict';

// What one light copy does, no other one notices. scenarios/isolation.js has the list.

const assert = require('node:assert/strict');
const path = require('node:path');

const { runNode } = require('../support/node.js');
const { copiesOf } = require('./support/copies.js');

const SCRIPT = path.join(__dirname, 'scenarios', 'isolation.js');

describe('a light copy does not notice that another one', () => {
  const { FAULTS } = require('./scenarios/isolation.js');
  let copies;
  let errors;

  before(async () => {
    const result = await runNode([require.resolve('./support/host.js'), String(2 * FAULTS.length), SCRIPT]);
    copies = copiesOf(result.stdout);
    errors = copiesOf(result.stderr);
  });

  it('and none of them says anything when it has ended', () => {
    assert.equal(copies.host, undefined);
    assert.equal(errors.host, undefined);
  });

  FAULTS.forEach(({ name, kind }, i) => {
    const verb = { patch: 'changes', error: 'fails with', end: 'ends with' }[kind];
    it(`${verb} ${name}`, () => {
      assert.deepEqual(copies[2 * i + 1], ['well', 'exit 0']);
      assert.equal(errors[2 * i + 1], undefined);
      const [last, ...before] = copies[2 * i].toReversed();
      assert.deepEqual(before, []);
      if (kind === 'error') {
        // Its own error, and counted to nobody else.
        assert.match(errors[2 * i].join('\n'), /bang|write after end/);
        assert.match(last, /^exit [17]$/);
      } else {
        assert.equal(errors[2 * i], undefined);
        assert.equal(last, name === 'process.exitCode' ? 'exit 5' : 'exit 0');
      }
    });
  });
});
