'use strict';

// One direction of a board's network: what is lost, what waits, and when the rest comes out at the other end.

const { extend, hash } = require('./chance');
const { EFFECTS, LOSSES } = require('./conditions');
const { HEADERS, PLAIN, fate } = require('./fate');
const { Fifo } = require('./fifo');
const { Entry } = require('./schedule');
const { Timeline } = require('./timeline');

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
    this.held = new Set();
  }
}

/**
 * A datagram on its way through a link, and what the schedule has of its first copy. Those who give datagrams to a link
 * extend this class by what they want to do when one comes out.
 */
class Passage extends Entry {
  /**
   * @param {Flow} flow
   * @param {number} size of the payload in bytes
   */
  constructor(flow, size) {
    super();
    this.flow = flow;
    this.size = size;
    /** Set by the link. */
    this.link = null;
    /** Milliseconds for each copy of it that comes out. */
    this.delays = null;
    /** How many of its copies are on their way: 0 when it has come to its end. */
    this.copies = 0;
    /** How many have arrived. */
    this.arrived = 0;
    /** Whether the link is still being handed it. */
    this.isNew = true;
    /** What else the schedule has of it, if anything: its second copy, or that it waits to be overtaken. */
    this.other = null;
  }

  run() {
    this.link.arrive(this);
  }

  /** A copy comes out. Must not throw. */
  arrive() {}

  /** A copy does not. Must not throw. */
  lose() {}
}

/** The second copy of a datagram. */
class Duplicate extends Entry {
  constructor(passage) {
    super();
    this.passage = passage;
  }

  run() {
    this.passage.run();
  }
}

/** That a datagram waits to be overtaken, until it is no use any more. */
class Wait extends Entry {
  constructor(passage) {
    super();
    this.passage = passage;
  }

  run() {
    this.passage.link.giveUp(this.passage);
  }
}

class Link {
  #timeline;
  #key;
  #schedule;
  #line = new Fifo(); // when those that are on the line, or wait for it, will have been sent
  #freeAt = 0; // when the line has sent all that was given to it

  /**
   * @param {object} conditions as sim/board/settings.js reads them; their times count from now
   * @param {number[]} key what tells this link's chances from those of others: the seed, and which link it is
   * @param {Schedule} schedule
   */
  constructor(conditions, key, schedule) {
    this.#timeline = new Timeline(conditions, schedule.now());
    this.#key = hash(...key);
    this.#schedule = schedule;
    /** How many copies are on their way. */
    this.underWay = 0;
    /** How many datagrams there were, and how many of each kind of conditions.js. */
    this.counts = { datagrams: 0 };
    for (const name of Object.keys({ ...LOSSES, ...EFFECTS })) this.counts[name] = 0;
  }

  /** From now on, some conditions are others: as Timeline.change(). */
  change(conditions) {
    this.#timeline.change(conditions, this.#schedule.now());
  }

  /**
   * Counts a datagram and decides what happens to it.
   *
   * @param {Flow} flow the socket's
   * @param {number} size of the payload in bytes
   * @returns {?object} its fate, for take(); null where it comes out at once and alone, as most do
   */
  judge(flow, size) {
    const { counts } = this;
    counts.datagrams++;
    const conditions = this.#timeline.steady ?? this.#timeline.at(this.#schedule.now());
    const result = fate(conditions, extend(this.#key, flow.socket), flow.number++, size);
    return result === PLAIN && flow.held.size === 0 && this.#isFree(conditions) ? null : result;
  }

  /** Whether a datagram need not wait for others on the line. */
  #isFree({ rate }) {
    return rate === Infinity && (this.#freeAt === 0 || this.#freeAt <= this.#schedule.now());
  }

  /**
   * Takes a datagram. Each of its copies ends by a call of its arrive() or lose(): from within this call where nothing
   * delays it, later otherwise. Others that it overtakes may come out within this call, too, behind it.
   *
   * @param {Passage} passage a new one
   * @param {object} fate from judge()
   * @returns {number} when that was, in milliseconds
   */
  take(passage, { lost, reordered, delays }) {
    const { counts } = this;
    passage.link = this;
    passage.delays = delays;
    passage.copies = delays.length;
    this.underWay += delays.length;
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
      if (last !== undefined && passage.flow.held.size > 0) this.#release(passage.flow, now, last);
    }
    passage.isNew = false;
    return now;
  }

  /** Takes a datagram out of the network: none of its copies arrives or is lost any more. */
  cancel(passage) {
    this.#schedule.cancel(passage);
    if (passage.other !== null) this.#schedule.cancel(passage.other);
    passage.flow.held.delete(passage);
    this.underWay -= passage.copies;
    passage.copies = 0;
  }

  /** Until the next one overtakes it, or none does in time. */
  #hold(passage, now) {
    passage.flow.held.add(passage);
    passage.other = new Wait(passage);
    this.#schedule.add(passage.other, now + PATIENCE);
  }

  /** None has overtaken it in time. */
  giveUp(passage) {
    passage.flow.held.delete(passage);
    this.#passOn(passage, this.#schedule.now(), 0);
  }

  /** Lets those go that have been overtaken: each before the one that it was overtaken by. */
  #release(flow, now, notBefore) {
    const { held } = flow;
    flow.held = new Set();
    for (const passage of [...held].reverse()) {
      this.#schedule.cancel(passage.other);
      notBefore = this.#passOn(passage, now, notBefore) ?? notBefore;
    }
  }

  /** Sends a datagram down the line, to arrive at `notBefore` at the earliest. When the last copy does, or undefined
   * where none will. */
  #passOn(passage, now, notBefore) {
    let last;
    passage.other = null;
    for (const delay of passage.delays) {
      const sentAt = this.#enqueue(passage.size, now);
      if (sentAt === undefined) {
        this.counts.overflowed++;
        passage.copies--;
        this.underWay--;
        passage.lose();
        continue;
      }
      const time = Math.max(sentAt + delay, notBefore);
      last = Math.max(last ?? 0, time);
      if (time <= now) {
        this.arrive(passage);
      } else {
        this.counts.delayed++;
        const isFirst = Number.isNaN(passage.time);
        if (!isFirst) passage.other = new Duplicate(passage);
        this.#schedule.add(isFirst ? passage : passage.other, time);
      }
    }
    return last;
  }

  /** A copy comes out. */
  arrive(passage) {
    passage.copies--;
    passage.arrived++;
    this.underWay--;
    passage.arrive();
  }

  /** When the line will have sent it, or undefined where the queue is full. */
  #enqueue(size, now) {
    const { queue, rate } = this.#timeline.at(now);
    // What came while there was a rate has its time on the line, and is not overtaken.
    if (rate === Infinity) return Math.max(this.#freeAt, now);
    while (this.#line.length > 0 && this.#line.first <= now) this.#line.shift();
    if (this.#line.length > queue) return undefined; // one is on the line, the others wait
    this.#freeAt = Math.max(this.#freeAt, now) + (size + HEADERS) * BITS / rate * 1000;
    this.#line.push(this.#freeAt);
    return this.#freeAt;
  }
}

module.exports = { Flow, Link, PATIENCE, Passage };
