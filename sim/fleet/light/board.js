'use strict';

const { performance } = require('node:perf_hooks');

const { Board } = require('../../../lib/board');
const { equip } = require('../../board/board');
const { Timer } = require('./timers');

/** The board of a copy, which simulates what the settings of its fleet say. Warnings are given once for all copies. */
class LightBoard extends Board {
  #clock;
  #settings;
  #begun = false;

  /**
   * @param {Copy} copy
   * @param {CopyRealm} realm of the copy
   * @param {HeldAddon} addon of the copy
   * @param {?object} settings as sim/board/settings.js reads them, with the index of the copy; null: none
   */
  constructor(copy, realm, addon, settings) {
    super(realm, addon);
    this.#settings = settings;
    this.#clock = {
      now: () => performance.now(),
      setTimer: (callback, delay) => new Timer(copy, callback, undefined, [], Math.ceil(delay), false),
      clearTimer: (timer) => timer.cancel(),
    };
    /** Prints to the standard error of the copy, also where it is mute, since it has been abandoned. */
    this.print = (text) => copy.emit('output', 2, text);
  }

  begin(Socket) {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#settings !== null) equip(this, Socket, this.#settings, this.#clock);
  }
}

module.exports = { LightBoard };
