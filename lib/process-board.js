'use strict';

// The board that this environment (the main thread, or one worker) is by itself. It simulates what environment
// variables and simulate() ask for, from the first socket on. This is the one place of lib/ that loads sim/, and only
// where something is asked for.

const { Board } = require('./board');
const environment = require('./environment');
const { raise } = require('./stacks');
const { settingsIn } = require('./variables');

function readSettings(inCode) {
  const { readForProcess } = require('../sim/board/settings');
  const settings = readForProcess(process.env, inCode);
  if (settings.strict) require('../sim/board/strict').checkScripts(settings);
  return settings;
}

class ProcessBoard extends Board {
  #inCode = {};
  #begun = false;
  /** What is to be simulated; null: nothing. */
  #settings = null;

  /**
   * Where a fleet adds up what its boards counted: a function that gets the counts and the seed. Null: it is printed.
   */
  collect = null;

  constructor() {
    super();
    // Now, so that a mistake is reported where the package is loaded.
    if (settingsIn(process.env).length > 0) this.#settings = readSettings({});
  }

  /**
   * simulate() of lib/simulate.js.
   *
   * @param {object} spelled settings by name
   */
  simulate(spelled) {
    if (this.#begun) {
      const error = new Error('simulate() must be called before the first socket is created');
      error.code = 'IOTJS_DGRAM_TOO_LATE';
      raise(error);
    }
    const inCode = { ...this.#inCode, ...spelled };
    this.#settings = readSettings(inCode);
    this.#inCode = inCode;
  }

  begin(Socket) {
    if (this.#begun) return;
    this.#begun = true;
    if (this.#settings === null) return;
    const { equip } = require('../sim/board/board');
    equip(this, Socket, this.#settings);
    if (!this.#settings.report) return;
    const { reportAtExit } = require('../sim/network/report');
    reportAtExit(this.network, () => this.collect);
  }
}

// One for each environment, also where this file is evaluated again.
environment.board ??= new ProcessBoard();

module.exports = { board: environment.board };
