'use strict';

const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const dgram = require('../..');
const { closeAll, createSocket } = require('../support/sockets.js');

// What node:dgram has, or had, and IoT.js does not: a script that uses it must fail here as on the device.
const ABSENT = [
  'ref', 'unref', 'connect', 'disconnect', 'remoteAddress', 'setMulticastInterface', 'addSourceSpecificMembership',
  'dropSourceSpecificMembership', 'getRecvBufferSize', 'setRecvBufferSize', 'getSendBufferSize', 'setSendBufferSize',
  'getSendQueueSize', 'getSendQueueCount',
];

const METHODS = {
  addMembership: 2,
  address: 0,
  bind: 3,
  close: 1,
  dropMembership: 2,
  send: 6,
  sendto: 6,
  setBroadcast: 1,
  setMulticastLoopback: 1,
  setMulticastTTL: 1,
  setTTL: 1,
};

describe('Socket', () => {
  afterEach(closeAll);

  it('is all that is exported beside createSocket', () => {
    assert.deepEqual(Object.keys(dgram).sort(), ['Socket', 'createSocket']);
    assert.equal(typeof dgram.Socket, 'function');
    assert.equal(typeof dgram.createSocket, 'function');
  });

  it('is what createSocket makes, and an EventEmitter', () => {
    const socket = createSocket();
    assert.ok(socket instanceof dgram.Socket);
    assert.ok(socket instanceof EventEmitter);
    assert.equal(socket.constructor, dgram.Socket);
    assert.equal(Object.getPrototypeOf(dgram.Socket.prototype), EventEmitter.prototype);
  });

  it('has the documented methods and no others', () => {
    assert.deepEqual(Object.keys(dgram.Socket.prototype).sort(), Object.keys(METHODS));
  });

  for (const [name, length] of Object.entries(METHODS)) {
    it(`has ${name}() with its arguments`, () => {
      const method = createSocket()[name];
      assert.equal(typeof method, 'function');
      assert.equal(method.name, name);
      assert.equal(method.length, length);
    });
  }

  for (const name of ABSENT) {
    it(`has no ${name}`, () => {
      assert.equal(name in createSocket(), false);
    });
  }

  it('can be subclassed the way of devices', () => {
    const { inherits } = require('node:util');
    function Sensor() {
      dgram.Socket.call(this, 'udp4');
    }
    inherits(Sensor, dgram.Socket);
    const sensor = new Sensor();
    assert.ok(sensor instanceof dgram.Socket);
    assert.equal(sensor.type, 'udp4');
    sensor.close();
  });

  it('takes what createSocket takes, called with new', () => {
    const listener = () => {};
    const socket = new dgram.Socket({ type: 'udp4' }, listener);
    assert.equal(socket.type, 'udp4');
    assert.deepEqual(socket.listeners('message'), [listener]);
    assert.throws(() => new dgram.Socket('udp6'), { message: 'Bad socket type specified. Valid types are: udp4' });
    socket.close();
  });
});
