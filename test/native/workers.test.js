'use strict';

const assert = require('node:assert/strict');

const { SANITIZED, passes, runChild } = require('./support/child.js');
const faults = require('./support/faults.js');

const COUNT = SANITIZED ? 40 : 100;

/** One thread in libuv's pool: what keeps it busy keeps every lookup waiting. */
function oneThread() {
  return { env: { ...faults.environment(), UV_THREADPOOL_SIZE: '1' } };
}

describe('workers', function () {
  this.timeout(180000);

  it(`${COUNT} opened, used and terminated at random moments, some in a lookup`, async () => {
    assert.deepEqual(await passes('workers.js', ['many', String(COUNT)], oneThread()), ['loops true, lookups true']);
  });

  it('terminated with lookups that wait for a thread', () => passes('workers.js', ['queued-lookups'], oneThread()));

  it('terminated while a lookup runs', () => passes('workers.js', ['running-lookup'], oneThread()));

  it('process.exit() in a worker while a lookup runs', async () => {
    assert.deepEqual(await passes('workers.js', ['running-lookup-exit', 'exit'], oneThread()), ['exit 4']);
  });

  it('an exception in a worker while a lookup runs', async () => {
    assert.deepEqual(await passes('workers.js', ['running-lookup-exit', 'throw'], oneThread()),
      ['thrown in a lookup', 'exit 1']);
  });

  for (const scenario of ['main-exits', 'main-exits-in-lookup']) {
    it(`process.exit() in the main thread beside busy workers (${scenario})`, async () => {
      const { code, signal, stdout, stderr } = await runChild('workers.js', [scenario], oneThread());
      assert.deepEqual({ code, signal, stdout, stderr }, { code: 5, signal: null, stdout: '', stderr: '' });
    });
  }

  it('send to each other', () => passes('workers.js', ['talk-to-each-other']));
  it('end by themselves when their sockets do not keep them', () => passes('workers.js', ['end-by-themselves']));
  it('are counted when they have ended', () => passes('workers.js', ['counters']));
});
