'use strict';

const assert = require('node:assert/strict');
const dgram = require('node:dgram');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

/** Waits until nobody has a port any more: the system closes sockets of a process that has ended. */
async function untilFree(port) {
  for (;;) {
    const socket = dgram.createSocket('udp4');
    try {
      socket.bind(port, '127.0.0.1');
      await once(socket, 'listening');
      return;
    } catch (error) {
      assert.equal(error.code, 'EADDRINUSE');
      await sleep(10);
    } finally {
      socket.close();
    }
  }
}

module.exports = { untilFree };
