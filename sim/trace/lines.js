'use strict';

// A line for each datagram, as strace prints one for each system call.

const { toText } = require('../../lib/addresses');
const { beginning, dump } = require('./payload');
const { describe } = require('./words');

/** Columns of characters: addresses with ports, sizes, payloads. */
const TIME = 10;
const PEER = 21;
const SIZE = 5;
const PAYLOAD = 34;
const INDENT = ' '.repeat(TIME + 5);

const RED = '\x1b[31m';
const YELLOW = '\x1b[33m';
const PLAIN = '\x1b[39m';

class Lines {
  #options;
  #print;
  #start;
  #isColoured;

  /**
   * @param {{bytes: boolean, ports: number[]}} options whether all of a payload is printed; the ports, of the socket or
   *   its peer, for which there are lines; empty: all
   * @param {object} output
   * @param {function(string)} output.print
   * @param {boolean} output.isColoured
   * @param {number} output.start what times count from, in milliseconds since the Unix epoch
   */
  constructor(options, { print, isColoured, start }) {
    this.#options = options;
    this.#print = print;
    this.#isColoured = isColoured;
    this.#start = start;
  }

  /** @param {object} event as in observer.js */
  event(event) {
    const { bytes: all, ports } = this.#options;
    if (!isNews(event) || (ports.length > 0 && !ports.includes(event.local.port) && !ports.includes(event.peer.port))) {
      return;
    }
    const { bytes, peer, socket, time } = event;
    const hasBytes = event.kind !== 'unreachable';
    const columns = [
      (time - this.#start).toFixed(3).padStart(TIME),
      `s${socket}`.padEnd(3),
      event.kind === 'send' || event.kind === 'leave' ? '>' : '<',
      `${toText(peer.ip)}:${peer.port}`.padEnd(PEER),
      (hasBytes ? String(bytes.length) : '').padStart(SIZE),
      (hasBytes ? beginning(bytes, PAYLOAD) : '').padEnd(PAYLOAD),
      this.#colour(describe(event), event),
    ];
    const lines = [columns.join(' ').trimEnd(), ...(all ? dump(bytes).map((line) => INDENT + line) : [])];
    this.#print(`${lines.join('\n')}\n`);
  }

  end() {}

  #colour(words, event) {
    if (!this.#isColoured || words === '') return words;
    return (isBad(event) ? RED : YELLOW) + words + PLAIN;
  }
}

/** Whether an event is the one of its datagram that has the line: what is delayed has it when it is sent, and when it
 * is given to the script. */
function isNews({ kind, error, fate, discarded }) {
  if (kind === 'leave') return error !== 0 || fate.copy === 1;
  if (kind === 'arrive') return fate.lost !== null || fate.delays[0] === 0;
  return kind !== 'deliver' || discarded !== null || fate.late > 0 || fate.copy === 1;
}

function isBad({ kind, error, discarded, fate }) {
  return kind === 'unreachable' || error !== 0 || discarded !== null || typeof fate.lost === 'string';
}

module.exports = { Lines };
