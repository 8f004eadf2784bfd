'use strict';

// A target on the sockets of one board: what its column of the platform table says is missing throws, what works with a
// limit warns.

const { warn } = require('../../lib/warnings');
const { apiKeys, cellOf, readLimit, shortName } = require('./table');

/** Puts a function of the realm in the place of a method; to a script it looks like the method. */
function replace(realm, prototype, method, replacement) {
  const { length, name } = prototype[method];
  prototype[method] = Object.defineProperties(realm.method(replacement),
    { length: { value: length }, name: { value: name } });
}

class Target {
  #board;
  #name;
  #allowed;
  #readsAtMost;
  #openSockets = 0;
  /** The warnings that have not been given yet, by API. */
  #cautions = new Map();
  /** The socket whose method runs, as far as the table has a row for it. */
  #inside = null;

  /**
   * @param {Board} board whose sockets it is for
   * @param {object} settings
   * @param {string} [settings.target] one of targetNames(); without it, it is a board that has all of dgram
   * @param {Iterable<string>} [settings.allow] APIs as the table's rows name them, such as 'Socket.setTTL', that work
   *   without an error or a warning, whatever their cells say; default: none
   * @param {boolean} [settings.strict] whether messages have the members of IoT.js's Buffer alone; default false
   */
  constructor(board, { target: name, allow = [], strict = false }) {
    this.#board = board;
    this.#name = name;
    this.#allowed = new Set(name === undefined ? apiKeys() : allow);
    this.#readsAtMost = name === undefined ? Infinity : readLimit(name);
    if (strict) this.restrict = require('./restricted-buffer').restrictionOf(board.realm);
    for (const key of apiKeys()) {
      const { mark, footnote } = this.#cell(key);
      if (mark === '△') this.#cautions.set(key, footnote);
    }
  }

  /**
   * Makes the methods do as the target's column says. Their code for X is `IOTJS_DGRAM_UNSUPPORTED`, for △
   * `IOTJS_DGRAM_TARGET`. To be called once.
   *
   * @param {Function} Socket the class; its prototype is changed; the board's own
   */
  install(Socket) {
    const { prototype } = Socket;
    const { realm } = this.#board;
    for (const key of apiKeys().filter((api) => api.startsWith('Socket.'))) {
      const method = shortName(key);
      if (this.#cell(key).mark === 'X') {
        replace(realm, prototype, method, this.#refuse(key));
      } else if (this.#cautions.size > 0) {
        replace(realm, prototype, method, this.#watch(key, prototype[method]));
      }
    }
  }

  /** A socket has been opened: to be called when the system has agreed. */
  opened() {
    this.#openSockets++;
    this.#caution('createSocket');
  }

  /** A socket has been closed. */
  closed() {
    this.#openSockets--;
  }

  /**
   * How much of a datagram the target reads. The first time that something is lost, a warning says so: code
   * `IOTJS_DGRAM_TRUNCATED`.
   *
   * @param {number} size of the datagram, in bytes
   * @returns {number} bytes
   */
  read(size) {
    const limit = this.#readsAtMost;
    if (size <= limit) return size;
    const { realm } = this.#board;
    if (this.#board.isFirstTime('truncated')) {
      warn(realm, 'IOTJS_DGRAM_TRUNCATED', `A datagram of ${size} bytes arrived, and ${this.#name} reads at ` +
        `most ${limit} bytes of one: the rest is lost.`);
    }
    return limit;
  }

  /** @param {Buffer} message that the script is about to get: with `strict`, without members that a device lacks */
  restrict(message) { // eslint-disable-line no-unused-vars -- without strict, nothing is done to it
  }

  #cell(key) {
    return this.#allowed.has(key) ? { mark: 'O' } : cellOf(key, this.#name);
  }

  #refuse(key) {
    const name = shortName(key);
    const message = `dgram.${key} is not supported on ${this.#name}: X in the platform table (docs/targets.md, or ` +
      `\`iotjs-dgram targets\`). If your board has it: --allow ${name}, or IOTJS_DGRAM_ALLOW=${name}`;
    return function refused() {
      const error = new Error(message);
      error.code = 'IOTJS_DGRAM_UNSUPPORTED';
      Error.captureStackTrace(error, refused);
      throw error; // node-do-not-add-exception-line: as in lib/stacks.js
    };
  }

  /**
   * Methods call each other: send() binds a socket that is not bound, and sendto() is a send(). What a method calls on
   * its own socket is not the script's call: the bind() of a send() earns no warning. So the methods without a caution
   * of their own are watched, too: send() may be allowed where bind() is not. sendto() has no row in the table, so the
   * send() in it counts.
   */
  #watch(key, original) {
    const target = this;
    return function watched(...args) {
      const outside = target.#inside;
      if (outside !== this) target.#caution(key);
      target.#inside = this;
      try {
        return Reflect.apply(original, this, args);
      } finally {
        target.#inside = outside;
      }
    };
  }

  /** Gives the warning of an API when its time has come, once. */
  #caution(key) {
    const caution = this.#cautions.get(key);
    if (caution === undefined) return;
    const { text, openSockets } = caution;
    if (this.#openSockets < (openSockets ?? 0)) return;
    this.#cautions.delete(key);
    if (!this.#board.isFirstTime(key)) return;
    const occasion = openSockets === undefined ? '' : `, and ${this.#openSockets} sockets are open`;
    warn(this.#board.realm, 'IOTJS_DGRAM_TARGET', `dgram.${key} is △ on ${this.#name} in the platform ` +
      `table${occasion}: ${text} (--allow ${shortName(key)} silences this.)`);
  }
}

module.exports = { Target };
