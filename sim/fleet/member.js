'use strict';

const { EventEmitter } = require('node:events');
const { constants } = require('node:os');

/**
 * One copy of the script, seen from the command. Emits 'started' once, and 'end' once with how it ended: 'well',
 * 'stopped' (as it was asked to), 'failed', with the reason, or 'terminated'; before that, 'counts' for its network.
 * There is a class for each kind of copy, which has start() and says what happens by the methods below.
 */
class Member extends EventEmitter {
  #signal = null;
  #isTerminated = false;
  #reason = null;

  hasStarted = false;

  /**
   * @param {number} index
   * @param {string} label the index as it is printed
   */
  constructor(index, label) {
    super();
    this.index = index;
    this.label = label;
  }

  /** @param {string} signal what asks it to end */
  interrupt(signal) {
    this.#signal = signal;
  }

  terminate() {
    this.#isTerminated = true;
  }

  /** @returns {boolean} whether it is to end */
  get isEnding() {
    return this.#signal !== null || this.#isTerminated;
  }

  started() {
    if (this.hasStarted) return;
    this.hasStarted = true;
    this.emit('started');
  }

  /** @param {string} reason in a line */
  failed(reason) {
    this.#reason = reason;
  }

  /** @param {number} code */
  ended(code) {
    this.started();
    this.emit('end', ...this.#outcome(code));
  }

  /**
   * What it ran in has ended: as everything was to end, or its copies have failed.
   *
   * @param {?number} code
   * @param {?string} signal
   * @param {?string} why where that is known
   */
  lost(code, signal, why) {
    if (!this.#isTerminated && (signal === null || signal !== this.#signal)) {
      this.#reason ??= `host process ended: ${why ?? signal ?? `exit code ${code}`}`;
    }
    this.ended(signal === null ? code : 128 + constants.signals[signal]);
  }

  #outcome(code) {
    if (this.#reason !== null) return ['failed', this.#reason];
    if (this.#isTerminated) return ['terminated'];
    if (code === 0) return ['well'];
    if (code === 128 + constants.signals[this.#signal]) return ['stopped'];
    return ['failed', `exit code ${code}`];
  }
}

module.exports = { Member };
