'use strict';

// What a received datagram becomes: a Buffer and an rinfo, and the 'message' event.

const addresses = require('./addresses');
const { runInContext } = require('./async-context');

/** Gives a datagram of the addon's to the script; on a board that simulates nothing, at once. */
function receive(state, slab, offset, size, ip, port) {
  const { target, network } = state.board;
  if (target === null && network === null) {
    runInContext(state.context, emitMessage, state.socket, slab, offset, size, ip, port);
  } else {
    receiveSimulated(state, slab, offset, size, ip, port);
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
  else wire.receive(size, emit);
}

/** `this` is the Socket. */
function emitMessage(slab, offset, size, ip, port) {
  emit(this, Buffer.from(slab, offset, size), ip, port, size);
}

/** `this` is the State. */
function emitSimulated(slab, offset, size, ip, port) {
  const message = Buffer.from(slab, offset, size);
  emit(this.socket, this.board.target === null ? message : this.board.target.restrict(message), ip, port, size);
}

function emit(socket, message, ip, port, size) {
  socket.emit('message', message, { address: addresses.toText(ip), family: 'IPv4', port, size });
}

module.exports = { receive };
