'use strict';

// One direction of a board's network: what is lost, what waits, and when the rest comes out at the other end.

const { EFFECTS, LOSSES } = require('./conditions');
const { HEADERS, fate } = require('./fate');
const { Fifo } = require('./fifo');

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
    /** Passages of those that wait to be overtaken, the last one first out. */
    this.held = [];
  }
}

/** What became of a datagram so far. */
class Passage {
  constructor(flow, size, delays, arrive, lose) {
    this.flow = flow;
    this.size = size;
    this.delays = delays;
    this.arrive = arrive;
    this.lose = lose;
    /** How many of its copies are on their way: 0 when it has come to its end. */
    this.copies = delays.length;
    /** How many have arrived. */
    this.arrived = 0;
    /** Whether the link is still being handed it. */
    this.isNew = true;
    /** What the schedule has of it. */
    this.entries = [];
  }
}

class Link {
  #conditions;
  #key;
  #schedule;
  #line = new Fifo(); // when those that are on the line, or wait for it, will have been sent
  #freeAt = 0; // when the line has sent all that was given to it

  /**
   * @param {object} conditions as sim/board/settings.js reads them
   * @param {number[]} key what tells this link's chances from those of others: the seed, and which link it is
   * @param {Schedule} schedule
   */
  constructor(conditions, key, schedule) {
    this.#conditions = conditions;
    this.#key = key;
    this.#schedule = schedule;
    /** How many copies are on their way. */
    this.underWay = 0;
    /** How many datagrams there were, and how many of each kind of conditions.js. */
    this.counts = { datagrams: 0 };
    for (const name of Object.keys({ ...LOSSES, ...EFFECTS })) this.counts[name] = 0;
  }

  /**
   * Takes a datagram. Each of its copies ends by a call of `arrive` or of `lose`, with the passage: from within this
   * call where nothing delays it, later otherwise. Others that it overtakes may come out within this call, too, behind
   * it.
   *
   * @param {Flow} flow the socket's
   * @param {number} size of the payload in bytes
   * @param {function(Passage)} arrive must not throw
   * @param {function(Passage)} lose must not throw
   * @returns {Passage}
   */
  take(flow, size, arrive, lose) {
    const { counts } = this;
    counts.datagrams++;
    const { lost, reordered, delays } = fate(this.#conditions, [...this.#key, flow.socket, flow.number++], size);
    const passage = new Passage(flow, size, delays, arrive, lose);
    this.underWay += passage.copies;
    if (delays.length > 1) counts.duplicated++;
    // Read once: a time that passes while this runs must not have a later datagram go at once and an earlier one wait.
    const now = this.#schedule.now();
    if (lost !== null) {
      counts[lost]++;
    } else if (reordered) {
      counts.reordered++;
      this.#hold(passage, now);
    } else {
      const last = this.#passOn(passage, now, 0);
      if (last !== undefined) this.#release(flow, now, last);
    }
    passage.isNew = false;
    return passage;
  }

  /** Takes a datagram out of the network: none of its copies arrives or is lost any more. */
  cancel(passage) {
    for (const entry of passage.entries) this.#schedule.cancel(entry);
    passage.flow.held = passage.flow.held.filter((each) => each !== passage);
    this.underWay -= passage.copies;
    passage.copies = 0;
  }

  /** Until the next one overtakes it, or none does in time. */
  #hold(passage, now) {
    const { flow } = passage;
    flow.held.push(passage);
    passage.entries = [this.#schedule.add(now + PATIENCE, () => {
      flow.held = flow.held.filter((each) => each !== passage);
      this.#passOn(passage, this.#schedule.now(), 0);
    })];
  }

  /** Lets those go that have been overtaken: each before the one that it was overtaken by. */
  #release(flow, now, notBefore) {
    const { held } = flow;
    flow.held = [];
    for (const passage of held.reverse()) {
      for (const entry of passage.entries) this.#schedule.cancel(entry);
      notBefore = this.#passOn(passage, now, notBefore) ?? notBefore;
    }
  }

  /** Sends a datagram down the line, to arrive at `notBefore` at the earliest. When the last copy does, or undefined
   * where none will. */
  #passOn(passage, now, notBefore) {
    let last;
    passage.entries = [];
    for (const delay of passage.delays) {
      const sentAt = this.#enqueue(passage.size, now);
      if (sentAt === undefined) {
        this.counts.overflowed++;
        this.#end(passage, passage.lose);
        continue;
      }
      const time = Math.max(sentAt + delay, notBefore);
      last = Math.max(last ?? 0, time);
      if (time <= now) {
        passage.arrived++;
        this.#end(passage, passage.arrive);
      } else {
        this.counts.delayed++;
        passage.entries.push(this.#schedule.add(time, () => {
          passage.arrived++;
          this.#end(passage, passage.arrive);
        }));
      }
    }
    return last;
  }

  #end(passage, tell) {
    passage.copies--;
    this.underWay--;
    tell(passage);
  }

  /** When the line will have sent it, or undefined where the queue is full. */
  #enqueue(size, now) {
    const { queue, rate } = this.#conditions;
    if (rate === Infinity) return now;
    while (this.#line.length > 0 && this.#line.first <= now) this.#line.shift();
    if (this.#line.length > queue) return undefined; // one is on the line, the others wait
    this.#freeAt = Math.max(this.#freeAt, now) + (size + HEADERS) * BITS / rate * 1000;
    this.#line.push(this.#freeAt);
    return this.#freeAt;
  }
}

module.exports = { Flow, Link, PATIENCE };
