'use strict';

// A process that runs light copies (main.js), seen from the command.

const { fork } = require('node:child_process');
const { EventEmitter } = require('node:events');
const path = require('node:path');

const { nameOf } = require('../errors');
const { Lines } = require('../lines');
const heap = require('./heap');
const { LIFELINE } = require('./lifeline');
const { Relay } = require('./relay');

const MAIN = path.join(__dirname, 'main.js');

/** So many milliseconds a host may take to end copies that are terminated; then it is killed. */
const PATIENCE = 1000;

/** Options of Node.js for a host: its own, and those of this process. Where that has an inspector, each has one at
 * another port. */
function execArgv() {
  const isInspected = process.execArgv.some((option) => option.startsWith('--inspect'));
  return [...heap.OPTIONS, ...process.execArgv, ...(isInspected ? ['--inspect-port=0'] : [])];
}

/**
 * A host. Emits 'end' when it has ended, with the copies that it has not begun and that another host is to run.
 */
class HostProcess extends EventEmitter {
  #child;
  #stderr;
  #isNews;
  /** The copies that are to run in it and have not ended, by index. */
  #members = new Map();
  #hasBegun = false;
  #relays = [];
  /** Messages about what a copy did after it had printed something that has not come yet. */
  #held = [];
  #killer = null;

  /** Bytes that the process has taken when it last started a copy. */
  memory = 0;
  /** What it has said before it ended itself. */
  #lastWords = '';

  /** @param {object} options of Hosts */
  constructor({ count, patience, script, scriptArgs, stdout, stderr, isNews }) {
    super();
    this.#stderr = stderr;
    this.#isNews = isNews;
    try {
      this.#child = fork(MAIN, [String(count), String(patience), script, ...scriptArgs], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'], execArgv: execArgv(),
      });
    } catch (error) {
      this.#child = null;
      setImmediate(() => this.#fail(error));
      return;
    }
    const child = this.#child;
    this.#relays = [[child.stdout, stdout], [child.stderr, stderr]].map(([pipe, output]) =>
      new Relay(pipe, output, () => this.#proceed()));
    child.stdio[LIFELINE].setEncoding('utf8').on('data', (text) => { this.#lastWords += text; });
    child.on('message', (message) => this.#take(message));
    child.on('error', (error) => this.#fail(error));
    child.on('exit', () => {
      clearTimeout(this.#killer);
      for (const relay of this.#relays) relay.hurry();
    });
    child.on('close', (code, signal) => this.#close(code, signal));
  }

  /**
   * @param {Member} member to be started soon
   * @param {boolean} waits whether its script is not run before begin()
   */
  add(member, waits) {
    this.#members.set(member.index, member);
    this.#tell({ type: 'start', index: member.index, label: member.label, waits });
  }

  /** The copies that wait may begin. */
  begin() {
    this.#tell({ type: 'begin' });
  }

  /**
   * @param {Member} member
   * @param {string} signal what asks it to end
   */
  interrupt({ index }, signal) {
    this.#tell({ type: 'signal', index, signal });
  }

  /** Ends a copy at once: where it does not give its host back, with all others, which are to be terminated as well. */
  terminate({ index }) {
    this.#tell({ type: 'terminate', index });
    this.#killer ??= setTimeout(() => this.#child?.kill('SIGKILL'), PATIENCE);
  }

  /** Nothing more is to run in it. */
  close() {
    clearTimeout(this.#killer);
    if (this.#child?.connected) this.#child.disconnect();
  }

  #tell(message) {
    // What a host that has ended does not get is told by its end.
    if (this.#child?.connected) this.#child.send(message, () => {});
  }

  #take(message) {
    if (message.type === 'started') {
      this.#hasBegun = true;
      this.memory = message.memory;
      this.#members.get(message.index).started();
    } else if (message.type === undefined) {
      process.send?.(message); // Node's own: a file that `node --watch` is to watch
    } else {
      this.#held.push(message);
      this.#proceed();
    }
  }

  /** What is to come after output that has come by now. */
  #proceed() {
    while (this.#held.length > 0 && this.#hasCome(this.#held[0].written)) this.#handle(this.#held.shift());
  }

  #hasCome(written) {
    return this.#relays.every(({ count }, i) => count >= written[i]);
  }

  #handle({ type, index, ...message }) {
    const member = this.#members.get(index);
    if (type === 'counts') {
      member.emit('counts', message.counts, message.seed);
    } else if (type === 'error') {
      member.failed(message.name);
      if (message.text !== undefined && this.#isNews(message.text)) this.#stderr.write(message.lines);
    } else {
      this.#members.delete(index);
      member.ended(message.code);
    }
  }

  /** It could not be started. */
  #fail(error) {
    this.#endWith([...this.#members.values()], [], (member) => {
      member.failed(nameOf(error));
      member.ended(1);
    });
  }

  #close(code, signal) {
    for (const message of this.#held.splice(0)) this.#handle(message);
    // One that ends before it has begun a copy would do so again.
    const goesOn = (member) => this.#hasBegun && !member.hasStarted && !member.isEnding;
    const members = [...this.#members.values()];
    const lost = members.filter((member) => !goesOn(member));
    const why = this.#lastWords === '' ? null : this.#blame(JSON.parse(this.#lastWords), lost.length);
    this.#endWith(lost, members.filter(goesOn), (member) => member.lost(code, signal, why));
  }

  /**
   * @param {object} lastWords
   * @param {number} lastWords.index of the copy for which the host had to end
   * @param {string} lastWords.text what is said of it
   * @param {number} lost how many copies end with the host
   * @returns {string} why it has ended
   */
  #blame({ index, text }, lost) {
    const member = this.#members.get(index);
    const [reason] = text.split('\n', 1);
    if (member === undefined) return reason;
    member.failed(reason);
    const { label } = member;
    this.#stderr.write(new Lines(`[${label}] `).add(`${text}\n`));
    const others = lost === 2 ? '1 other copy' : `${lost - 1} other copies`;
    this.#stderr.write(`fleet: copy ${label} could not be ended alone: with its host process, ${others} failed\n`);
    return `copy ${label} ${reason}`;
  }

  #endWith(lost, unstarted, lose) {
    this.#child = null;
    this.#members.clear();
    for (const member of lost) lose(member);
    this.emit('end', unstarted);
  }
}

module.exports = { HostProcess };
