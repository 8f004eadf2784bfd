'use strict';

// Evaluated in the context of each copy: its board.

const { Board } = require('../../../../lib/board');

/** A board that simulates what the settings of its fleet say. Warnings are given once for all copies. */
class LightBoard extends Board {
  #settings;
  #begun = false;

  /**
   * @param {?object} settings as sim/board/settings.js reads them, with the index of the copy; null: none
   * @param {function(string)} print prints to the standard error of the copy
   */
  constructor(settings, print) {
    super();
    this.#settings = settings;
    this.print = print;
  }

  begin(Socket) {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#settings !== null) require('../../../board/board').equip(this, Socket, this.#settings);
  }
}

module.exports = { LightBoard };
