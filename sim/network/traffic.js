'use strict';

// What one board's sockets have sent, received, and waited for: only where a report is wanted.

/** So many peers are remembered that have been sent to and have not answered; of more, those sent to last. */
const PEERS_MAX = 256;

const PORTS = 2 ** 16;

class Traffic {
  #now;
  /** When each peer was sent to last, until it answers: the one that has waited longest comes first. */
  #asked = new Map();
  #sent = 0;
  #received = 0;
  #answered = 0;
  #total = 0; // milliseconds until answers, added up
  #longest = 0;

  /** @param {function(): number} now milliseconds */
  constructor(now) {
    this.#now = now;
  }

  /** The script has sent a message; what becomes of it is the network's business. */
  send(ip, port) {
    const peer = ip * PORTS + port;
    this.#sent++;
    this.#asked.delete(peer); // so that it goes to the end
    this.#asked.set(peer, this.#now());
    if (this.#asked.size > PEERS_MAX) this.#asked.delete(this.#asked.keys().next().value);
  }

  /** The script is given a message. It is an answer where the sender was sent to since its last one. */
  receive(ip, port) {
    const peer = ip * PORTS + port;
    this.#received++;
    const asked = this.#asked.get(peer);
    if (asked === undefined) return;
    this.#asked.delete(peer);
    const milliseconds = this.#now() - asked;
    this.#answered++;
    this.#total += milliseconds;
    this.#longest = Math.max(this.#longest, milliseconds);
  }

  /**
   * @param {number} lost how many datagrams the network has lost
   * @returns {object} numbers of messages; times to the answer in ms, null without one
   */
  counts(lost) {
    const isAnswered = this.#answered > 0;
    return {
      sent: this.#sent,
      received: this.#received,
      lost,
      answered: this.#answered,
      meanMs: isAnswered ? round(this.#total / this.#answered) : null,
      longestMs: isAnswered ? round(this.#longest) : null,
    };
  }
}

/** To microseconds. */
function round(milliseconds) {
  return Math.round(milliseconds * 1000) / 1000;
}

/** The counts of a board that has made no socket. */
const NO_TRAFFIC = Object.freeze(new Traffic(() => 0).counts(0));

module.exports = { NO_TRAFFIC, PEERS_MAX, Traffic };
