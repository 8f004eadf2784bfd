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
  const { board, context, socket } = state;
  if (board.target !== null) {
    runInContext(context, emitOfTarget, state, slab, offset, board.target.read(size), ip, port);
  } else if (context === null) {
    emitMessage.call(socket, slab, offset, size, ip, port); // runInContext() would cost 2 % of a message
  } else {
    runInContext(context, emitMessage, socket, slab, offset, size, ip, port);
  }
}

/** `this` is the Socket. */
function emitMessage(slab, offset, size, ip, port) {
  const message = Buffer.from(slab, offset, size);
  this.emit('message', message, { address: addresses.toText(ip), family: 'IPv4', port, size });
}

/** `this` is the State. */
function emitOfTarget(slab, offset, size, ip, port) {
  const { socket, board } = this;
  const message = Buffer.from(slab, offset, size);
  board.target.restrict(message);
  socket.emit('message', message, { address: addresses.toText(ip), family: 'IPv4', port, size });
}

module.exports = { deliver, receive };
