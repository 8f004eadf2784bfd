'use strict';

// The board that this environment (the main thread, or one worker) is by itself. It simulates what environment
// variables and simulate() ask for, from the first socket on. This is the one place of lib/ that loads sim/, and only
// where something is asked for.

const { Board } = require('./board');
const environment = require('./environment');
const { raise } = require('./stacks');
const { settingsIn } = require('./variables');

class ProcessBoard extends Board {
  #inCode = null; // simulate() was not called
  #control = null;
  #begun = false;
  #reports = false;
  /** What is to be simulated; null: nothing. */
  settings = null;

  /** Where a fleet adds up what its boards counted: it gets the counts, null without a socket, and the seed. */
  collect = null;
  /** Where a fleet prints what its boards do: a function that gets text; null: to the standard error of the process. */
  print = null;

  constructor() {
    super();
    // Now, so that a mistake is reported where the package is loaded.
    if (settingsIn(process.env).length > 0) this.#use(null);
  }

  /** simulate() of lib/simulate.js; `spelled` are settings by name. Returns what its caller has of the network. */
  simulate(spelled) {
    if (this.#begun) {
      const error = new Error('simulate() must be called before the first socket is created. What it returns has ' +
        'set(), which changes the network later');
      error.code = 'IOTJS_DGRAM_TOO_LATE';
      raise(error);
    }
    this.#use({ ...this.#inCode, ...spelled });
    const { Control } = require('../sim/network/control');
    this.#control ??= new Control(this);
    return this.#control;
  }

  #use(inCode) {
    const { readForProcess } = require('../sim/board/settings');
    const { isObserved, isRecorded } = require('../sim/trace/settings');
    const settings = readForProcess(process.env, inCode);
    if (settings.strict) require('../sim/board/strict').checkScripts(settings);
    this.settings = settings;
    this.#inCode = inCode;
    if (isRecorded(settings)) require('../sim/trace/capture').claimCapture(settings);
    if (this.#reports || !(settings.report || isObserved(settings))) return;
    this.#reports = true;
    require('../sim/network/report').reportAtExit(this);
  }

  begin(Socket) {
    if (this.#begun) return;
    this.#begun = true;
    if (this.settings === null) return;
    require('../sim/board/board').equip(this, Socket, this.settings);
  }
}

// One for each environment, also where this file is evaluated again.
environment.board ??= new ProcessBoard();

module.exports = { board: environment.board };
