'use strict';

// One direction of a board's network: what is lost, what waits, and when the rest comes out at the other end.

const { HEADERS, fate } = require('./fate');

const BITS = 8;

/** How long a datagram waits at most for the next one to overtake it, in milliseconds. */
const PATIENCE = 100;

/** The datagrams of one socket in this direction. */
class Flow {
  /** @param {number} socket which of the board's sockets it is, from 0 */
  constructor(socket) {
    this.socket = socket;
    /** Of the next datagram, from 0. */
    this.number = 0;
    /** Datagrams that wait to be overtaken, the last one first out. */
    this.held = [];
    /** How often patience was promised; a promise that is not the newest has been overtaken itself. */
    this.patience = 0;
  }
}

class Link {
  #conditions;
  #key;
  #schedule;
  #freeAt = 0; // when the line has sent all that was given to it
  #queue = []; // when each datagram that is on the line or waits for it has been sent

  /**
   * @param {object} conditions as lib/settings.js reads them
   * @param {number[]} key what tells this link's chances from those of others: the seed, and which link it is
   * @param {Schedule} schedule
   */
  constructor(conditions, key, schedule) {
    this.#conditions = conditions;
    this.#key = key;
    this.#schedule = schedule;
    /** How many copies have neither arrived nor been lost. */
    this.underWay = 0;
    this.counts = { datagrams: 0, lost: 0, tooLarge: 0, overflowed: 0, delayed: 0, duplicated: 0, reordered: 0 };
  }

  /**
   * Takes a datagram. Each of its copies ends by a call of `arrive` or of `lose`: from within this call where nothing
   * delays it, later otherwise. Others that it overtakes may come out within this call, too, behind it.
   *
   * @param {Flow} flow the socket's
   * @param {number} size of the payload in bytes
   * @param {function()} arrive must not throw
   * @param {function()} lose must not throw
   * @returns {number} how many copies there are: 0 to 2
   */
  take(flow, size, arrive, lose) {
    const { counts } = this;
    counts.datagrams++;
    const { lost, reordered, delays } = fate(this.#conditions, [...this.#key, flow.socket, flow.number++], size);
    if (lost !== null) {
      counts[lost === 'mtu' ? 'tooLarge' : 'lost']++;
      return 0;
    }
    if (delays.length > 1) counts.duplicated++;
    const datagram = { size, delays, arrive, lose };
    if (reordered) {
      counts.reordered++;
      this.underWay += delays.length;
      flow.held.push(datagram);
      this.#promisePatience(flow);
    } else {
      const last = this.#passOn(datagram, 0);
      if (last !== undefined) this.#release(flow, last);
    }
    return delays.length;
  }

  /** Lets those go that have been overtaken, or will not be: each before the one that it was overtaken by. */
  #release(flow, notBefore) {
    while (flow.held.length > 0) {
      const datagram = flow.held.pop();
      this.underWay -= datagram.delays.length;
      notBefore = this.#passOn(datagram, notBefore) ?? notBefore;
    }
  }

  /** Sends a datagram down the line, to arrive at `notBefore` at the earliest. When the last copy does, or undefined
   * where none will. */
  #passOn({ size, delays, arrive, lose }, notBefore) {
    const { counts } = this;
    let last;
    for (const delay of delays) {
      const sentAt = this.#enqueue(size);
      if (sentAt === undefined) {
        counts.overflowed++;
        lose();
        continue;
      }
      const time = Math.max(sentAt + delay, notBefore);
      last = Math.max(last ?? 0, time);
      if (time <= this.#schedule.now()) {
        arrive();
      } else {
        counts.delayed++;
        this.underWay++;
        this.#schedule.add(time, () => {
          this.underWay--;
          arrive();
        });
      }
    }
    return last;
  }

  /** When the line will have sent it, or undefined where the queue is full. */
  #enqueue(size) {
    const { queue, rate } = this.#conditions;
    const now = this.#schedule.now();
    if (rate === Infinity) return now;
    while (this.#queue.length > 0 && this.#queue[0] <= now) this.#queue.shift();
    if (this.#queue.length > queue) return undefined; // one is on the line, the others wait
    this.#freeAt = Math.max(this.#freeAt, now) + (size + HEADERS) * BITS / rate * 1000;
    this.#queue.push(this.#freeAt);
    return this.#freeAt;
  }

  /** Nothing may come that overtakes it. */
  #promisePatience(flow) {
    const promise = ++flow.patience;
    this.#schedule.add(this.#schedule.now() + PATIENCE, () => {
      if (promise === flow.patience) this.#release(flow, 0);
    });
  }
}

module.exports = { Flow, Link, PATIENCE };
