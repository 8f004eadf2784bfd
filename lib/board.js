'use strict';

const { Addon } = require('./addon');
const { Lookups } = require('./lookups');
const mainRealm = require('./realm');
const { isFirstTime } = require('./warnings');

/**
 * What one script runs on, as far as the module has to know it. This is the plain one, which simulates nothing;
 * sim/board/board.js has the other.
 */
class Board {
  /** What acts out a target, or null: see sim/board/target.js. */
  target = null;
  /** The simulated network, or null: see sim/network/network.js. */
  network = null;

  /**
   * @param {object} [realm] of its script; default: that of this process
   * @param {Addon} [addon] its way to the addon
   */
  constructor(realm = mainRealm, addon = new Addon(realm)) {
    this.realm = realm;
    this.addon = addon;
    this.lookups = new Lookups(realm, addon);
  }

  /** A socket of this class is about to be opened: with the first one, the board's settings take effect. */
  begin(Socket) { // eslint-disable-line no-unused-vars -- the plain board has no settings
  }

  /** @returns {boolean} whether this is the first time that this board is asked for one of the once-only warnings */
  isFirstTime(warning) {
    return isFirstTime(warning);
  }
}

module.exports = { Board };
