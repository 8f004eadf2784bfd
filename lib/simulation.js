'use strict';

// What this environment simulates: a board, a bad network, or nothing. The settings come from environment variables,
// which the command line sets, and from simulate(). They take effect with the first socket.

const native = require('./native');
const { Network } = require('./network/network');
const { reportAtExit } = require('./network/report');
const settings = require('./settings');
const { Target } = require('./target');

class Simulation {
  #inCode = {};
  #begun = false;
  #read;

  constructor() {
    /** The board that this process is, or null. */
    this.target = null;
    /** The network that it is in, or null. */
    this.network = null;
    /** Whether there is either: received messages are looked at then. */
    this.active = false;
    // Now, so that a mistake is told of where the package is loaded.
    this.#read = this.#readAll();
  }

  /** Those of the environment count before those in code: who starts a run decides. */
  #readAll() {
    const inEnvironment = settings.fromEnvironment(process.env);
    const index = process.env.IOTJS_DGRAM_INDEX;
    if (index !== undefined && !/^\d{1,9}$/.test(index)) {
      throw settings.badSetting(`IOTJS_DGRAM_INDEX must be the number of a copy in a fleet; it is '${index}'.`);
    }
    const nameOf = (name) => (name in inEnvironment ? `${settings.variableOf(name)} (or --${name})` : name);
    return settings.read({ ...this.#inCode, ...inEnvironment }, nameOf);
  }

  /** simulate() of lib/simulate.js. */
  add(spelled) {
    if (this.#begun) {
      const error = new Error('simulate() must be called before the first socket is created');
      error.code = 'IOTJS_DGRAM_TOO_LATE';
      throw error;
    }
    const before = this.#inCode;
    this.#inCode = { ...before, ...spelled };
    try {
      this.#read = this.#readAll();
    } catch (error) {
      this.#inCode = before;
      throw error;
    }
  }

  /**
   * A socket is being created. With the first one, the settings take effect.
   *
   * @param {Function} Socket the class, whose methods become the board's
   */
  begin(Socket) {
    if (this.#begun) return;
    this.#begun = true;
    const { target, allow, isBad, report } = this.#read;
    if (target !== undefined) {
      this.target = new Target(target, allow);
      this.target.install(Socket);
    }
    if (isBad || report) {
      this.network = new Network(this.#read, { board: Number(process.env.IOTJS_DGRAM_INDEX ?? 0) });
      if (report) reportAtExit(this.network);
    }
    this.active = this.target !== null || this.network !== null;
  }
}

// One for each environment, also where this file is evaluated again, as by a test runner that clears the require cache.
if (native.simulation === undefined) Object.defineProperty(native, 'simulation', { value: new Simulation() });

module.exports = { simulation: native.simulation };
