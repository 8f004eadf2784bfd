'use strict';

// Names to addresses: through the addon, or by what a script has put in the place of dns.lookup. As on the device, that
// is asked for every address, IPv4 literals too.

const dns = require('node:dns');
const { setTimeout } = require('node:timers'); // no mock of it
const { types } = require('node:util');

const addresses = require('./addresses');
const { show } = require('./arguments');
const { captureContext, runInContext } = require('./async-context');
const { lookups } = require('./environment');
const native = require('./native');
const { because, here, setPlace } = require('./stacks');

const REMEMBERED = 1024;
/** Names that were asked for and have not failed since. */
const asked = new Set();

/** So many milliseconds an answer waits for earlier ones in its line, which may never come. */
const PATIENCE = 1000;

let nodesOwn = null;
/** Who has asked a replaced dns.lookup and has not been told, in the order of asking. */
const questions = [];

/** Where the script asks for a name; null for one that was asked for before, since to find out costs too much. */
function placeOfAsking(name) {
  if (asked.has(name)) return null;
  if (asked.size >= REMEMBERED) asked.clear();
  asked.add(name);
  return here();
}

function isReplaced() {
  const { lookup } = dns;
  if (lookup === nodesOwn) return false;
  // So Node's own is known also where it was replaced before this file was loaded. A mock may be a Proxy of it.
  const symbols = types.isProxy(lookup) ? [] : Object.getOwnPropertySymbols(lookup);
  if (!symbols.some(({ description }) => description === 'customPromisifyArgs')) return true;
  nodesOwn = lookup;
  return false;
}

/** The address of an IPv4 literal that needs no lookup; else -1. */
function toNumber(text) {
  return dns.lookup !== nodesOwn && isReplaced() ? -1 : addresses.toNumber(text);
}

/**
 * Looks up the first IPv4 address of a name. What a replaced dns.lookup throws is thrown.
 *
 * @param {string} name
 * @param {*} line a replaced dns.lookup tells those in one line in the order of asking
 * @param {function(*, number)} callback gets 0, libuv's error code or a replaced dns.lookup's error, and the address;
 *   always later, in the async context of this call
 */
function lookUp(name, line, callback) {
  const context = captureContext('IotjsDgramLookup');
  const resolved = (error, ip) => {
    if (error !== 0) asked.delete(name);
    runInContext(context, callback, undefined, error, ip);
  };
  if (isReplaced()) {
    ask(name, line, resolved);
    return;
  }
  const id = lookups.add(resolved);
  const status = native.lookup(name, id);
  if (status === 0) return;
  lookups.take(id);
  setImmediate(resolved, status, 0);
}

function ask(name, line, resolved) {
  const question = { line, answer: null, resolved };
  questions.push(question);
  try {
    dns.lookup(name, 4, (...answer) => {
      question.answer ??= answer; // the first one counts
      process.nextTick(tellNext, question.line);
      if (firstOf(question.line) !== question) setTimeout(overtake, PATIENCE, question).unref();
    });
  } catch (error) {
    questions.splice(questions.indexOf(question), 1);
    throw error;
  }
}

const firstOf = (line) => questions.find((question) => question.line === line);

function tellNext(line) {
  const question = firstOf(line);
  if (!question?.answer) return;
  questions.splice(questions.indexOf(question), 1);
  process.nextTick(tellNext, line); // before what is told throws
  const [error, address] = question.answer;
  const ip = typeof address === 'string' ? addresses.toNumber(address) : -1;
  question.resolved(error || (ip >= 0 ? 0 : noAddress(address)), ip);
}

/** Those before it that have no answer get a line of their own. */
function overtake(question) {
  if (!questions.includes(question)) return;
  for (let slow; (slow = firstOf(question.line)).answer === null;) slow.line = slow;
  tellNext(question.line);
}

function noAddress(answer) {
  const cause = because(`dns.lookup answered ${show(answer)}, which is no IPv4 address`);
  return setPlace(new Error('EAI_NONAME, name or service not known', cause), null);
}

module.exports = { lookUp, placeOfAsking, toNumber };
