'use strict';

// What a test has of the network while it runs: what simulate() returns.

const { isDeepStrictEqual } = require('node:util');
// As it is now: a test may put timers of its own in their place.
const { setImmediate } = require('node:timers');

const { raise } = require('../../lib/stacks');
const { readConditions } = require('../board/settings');
const { figures } = require('./report');

/** In so many turns of the event loop what is sent over loopback has come to its socket, also through a relay. */
const QUIET_TURNS = 3;

const nextTurn = () => new Promise((resolve) => { setImmediate(resolve); });

class Control {
  #board;

  /** @param {ProcessBoard} board */
  constructor(board) {
    this.#board = board;
  }

  /**
   * Changes conditions of the network: what is sent or received from now on has the new ones. Times in them count from
   * now. Before the first socket it is the same as simulate().
   *
   * @param {object} conditions by name, as simulate() takes them; what is not named stays as it is
   * @throws {TypeError} for what is no object
   * @throws {RangeError} code IOTJS_DGRAM_BAD_SETTING, for what is no condition or a wrong value
   */
  set(conditions) {
    if (conditions === null || typeof conditions !== 'object') {
      raise(new TypeError('set() takes an object such as { loss: \'100%\' }'));
    }
    const changed = readConditions(conditions);
    const { network } = this.#board;
    if (network === null) this.#board.simulate(changed.spelled);
    else network.change(changed);
  }

  /**
   * @returns {object} what has happened so far: the fields of --report=json that docs/networks.md describes, also where
   *   no report is wanted
   */
  counts() {
    return figures(this.#board.network);
  }

  /**
   * Waits until nothing is under way: nothing is delayed, waits in a queue, to be overtaken or for its turn to be given
   * to the script, and nothing comes in any more. It does not keep the process alive longer than that.
   *
   * @returns {Promise<void>}
   */
  async idle() {
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      await this.#board.network?.untilOut();
      const before = this.counts();
      await nextTurn();
      quiet = isDeepStrictEqual(this.counts(), before) ? quiet + 1 : 0;
    }
  }
}

module.exports = { Control };
