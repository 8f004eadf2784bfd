'use strict';

const assert = require('node:assert/strict');

const { passes } = require('./support/child.js');
const faults = require('./support/faults.js');

describe('callbacks', () => {
  it('are each followed by ticks and promise jobs', async () => {
    const expected = ['sent 0', 'sent 1', 'sent 2', 'message 0', 'message 1', 'message 2']
      .flatMap((name) => [name, `${name} tick`, `${name} job`]);
    assert.deepEqual(await passes('callbacks.js', ['ticks']), expected);
  });

  it('are followed by them also when they throw', async () => {
    const expected = ['sent 0', 'sent 1', 'sent 2', 'message 0', 'message 1', 'message 2']
      .flatMap((name) => [name, `caught in ${name}`, `${name} tick`, `${name} job`]);
    assert.deepEqual(await passes('callbacks.js', ['throws']), expected);
  });

  it('of those who wait for one name are followed by them also when they throw', async () => {
    const expected = ['resolved 0', 'resolved 1', 'resolved 2']
      .flatMap((name) => [name, `caught in ${name}`, `${name} tick`, `${name} job`]);
    assert.deepEqual(await passes('callbacks.js', ['throws-in-resolved'], { env: faults.environment() }), expected);
  });

  it('close() in a message handler ends the batch, and drops what the handler sent', async () => {
    assert.deepEqual(await passes('callbacks.js', ['close-in-message']), ['messages 1']);
  });

  it('close() of other sockets in a message handler: their messages do not come', async () => {
    assert.deepEqual(await passes('callbacks.js', ['close-other-in-message']), ['messages 1']);
  });

  it('close() of several sockets in a send callback: what had left is told of', async () => {
    assert.deepEqual(await passes('callbacks.js', ['close-in-sent']), ['callbacks 100']);
  });

  it('close() in the callback of a refused send', async () => {
    assert.deepEqual(await passes('callbacks.js', ['close-in-refused'], { env: faults.environment() }),
      ['callbacks 20']);
  });

  it('close() in a send callback after the kernel was full', async () => {
    assert.deepEqual(await passes('callbacks.js', ['close-in-blocked'], { env: faults.environment() }),
      ['callbacks 10']);
  });

  it('close() in listening and in error', async () => {
    assert.deepEqual(await passes('callbacks.js', ['close-in-listening-and-error']), ['closed']);
  });

  it('send() in message handlers: every reply comes, in order', async () => {
    assert.deepEqual(await passes('callbacks.js', ['send-in-message']), []);
  });

  it('sockets opened, used and closed in message handlers', async () => {
    assert.deepEqual(await passes('callbacks.js', ['open-and-close-in-message']), []);
  });

  it('send() in send callbacks, a thousand deep', async () => {
    assert.deepEqual(await passes('callbacks.js', ['nested-callbacks']), []);
  });
});
