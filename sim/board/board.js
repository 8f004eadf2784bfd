'use strict';

const { Board } = require('../../lib/board');
const { Network } = require('../network/network');
const { isObserved } = require('../trace/settings');
const { Target } = require('./target');

/**
 * Has a board simulate what its settings say.
 *
 * @param {Board} board
 * @param {Function} Socket the class of its module
 * @param {object} settings as sim/board/settings.js reads them
 * @param {object} [clock] as for Network
 */
function equip(board, Socket, settings, clock) {
  const { target, strict, isBad, isInCode, report } = settings;
  if (target !== undefined || strict) {
    board.target = new Target(board, settings);
    board.target.install(Socket);
  }
  if (isBad || isInCode || report || isObserved(settings)) board.network = new Network(board, settings, clock);
  if (isObserved(settings)) {
    board.network.observer = require('../trace/observe').observe(board.network, settings, board.print);
  }
  if (report) board.isFirstTime('no socket'); // from now on nobody has to say so
}

/** A board that is not the process's own: one of several in a process, each with settings, chance and warnings of its
 * own. createDgram() makes its module. */
class SimulatedBoard extends Board {
  #settings;
  #clock;
  #begun = false;
  #warned = new Set();

  /**
   * @param {object} settings as sim/board/settings.js reads them; `index` tells its chances from those of others
   * @param {object} [clock] as for Network
   */
  constructor(settings, clock) {
    super();
    this.#settings = settings;
    this.#clock = clock;
  }

  begin(Socket) {
    if (this.#begun) return;
    this.#begun = true;
    equip(this, Socket, this.#settings, this.#clock);
  }

  isFirstTime(warning) {
    const isFirst = !this.#warned.has(warning);
    this.#warned.add(warning);
    return isFirst;
  }
}

module.exports = { SimulatedBoard, equip };
