'use strict';

// The side of the child process: simulate() in code.

const assert = require('node:assert/strict');

const simulate = require('iotjs-dgram/simulate');

function bound(callback) {
  const socket = require('iotjs-dgram').createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => callback(socket));
}

const UNSUPPORTED = { code: 'IOTJS_DGRAM_UNSUPPORTED' };

const scenarios = {
  network() {
    simulate({ loss: '100%', seed: 7, direction: 'send', report: true });
    bound((socket) => {
      socket.on('message', assert.fail);
      socket.send('x', socket.address().port, '127.0.0.1', (error, size) => {
        assert.equal(error, null);
        assert.equal(size, 1);
        socket.close();
      });
    });
  },

  /** Also for those who took the class before. */
  target() {
    const { Socket } = require('iotjs-dgram');
    simulate({ target: 'nuttx-stm32f4', allow: ['address', 'close'] });
    bound((socket) => {
      socket.address();
      assert.throws(() => socket.setTTL(1), UNSUPPORTED);
      assert.throws(() => Socket.prototype.setTTL.call(socket, 1), UNSUPPORTED);
      socket.close();
    });
  },

  /** Piece by piece, the later word counts. */
  twice() {
    simulate({ target: 'nuttx-stm32f4' });
    simulate({ target: 'linux', allow: 'setMulticastTTL' });
    bound((socket) => {
      socket.setTTL(1);
      socket.setMulticastTTL(1);
      socket.close();
    });
  },

  late() {
    bound((socket) => {
      const tooLate = { code: 'IOTJS_DGRAM_TOO_LATE', message: /before the first socket/ };
      assert.throws(() => simulate({ target: 'nuttx-stm32f4' }), tooLate);
      socket.setTTL(1);
      socket.close();
    });
  },

  /** What was wrong changes nothing. */
  mistakes() {
    for (const options of [undefined, null, 'loss', 5]) assert.throws(() => simulate(options), TypeError);
    for (const options of [{ los: '5%' }, { loss: 5 }, { target: 'linux', loss: '5' }, { target: 'esp32' }]) {
      assert.throws(() => simulate(options), { name: 'RangeError', code: 'IOTJS_DGRAM_BAD_SETTING' });
    }
    simulate({});
    simulate({ loss: undefined });
    bound((socket) => {
      socket.setMulticastTTL(1); // which linux has not
      socket.close();
    });
  },

  /** The environment has a target of its own, which counts. */
  environment() {
    simulate({ target: 'linux', allow: ['address'] });
    bound((socket) => {
      assert.throws(() => socket.setTTL(1), UNSUPPORTED);
      socket.close();
    });
  },

  /** It is evaluated again between simulate() and the first socket; what a closed socket has on its way leaves. */
  'reload-between'() {
    simulate({ delay: '20ms', direction: 'send' });
    for (const file of Object.keys(require.cache).filter((each) => each.endsWith('.js'))) delete require.cache[file];
    const again = require('iotjs-dgram');
    const box = again.createSocket('udp4', () => box.close());
    const socket = again.createSocket('udp4');
    box.bind(0, '127.0.0.1', () => {
      socket.send('x', box.address().port, '127.0.0.1', (error) => {
        assert.ifError(error);
        socket.close();
      });
    });
  },

  /** The package is evaluated again; it is the same board. */
  reload() {
    require('iotjs-dgram');
    simulate({ target: 'nuttx-stm32f4', allow: ['address', 'close'], delay: '20ms' });
    for (const file of Object.keys(require.cache).filter((each) => each.endsWith('.js'))) delete require.cache[file];
    const again = require('iotjs-dgram');
    assert.throws(() => again.createSocket('udp4').setTTL(1), UNSUPPORTED);
    assert.throws(() => require('iotjs-dgram/simulate')({ target: 'linux' }), { code: 'IOTJS_DGRAM_TOO_LATE' });
    const socket = again.createSocket('udp4');
    socket.on('message', () => socket.close());
    socket.bind(0, '127.0.0.1', () => socket.send('x', socket.address().port, '127.0.0.1', assert.ifError));
  },
};

scenarios[process.argv[2]]();
