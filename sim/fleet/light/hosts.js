'use strict';

const { numberOfHosts } = require('../limits');
const { HostProcess } = require('./host-process');
const { LightMember } = require('./member');

/** So many copies are on their way to each host, so that it need not wait for this process between two of them. A host
 * begins one in a turn of its event loop, and so serves the others. */
const ON_THEIR_WAY = 4;

/** Light copies, in a few host processes. */
class Hosts {
  #options;
  /** A host for each share of the copies: null before there is one. */
  #hosts;
  /** Whether copies wait until all are up. */
  #areWaiting;

  startsAtOnce;

  /**
   * @param {object} options
   * @param {number} options.count
   * @param {number} options.patience for how long a copy may keep the thread of its host, in milliseconds
   * @param {boolean} options.together whether no copy begins before begin()
   * @param {string} options.script an absolute path
   * @param {string[]} options.scriptArgs
   * @param {Output} options.stdout
   * @param {Output} options.stderr
   * @param {function(string): boolean} options.isNews whether no copy has failed with this text before
   */
  constructor(options) {
    this.#options = options;
    this.#areWaiting = options.together;
    this.#hosts = new Array(numberOfHosts(options.count)).fill(null);
    this.startsAtOnce = ON_THEIR_WAY * this.#hosts.length;
  }

  /**
   * @param {number} index
   * @param {string} label the index as it is printed
   * @returns {Member} a copy, to be started
   */
  make(index, label) {
    return new LightMember(index, label, (member) => this.#place(member));
  }

  /** Gives a copy to the host of its share. Where that has ended, to a new one. */
  #place(member) {
    const share = member.index % this.#hosts.length;
    const host = this.#hosts[share] ??= this.#startHost(share);
    member.enter(host, this.#areWaiting);
  }

  #startHost(share) {
    const host = new HostProcess(this.#options);
    host.once('end', (unstarted) => {
      this.#hosts[share] = null;
      for (const member of unstarted) this.#place(member);
    });
    return host;
  }

  /** @returns {number} bytes that the hosts take */
  get memory() {
    return this.#hosts.reduce((sum, host) => sum + (host?.memory ?? 0), 0);
  }

  /** All are up. */
  begin() {
    this.#areWaiting = false;
    for (const host of this.#hosts) host?.begin();
  }

  /** All have ended. */
  close() {
    for (const host of this.#hosts) host?.close();
  }
}

module.exports = { Hosts };
