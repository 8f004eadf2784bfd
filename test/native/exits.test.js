'use strict';

const assert = require('node:assert/strict');

const { passes, runChild } = require('./support/child.js');
const faults = require('./support/faults.js');

const CALLBACKS = ['listening', 'message', 'sent', 'refused', 'resolved', 'unresolved', 'error', 'close'];

describe('the end inside a callback', function () {
  this.timeout(60000);

  for (const callback of CALLBACKS) {
    describe(`of '${callback}'`, () => {
      it('process.exit() ends the process with its code', async () => {
        const { code, signal, stdout, stderr } = await runChild('exits.js', ['main', callback, 'exit'],
          { env: faults.environment() });
        assert.deepEqual({ code, signal, stdout, stderr }, { code: 7, signal: null, stdout: '', stderr: '' });
      });

      it('a throw ends the process and is reported', async () => {
        const { code, signal, stdout, stderr } = await runChild('exits.js', ['main', callback, 'throw'],
          { env: faults.environment() });
        assert.deepEqual({ code, signal, stdout }, { code: 1, signal: null, stdout: '' });
        assert.match(stderr, /Error: thrown in a callback/);
      });

      it('a throw that is caught by uncaughtException, and close() there', async () => {
        assert.deepEqual(await passes('exits.js', ['main', callback, 'caught'], { env: faults.environment() }),
          ['ended by itself']);
      });

      it('close()', async () => {
        assert.deepEqual(await passes('exits.js', ['main', callback, 'close'], { env: faults.environment() }),
          ['ended by itself']);
      });

      it('process.exit() ends a worker with its code', async () => {
        assert.deepEqual(await passes('exits.js', ['worker', callback, 'exit'], { env: faults.environment() }),
          ['worker exit 7']);
      });

      it('a throw ends a worker and is reported', async () => {
        assert.deepEqual(await passes('exits.js', ['worker', callback, 'throw'], { env: faults.environment() }),
          ['thrown in a callback', 'worker exit 1']);
      });

      it('a throw in a worker that is caught there, and close()', async () => {
        assert.deepEqual(await passes('exits.js', ['worker', callback, 'caught'], { env: faults.environment() }),
          ['worker exit 0']);
      });
    });
  }
});
