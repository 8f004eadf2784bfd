'use strict';

const assert = require('node:assert/strict');

describe('the package, loaded again after the require cache was cleared', () => {
  it('is the same module, and works', (done) => {
    const first = require('../..');
    const root = require.resolve('../..').replace(/index\.js$/, '');
    for (const file of Object.keys(require.cache)) {
      if (file.startsWith(root)) delete require.cache[file];
    }
    const again = require('../..');
    assert.equal(again.Socket, first.Socket);
    assert.deepEqual(Object.keys(again).sort(), ['Socket', 'createSocket']);

    const socket = again.createSocket('udp4', (message) => {
      assert.equal(String(message), 'again');
      socket.close(done);
    });
    socket.bind(0, '127.0.0.1', () => socket.send('again', socket.address().port, '127.0.0.1'));
  });
});
