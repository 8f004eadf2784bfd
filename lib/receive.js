'use strict';

// What a received datagram becomes: a Buffer and an rinfo, and the 'message' event.

const addresses = require('./addresses');
const { runInContext } = require('./async-context');

/** Takes a datagram of the addon's; on a board that simulates nothing, the script gets it at once. */
function receive(state, slab, offset, size, ip, port) {
  if (state.wire === null) deliver(state, slab, offset, size, ip, port);
  else state.wire.receive(slab, offset, size, ip, port);
}

/** Gives a datagram to the script, unless its socket is closed. */
function deliver(state, slab, offset, size, ip, port) {
  if (state.closed) return;
  const { board, context } = state;
  if (board.target !== null) {
    runInContext(context, emitOfTarget, state, slab, offset, size, ip, port);
  } else if (context === null) {
    emitMessage.call(state, slab, offset, size, ip, port); // runInContext() would cost 2 % of a message
  } else {
    runInContext(context, emitMessage, state, slab, offset, size, ip, port);
  }
}

/** `this` is the State. */
function emitMessage(slab, offset, size, ip, port) {
  const { board: { realm }, socket } = this;
  socket.emit('message', realm.bufferOf(slab, offset, size), realm.infoOf(addresses.toText(ip), port, size));
}

/** `this` is the State. */
function emitOfTarget(slab, offset, size, ip, port) {
  const { board: { realm, target }, socket } = this;
  const count = target.read(size); // may warn, so the script may run
  const message = realm.bufferOf(slab, offset, count);
  target.restrict(message);
  socket.emit('message', message, realm.infoOf(addresses.toText(ip), port, count));
}

module.exports = { deliver, receive };
