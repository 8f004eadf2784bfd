'use strict';

const assert = require('node:assert/strict');

const { requireNamespace } = require('../support/namespace.js');
const { passes, runChild } = require('./support/child.js');
const faults = require('./support/faults.js');

function plays(scenario, ...args) {
  return () => passes('full.js', [scenario, ...args], { env: faults.environment() });
}

describe('a full kernel', () => {
  it('holds messages back until it has room: each leaves once, in order (EAGAIN)', plays('eagain'));
  it('holds messages back until it has room: each leaves once, in order (ENOBUFS)', plays('enobufs'));
  it('holds a single message back', plays('alone'));
  it('may be full again and again', plays('hiccups'));
  it('lets a long queue leave piece by piece, in order', plays('long-queue'));
  it('does not hold other sockets and timers up', plays('others-go-on'));
  it('close() drops what waits', plays('close-behind-full'));
  it('close() in a message handler with 1,000 messages waiting', plays('close-in-message'));

  describe('in a network namespace', () => {
    before(requireNamespace);
    it('close() in a message handler with 1,000 messages sent', () =>
      passes('full.js', ['really-full'], { namespace: true }));
  });

  it('a worker is terminated with messages waiting', plays('worker-terminated'));
  it('a worker exits with messages waiting', plays('worker-exits'));

  it('process.exit() with messages waiting', async () => {
    const { code, signal, stdout, stderr } = await runChild('full.js', ['process-exits'],
      { env: faults.environment() });
    assert.deepEqual({ code, signal, stdout, stderr }, { code: 3, signal: null, stdout: '', stderr: '' });
  });
});

describe('a refused message', () => {
  it('fails alone: its neighbours leave, callbacks come once and in order', plays('refused', '0'));

  it('fails alone also where messages leave one by one', () =>
    passes('full.js', ['refused', '0'], { env: { ...faults.environment(), IOTJS_DGRAM_SEGMENT: 'off' } }));

  it('fails alone when it is the one that waits for room', plays('refused', '2'));
  it('fails alone without a callback, and is counted in a warning', plays('refused-silently'));
});
