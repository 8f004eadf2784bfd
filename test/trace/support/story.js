'use strict';

// Captures for tests, of what boards are said to have sent and received.

const { openCapture } = require('../../../sim/trace/capture');

const LOOPBACK = 0x7f000001;
const START = 1.8e12; // ms since the Unix epoch

/** A board whose events are recorded. Times are in ms since the start. */
class Board {
  #capture;
  #ids = 0;

  constructor(file, name, index, isFleet) {
    this.#capture = openCapture({ file, board: { name, index, isFleet } });
  }

  #tell(kind, time, id, about) {
    const { socket = 0, local, peer, bytes, ttl = 64, error = 0, discarded = null, fate } = about;
    const endpoint = (end) => (typeof end === 'number' ? { ip: LOOPBACK, port: end } : end);
    this.#capture.event({
      kind, time: START + time, socket, id, local: endpoint(local), peer: endpoint(peer), ttl,
      bytes: Buffer.from(bytes), fate, error, discarded,
    });
  }

  /**
   * A datagram that it sends. `lost` is the name of a count, `delays` are those of its copies in ms; `isCut`: the board
   * ends before they come out; `isClosed`: close() discards them then.
   *
   * @returns {number} when the first copy leaves, or undefined
   */
  send(time, about) {
    return this.#pass(time, about, 'send', 'leave');
  }

  /** One that it gets, in the same way. */
  receive(time, about) {
    return this.#pass(time, about, 'arrive', 'deliver');
  }

  #pass(time, does, first, second) {
    const { lost = null, delays = [0], overtaken = false, isCut = false, isClosed = false, ...about } = does;
    const id = this.#ids++;
    this.#tell(first, time, id, { ...about, fate: { lost, delays: lost === null ? delays : [], overtaken } });
    if (lost !== null || about.error !== undefined) return undefined;
    for (const [copy, late] of isCut ? [] : delays.entries()) {
      if (late === 0 && copy === 0) continue;
      this.#tell(second, time + late, id, { ...about, discarded: isClosed ? 'close' : null, fate: { late, copy } });
    }
    return time + delays[0];
  }

  end() {
    this.#capture.end();
  }
}

/**
 * @param {string} file is made
 * @param {string} name of the script
 * @returns {Board}
 */
function record(file, name) {
  return new Board(file, name, 0, false);
}

/** The copy of a fleet for which prepareCapture() has made the file. */
function recordCopy(file, name, index) {
  return new Board(file, name, index, true);
}

module.exports = { LOOPBACK, record, recordCopy };
