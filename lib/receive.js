'use strict';

// What a received datagram becomes: a Buffer and an rinfo, and the 'message' event.

const addresses = require('./addresses');
const { runInContext } = require('./async-context');

/** Gives a datagram of the addon's to the script; on a board that simulates nothing, at once. */
function receive(state, slab, offset, size, ip, port) {
  const { context, socket, board } = state;
  if (board.target !== null || board.network !== null) {
    receiveSimulated(state, slab, offset, size, ip, port);
  } else if (context === null) {
    emitMessage.call(socket, slab, offset, size, ip, port); // runInContext() would cost 2 % of a message
  } else {
    runInContext(context, emitMessage, socket, slab, offset, size, ip, port);
  }
}

function receiveSimulated(state, slab, offset, size, ip, port) {
  const { board, context, wire } = state;
  const emit = () => {
    if (state.closed) return;
    const sizeRead = board.target?.read(size) ?? size;
    // Of a duplicate, each copy has bytes of its own.
    const [bytes, start] = wire === null ? [slab, offset] : [slab.slice(offset, offset + sizeRead), 0];
    runInContext(context, emitSimulated, state, bytes, start, sizeRead, ip, port);
  };
  if (wire === null) emit();
  else wire.receive(size, emit, ip, port);
}

/** `this` is the Socket. */
function emitMessage(slab, offset, size, ip, port) {
  const message = Buffer.from(slab, offset, size);
  this.emit('message', message, { address: addresses.toText(ip), family: 'IPv4', port, size });
}

/** `this` is the State. */
function emitSimulated(slab, offset, size, ip, port) {
  const { socket, board } = this;
  const message = Buffer.from(slab, offset, size);
  board.target?.restrict(message);
  socket.emit('message', message, { address: addresses.toText(ip), family: 'IPv4', port, size });
}

module.exports = { receive };
