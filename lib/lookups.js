'use strict';

// Names to addresses: through the addon, or by what a script has put in the place of dns.lookup. As on the device, that
// is asked for every address, IPv4 literals too.

const { types } = require('node:util');

const addresses = require('./addresses');
const { show } = require('./arguments');
const { runInContext } = require('./async-context');
const { because, here, setPlace } = require('./stacks');

const REMEMBERED = 1024;

/** So many milliseconds an answer waits for earlier ones in its line, which may never come. */
const PATIENCE = 1000;

/** The lookups of a board. */
class Lookups {
  #realm;
  #addon;
  /** The module whose lookup() the script may have replaced; null: it cannot have. */
  dns;
  /** Names that were asked for and have not failed since. */
  #asked = new Set();
  #nodesOwn = null;
  /** Who has asked a replaced dns.lookup and has not been told, in the order of asking. */
  #questions = [];

  /**
   * @param {object} realm of the board
   * @param {Addon} addon of the board
   */
  constructor(realm, addon) {
    this.#realm = realm;
    this.#addon = addon;
    this.dns = realm.dns;
  }

  /** Where the script asks for a name; null for one that was asked for before, since to find out costs too much. */
  placeOfAsking(name) {
    const asked = this.#asked;
    if (asked.has(name)) return null;
    if (asked.size >= REMEMBERED) asked.clear();
    asked.add(name);
    return here();
  }

  #isReplaced({ lookup }) {
    if (lookup === this.#nodesOwn) return false;
    // So Node's own is known also where it was replaced before this file was loaded. A mock may be a Proxy of it.
    const symbols = types.isProxy(lookup) ? [] : Object.getOwnPropertySymbols(lookup);
    if (!symbols.some(({ description }) => description === 'customPromisifyArgs')) return true;
    this.#nodesOwn = lookup;
    return false;
  }

  /** The address of an IPv4 literal that needs no lookup; else -1. */
  toNumber(text) {
    const { dns } = this;
    return dns !== null && dns.lookup !== this.#nodesOwn && this.#isReplaced(dns) ? -1 : addresses.toNumber(text);
  }

  /**
   * Looks up the first IPv4 address of a name. What a replaced dns.lookup throws is thrown.
   *
   * @param {string} name
   * @param {*} line a replaced dns.lookup tells those in one line in the order of asking
   * @param {function(*, number)} callback gets 0, libuv's error code or a replaced dns.lookup's error, and the address;
   *   always later, in the async context of this call
   */
  lookUp(name, line, callback) {
    const { dns } = this;
    const context = this.#realm.captureContext('IotjsDgramLookup');
    const resolved = (error, ip) => {
      if (error !== 0) this.#asked.delete(name);
      runInContext(context, callback, undefined, error, ip);
    };
    if (dns !== null && this.#isReplaced(dns)) this.#ask(dns, name, line, resolved);
    else this.#addon.lookUp(name, resolved);
  }

  #ask(dns, name, line, resolved) {
    const question = { line, answer: null, resolved };
    const questions = this.#questions;
    const { method, nextTick, setTimeout } = this.#realm;
    questions.push(question);
    try {
      dns.lookup(name, 4, method((...answer) => {
        question.answer ??= answer; // the first one counts
        nextTick(() => this.#tellNext(question.line));
        if (this.#firstOf(question.line) !== question) setTimeout(() => this.#overtake(question), PATIENCE).unref();
      }));
    } catch (error) {
      questions.splice(questions.indexOf(question), 1);
      throw error;
    }
  }

  #firstOf(line) {
    return this.#questions.find((question) => question.line === line);
  }

  #tellNext(line) {
    const question = this.#firstOf(line);
    if (!question?.answer) return;
    this.#questions.splice(this.#questions.indexOf(question), 1);
    this.#realm.nextTick(() => this.#tellNext(line)); // before what is told throws
    const [error, address] = question.answer;
    const ip = typeof address === 'string' ? addresses.toNumber(address) : -1;
    question.resolved(error || (ip >= 0 ? 0 : noAddress(address)), ip);
  }

  /** Those before it that have no answer get a line of their own. */
  #overtake(question) {
    if (!this.#questions.includes(question)) return;
    for (let slow; (slow = this.#firstOf(question.line)).answer === null;) slow.line = slow;
    this.#tellNext(question.line);
  }
}

function noAddress(answer) {
  const cause = because(`dns.lookup answered ${show(answer)}, which is no IPv4 address`);
  return setPlace(new Error('EAI_NONAME, name or service not known', cause), null);
}

module.exports = { Lookups };
