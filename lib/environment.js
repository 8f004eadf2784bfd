'use strict';

// What all boards of this environment (the main thread, or one worker) share: the functions that the addon calls, and
// what is under way.
//
// The addon calls them with the owner of a socket as `this`: whoever was given to native.open(). An owner has those
// of these methods that can be called for its socket, and does in each what is right for it:
//   bound(status, ip)                       what native.bind() asked for has been done, or why not
//   message(slab, offset, size, ip, port)   a datagram has arrived
//   receiveFailed(status)                   the system could not receive
//   refused(count, status, ip, port)        the system refused so many sends without an id, the first one for that
//   unreachable(status, ip, port)           with the option TELL_UNREACHABLE: a datagram did not arrive there

const { markAsUntransferable } = require('node:worker_threads');

const native = require('./native');
const { busyPoll, segmentation } = require('./arguments');

/** Values that the addon knows by a number. Numbers start at 1; one is free again when its value is taken. */
class Slots {
  #values = [undefined];
  #free = [];

  add(value) {
    const id = this.#free.length > 0 ? this.#free.pop() : this.#values.length;
    this.#values[id] = value;
    return id;
  }

  take(id) {
    const value = this.#values[id];
    this.#values[id] = undefined;
    this.#free.push(id);
    return value;
  }
}

let lastSlab = null;

const environment = {
  /** Who is told how a send ended: an object with end(status, size), by the id given to native.send(). */
  sends: new Slots(),
  /** Who waits for a name: a function that gets status and ip, by the id given to native.lookup(). */
  lookups: new Slots(),
  /** Its own board and the module of that: see process-board.js and process-dgram.js. */
  board: null,
  dgram: null,

  bound(status, ip) {
    this.bound(status, ip);
  },

  message(slab, offset, size, ip, port) {
    if (slab !== lastSlab) {
      // Messages share it: transferring one of them must not take the others away.
      markAsUntransferable(slab);
      lastSlab = slab;
    }
    this.message(slab, offset, size, ip, port);
  },

  receiveFailed(status) {
    this.receiveFailed(status);
  },

  refused(count, status, ip, port) {
    this.refused(count, status, ip, port);
  },

  unreachable(status, ip, port) {
    this.unreachable(status, ip, port);
  },

  sent(id, status, size) {
    this.sends.take(id).end(status, size);
  },

  resolved(id, status, ip) {
    this.lookups.take(id)(status, ip);
  },
};

// The addon keeps the object that it was first given and returns it. So there is one for each environment, also where
// this file is evaluated again, as by a test runner that clears the require cache.
const { IOTJS_DGRAM_BUSY_POLL, IOTJS_DGRAM_SEGMENT } = process.env;
module.exports = native.start(environment, segmentation(IOTJS_DGRAM_SEGMENT), busyPoll(IOTJS_DGRAM_BUSY_POLL));
