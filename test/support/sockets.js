'use strict';

// Sockets for tests: made and bound with promises, and all closed after each test.

const dgram = require('../..');

const LOOPBACK = '127.0.0.1';
const MARKER = 'the marker';

const created = new Set();

/**
 * Creates a socket that closeAll() closes.
 *
 * @param {string|object} [type] as createSocket() takes it; default 'udp4'
 * @param {Function} [listener] for the 'message' event
 * @returns {dgram.Socket}
 */
function createSocket(type = 'udp4', listener) {
  return track(dgram.createSocket(type, listener));
}

/**
 * Has closeAll() close a socket that was made in another way.
 *
 * @param {dgram.Socket} socket
 * @returns {dgram.Socket} the same
 */
function track(socket) {
  created.add(socket);
  return socket;
}

/**
 * Closes every socket that createSocket() made, and waits until they are closed. A Mocha `afterEach` hook.
 *
 * @returns {Promise<void>}
 */
async function closeAll() {
  const sockets = [...created];
  created.clear();
  await Promise.all(sockets.map(closeOne));
}

function closeOne(socket) {
  // What a test left behind must not run in the next one.
  socket.removeAllListeners();
  socket.on('error', () => {});
  return new Promise((resolve, reject) => {
    socket.on('close', resolve);
    try {
      socket.close();
    } catch (error) {
      if (error.message === 'Not running') {
        resolve();
      } else {
        reject(error);
      }
    }
  });
}

/**
 * Waits for an event. Unlike events.once() it does not take an 'error' event for a failure, unless that is the one.
 *
 * @param {EventEmitter} emitter
 * @param {string} event
 * @returns {Promise<Array>} the arguments of its listeners
 */
function eventOf(emitter, event) {
  return new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
}

/**
 * Closes sockets and waits until all are closed.
 *
 * @param {...dgram.Socket} sockets
 * @returns {Promise<void>}
 */
async function close(...sockets) {
  await Promise.all(sockets.map((socket) => {
    const closed = eventOf(socket, 'close');
    socket.close();
    return closed;
  }));
}

/**
 * Calls bind() and waits for what comes of it.
 *
 * @param {dgram.Socket} socket
 * @param {...*} args of bind(); default: an ephemeral port on 127.0.0.1
 * @returns {Promise<dgram.Socket>} rejected with the error of an 'error' event
 */
function bind(socket, ...args) {
  return new Promise((resolve, reject) => {
    function settle(finish, value) {
      socket.removeListener('listening', onListening);
      socket.removeListener('error', onError);
      finish(value);
    }
    const onListening = () => settle(resolve, socket);
    const onError = (error) => settle(reject, error);
    socket.on('listening', onListening);
    socket.on('error', onError);
    socket.bind(...(args.length > 0 ? args : [0, LOOPBACK]));
  });
}

/**
 * @param {string} [address] default '127.0.0.1'
 * @param {string|object} [type] as createSocket() takes it
 * @returns {Promise<dgram.Socket>} a new socket, bound to an ephemeral port
 */
function boundSocket(address = LOOPBACK, type) {
  return bind(createSocket(type), 0, address);
}

/**
 * @returns {Promise<{server: dgram.Socket, client: dgram.Socket, port: number}>} two sockets bound to 127.0.0.1, and
 *   the port of the server
 */
async function pair() {
  const [server, client] = await Promise.all([boundSocket(), boundSocket()]);
  return { server, client, port: server.address().port };
}

/**
 * Calls send() with a callback and waits for it. A refusal does not reject: it is an outcome like any other.
 *
 * @param {dgram.Socket} socket
 * @param {...*} args of send() without the callback
 * @returns {Promise<{error: ?Error, length: number}>}
 */
function send(socket, ...args) {
  return new Promise((resolve) => {
    socket.send(...args, (error, length) => resolve({ error, length }));
  });
}

/**
 * Collects messages.
 *
 * @param {dgram.Socket} socket
 * @param {number} count how many to wait for
 * @returns {Promise<Array<{message: Buffer, rinfo: object}>>} in the order of arrival
 */
function receive(socket, count) {
  return new Promise((resolve) => {
    const received = [];
    socket.on('message', function onMessage(message, rinfo) {
      received.push({ message, rinfo });
      if (received.length < count) return;
      socket.removeListener('message', onMessage);
      resolve(received);
    });
  });
}

/**
 * Collects messages as text.
 *
 * @param {dgram.Socket} socket
 * @param {number} count how many to wait for
 * @returns {Promise<string[]>} in the order of arrival
 */
async function receiveTexts(socket, count) {
  const received = await receive(socket, count);
  return received.map(({ message }) => message.toString());
}

/**
 * Collects messages from now on, to show what arrives and what does not.
 *
 * @param {dgram.Socket} receiver bound
 * @returns {{texts: string[], untilMarker: function(dgram.Socket=): Promise<string[]>}} `texts` are those that have
 *   come so far. untilMarker() sends a marker, from a new socket unless it is given one, stops collecting when that
 *   comes, and resolves to the texts of the messages that came before it
 */
function inboxOf(receiver) {
  const texts = [];
  const { port } = receiver.address();
  const marked = new Promise((resolve) => {
    receiver.on('message', function onMessage(message) {
      const text = message.toString();
      if (text !== MARKER) {
        texts.push(text);
        return;
      }
      receiver.removeListener('message', onMessage);
      resolve(texts);
    });
  });
  function untilMarker(sender = createSocket()) {
    sender.send(MARKER, port, LOOPBACK);
    return marked;
  }
  return { texts, untilMarker };
}

/**
 * Resolves when a message has gone from one socket to another: the loop has polled, and has told each socket that had
 * something to read.
 *
 * @returns {Promise<void>}
 */
async function roundTrip() {
  await inboxOf(await boundSocket()).untilMarker();
}

module.exports = {
  LOOPBACK,
  bind,
  boundSocket,
  close,
  closeAll,
  createSocket,
  eventOf,
  inboxOf,
  pair,
  receive,
  receiveTexts,
  roundTrip,
  send,
  track,
};
