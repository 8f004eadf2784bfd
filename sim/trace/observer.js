'use strict';

// What happens to the datagrams of a board, as events for those who want to know: its sinks, which print them
// (lines.js) or write them down (capture/).
//
// An event is an object:
//   kind       'send'         the script has sent a datagram; told when the system has taken or refused it, or close()
//                             has discarded it
//              'leave'        a copy of it has come out of the simulated network later
//              'arrive'       a datagram has come from the system
//              'deliver'      a copy of it is given to the script later
//              'unreachable'  the system has heard that a datagram did not arrive at the peer; it says why: `error`
//   time       when it was: milliseconds since the Unix epoch
//   socket     which of the board's sockets, from 0
//   id         of the datagram on its board, from 0: 'leave' has that of the 'send', 'deliver' that of the 'arrive'
//   local      {ip, port} of the socket; of one that is bound to all addresses, the one that the peer knows it by
//   peer       {ip, port}
//   ttl        of the packet, in hops
//   bytes      Uint8Array, the payload
//   fate       of 'send' and 'arrive': {lost, delays, overtaken}. `lost` is null or the name of a count in
//              conditions.js; `delays` has the milliseconds of each copy that comes out; where the datagram waits to be
//              overtaken, nobody knows them yet
//              of 'leave' and 'deliver': {late, copy}, milliseconds since the other event, and 1 for the duplicate
//   error      libuv's error code where the system has refused it, otherwise 0; why a peer is unreachable
//   discarded  whether it never left, or the script never got it: null; 'close', since its socket was closed before; or
//              'exit', since the script ended

const { performance } = require('node:perf_hooks');

const { isMulticast } = require('../../lib/addresses');
const { constants } = require('../../lib/native');
const { sourceAddress } = require('./source-address');

const DEFAULT_TTL = 64; // hops; Linux's
const DEFAULT_MULTICAST_TTL = 1;
const NOTHING = new Uint8Array(0);
const NOTHING_HAPPENED = Object.freeze({ lost: null, delays: Object.freeze([0]), overtaken: false });

function ttlOf(wire, ip) {
  return isMulticast(ip) ? wire.option(constants.MULTICAST_TTL) ?? DEFAULT_MULTICAST_TTL
    : wire.option(constants.TTL) ?? DEFAULT_TTL;
}

/** What a link has made of a datagram that it was given at `since`; a fate of null has it come out at once. */
function fateOf(passage, fate, since) {
  if (fate === null) return NOTHING_HAPPENED;
  const { lost, reordered } = fate;
  if (lost !== null || reordered) return { lost, delays: [], overtaken: reordered };
  const later = [passage, passage.other].filter((entry) => entry !== null && !Number.isNaN(entry.time));
  const delays = [...Array(passage.arrived).fill(0), ...later.map(({ time }) => Math.max(0, time - since))];
  return { lost: delays.length === 0 ? 'overflowed' : null, delays, overtaken: false };
}

class Observer {
  #now;
  #sinks;
  #lastId = -1;
  /** Events of what the script has sent and has not left yet, in any order: a Set costs as much as all the rest. */
  #leaving = [];
  /** The last one that was there when the system was last given datagrams: it got all of them, and senders are told one
   * after the other. */
  #lastToLeave = -1;

  /**
   * @param {function(): number} now milliseconds, on the clock of the network
   * @param {object[]} sinks each with event(event) and end()
   */
  constructor(now, sinks) {
    this.#now = now;
    this.#sinks = sinks;
  }

  /** The script has sent a datagram, at `since` on the clock of the network. */
  send(wire, outgoing, fate, since) {
    const { message, ip, port } = outgoing;
    const bytes = typeof message === 'string' ? Buffer.from(message) : message;
    const event = this.#event('send', wire, bytes, ip, port, ttlOf(wire, ip), since);
    event.fate = fateOf(outgoing, fate, since);
    outgoing.event = event;
    event.place = this.#leaving.push(event) - 1;
  }

  /** It has left, as far as the script is told, or the system has refused it. */
  sent(event, error) {
    if (event.id > this.#lastToLeave) this.#lastToLeave = this.#lastId;
    this.#remove(event);
    event.error = error;
    this.#tell(event);
  }

  /** close() has discarded it. */
  discarded(event) {
    this.#remove(event);
    event.discarded = 'close';
    this.#tell(event);
  }

  /** A copy of it has left later, or the system has refused that. */
  left(event, copy, error) {
    this.#tellLater('leave', event, copy, error, null);
  }

  /** A datagram has arrived, at `since`. */
  arrive(wire, incoming, fate, since) {
    const { ip, port, bytes } = incoming;
    const event = this.#event('arrive', wire, bytes, ip, port, DEFAULT_TTL, since);
    event.fate = fateOf(incoming, fate, since);
    incoming.event = event;
    this.#tell(event);
  }

  /** A copy of it is given to the script later, or cannot be, since its socket is closed. */
  deliver(event, copy, isClosed) {
    this.#tellLater('deliver', event, copy, 0, isClosed ? 'close' : null);
  }

  /** The system says that a peer cannot be reached. */
  unreachable(wire, error, ip, port) {
    const event = this.#event('unreachable', wire, NOTHING, ip, port, DEFAULT_TTL, this.#now());
    event.error = error;
    this.#tell(event);
  }

  /** The script has ended. */
  end() {
    for (const event of this.#leaving.sort((one, other) => one.id - other.id)) {
      // A script that ends in the callback of a send: the others left along with that one.
      if (event.id > this.#lastToLeave) event.discarded = 'exit';
      this.#tell(event);
    }
    this.#leaving = [];
    for (const sink of this.#sinks) sink.end();
    this.#sinks = []; // what its sockets do until it has gone is told nobody
  }

  /** It has left, unless the script had ended before: the last one takes its place. */
  #remove(event) {
    if (this.#leaving[event.place] !== event) return;
    const last = this.#leaving.pop();
    if (last === event) return;
    this.#leaving[event.place] = last;
    last.place = event.place;
  }

  #event(kind, wire, bytes, ip, port, ttl, time) {
    const { address = { ip: 0, port: 0 } } = wire;
    return {
      kind,
      time: performance.timeOrigin + time,
      socket: wire.socket,
      id: ++this.#lastId,
      local: address.ip === 0 ? { ip: sourceAddress(ip), port: address.port } : address,
      peer: { ip, port },
      ttl,
      bytes,
      fate: null,
      error: 0,
      discarded: null,
      place: -1, // of a 'send', in #leaving
    };
  }

  #tellLater(kind, first, copy, error, discarded) {
    const time = performance.timeOrigin + this.#now();
    this.#tell({ ...first, kind, time, fate: { late: time - first.time, copy }, error, discarded });
  }

  #tell(event) {
    for (const sink of this.#sinks) sink.event(event);
  }
}

module.exports = { Observer };
