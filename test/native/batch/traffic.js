'use strict';

// Datagrams that can be told apart, and receivers that count them. The receivers are node:dgram's, so that what leaves
// is not judged by the receive path of this package.

const assert = require('node:assert/strict');
const nodeDgram = require('node:dgram');
const { once } = require('node:events');
const { performance } = require('node:perf_hooks');
const { setTimeout: sleep } = require('node:timers/promises');

const { dgram } = require('../support/sockets.js');

const LOOPBACK = '127.0.0.1';
const DEADLINE = 20000;
const BUFFER_SIZE = 1 << 20; // as much of it as the system allows
const MARKER = 'the marker';

/**
 * @param {number} i
 * @param {number} size
 * @returns {Buffer} message `i`: its number, as far as there is room, then bytes that follow from it
 */
function messageOf(i, size) {
  const message = Buffer.alloc(size);
  for (let at = 0; at < size; at++) message[at] = at < 4 ? i >>> (8 * at) : i * 31 + at;
  return message;
}

/** Waits for a condition that `emitter` may have made true with each of its events. Fails after a deadline. */
async function until(emitter, event, condition, describe) {
  if (condition()) return;
  await new Promise((resolve, reject) => {
    function check() {
      if (condition()) settle(resolve);
    }
    function settle(finish, value) {
      clearTimeout(timer);
      emitter.removeListener(event, check);
      finish(value);
    }
    const timer = setTimeout(() => settle(reject, new Error(describe())), DEADLINE);
    emitter.on(event, check);
  });
}

class Receiver {
  /** @returns {Promise<Receiver>} bound to a port of the system's choice */
  static async open(address = LOOPBACK) {
    const receiver = new Receiver();
    receiver.socket = nodeDgram.createSocket('udp4');
    receiver.socket.bind(0, address);
    await once(receiver.socket, 'listening');
    receiver.socket.setRecvBufferSize(BUFFER_SIZE);
    receiver.address = address;
    receiver.port = receiver.socket.address().port;
    receiver.messages = [];
    receiver.socket.on('message', (message) => receiver.messages.push(message));
    return receiver;
  }

  /**
   * Waits for messages and fails unless these and no others come, each once, in this order. Forgets them.
   *
   * @param {Buffer[]} expected
   */
  async gets(expected) {
    const { messages, socket } = this;
    await until(socket, 'message', () => messages.length >= expected.length,
      () => `${messages.length} of ${expected.length} messages have come`);
    // What was sent before the marker comes before it.
    socket.send(MARKER, this.port, this.address);
    await until(socket, 'message', () => String(messages.at(-1)) === MARKER, () => 'the marker has not come');
    messages.pop();
    assert.deepEqual(messages.map(summary), expected.map(summary));
    assert.ok(messages.every((message, i) => message.equals(expected[i])), 'messages come whole');
    messages.length = 0;
  }

  async close() {
    this.socket.close();
    await once(this.socket, 'close');
  }
}

function summary(message) {
  return `${message.length > 3 ? message.readUInt32LE() : [...message]} of ${message.length} bytes`;
}

/**
 * Calls send() for all datagrams in this turn.
 *
 * @param {dgram.Socket} socket
 * @param {Array<{message: Buffer, to: {address: string, port: number}}>} datagrams
 * @returns {Promise<Array<?string>>} how each send ended: null, or the system's name of the error. Fails where a
 *   callback comes twice, or with the wrong size
 */
function sendAll(socket, datagrams) {
  const ends = new Array(datagrams.length);
  let left = datagrams.length;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${left} callbacks have not come`)), DEADLINE);
    datagrams.forEach(({ message, to }, i) => {
      socket.send(message, to.port, to.address, (error, size) => {
        if (i in ends) throw new Error(`a second callback for message ${i}`);
        assert.equal(size, message.length);
        ends[i] = error === null ? null : error.cause.code;
        if (--left > 0) return;
        clearTimeout(timer);
        // In a later turn, in which a callback too many would have come.
        setImmediate(resolve, ends);
      });
    });
  });
}

/** Sends messages of these sizes to one receiver in this turn; all must leave, and arrive, once and in order. */
async function deliver(socket, receiver, sizes) {
  const messages = sizes.map((size, i) => messageOf(i, size));
  const ends = await sendAll(socket, messages.map((message) => ({ message, to: receiver })));
  assert.deepEqual(ends, sizes.map(() => null));
  await receiver.gets(messages);
}

/** @returns {number[]} `count` times `size` */
function times(count, size) {
  return new Array(count).fill(size);
}

/** Waits until the loop has waited. */
async function idle() {
  const { idle: before } = performance.eventLoopUtilization();
  while (performance.eventLoopUtilization().idle === before) await sleep(2);
}

/** Opens a socket of this package; to any address unless told otherwise. */
async function openSocket(address = '0.0.0.0') {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

module.exports = { LOOPBACK, Receiver, deliver, idle, messageOf, openSocket, sendAll, times, until };
