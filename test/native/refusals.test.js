'use strict';

const { requireNamespace } = require('../support/namespace.js');
const { requireFastPath } = require('./batch/fast-path.js');
const spy = require('./batch/spy.js');
const { passes } = require('./support/child.js');

function plays(scenario, args = [], env = {}) {
  return () => passes('../batch/refusals.js', [scenario, ...args],
    { env: spy.environment({ IOTJS_DGRAM_SEGMENT: undefined, ...env }) });
}

describe('a refused segmented send: its datagrams leave one by one, each once', () => {
  before(requireFastPath);

  it('EIO: this socket does without from then on, others do not', plays('eio'));
  for (const error of ['EINVAL', 'EMSGSIZE']) {
    it(`${error}: smaller datagrams are still sent in segments`, plays('size', [error]));
  }
  it('EINVAL for several sizes: the smallest one counts', plays('smallest', ['EINVAL', 'EINVAL']));
  it('EMSGSIZE after EIO in one turn: EIO counts', plays('smallest', ['EIO', 'EMSGSIZE']));
  it('another error: the next run is tried again', plays('other-error'));
  for (const error of ['EIO', 'EINVAL', 'EMSGSIZE']) {
    it(`${error}, and the datagrams fail too: own errors, and nothing is remembered`, plays('plain-fails', [error]));
    it(`${error}, and the kernel gets full meanwhile`, plays('plain-full', [error]));
  }

  describe('in a network namespace', () => {
    before(requireNamespace);

    it('segments larger than the MTU', () => passes('../batch/refusals.js', ['mtu'],
      { env: spy.environment({ IOTJS_DGRAM_SEGMENT: undefined }), namespace: true }));
  });
});

for (const [how, env] of [['in segments', {}], ['one by one', { IOTJS_DGRAM_SEGMENT: 'off' }]]) {
  describe(`sends ${how}`, () => {
    it('a datagram that fails fails alone', plays('alone', [], env));
    it('a full kernel at any message: one datagram waits, the rest follows in order', plays('full', [], env));
    it('a full kernel again and again, to several destinations', plays('full-to-several', [], env));
    it('close() while a datagram waits for room, and others behind it', plays('close', [], env));
  });
}
