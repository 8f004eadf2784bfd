'use strict';

// The thread that watches the thread of the copies: asks for an answer, which that one gives from its event loop. What
// counts is how often it has looked and there was none, not the time: so a process that was stopped, or a machine that
// slept, is not taken for a copy that does not come back.

const inspector = require('node:inspector');
const net = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');

const { ANSWERS, COPY, NONE, WRITES } = require('./signs');
const { stuckText } = require('./stuck');

const { name, signs, patience, lifeline } = workerData;

/** So many times it looks before a copy has used up its patience. */
const LOOKS = 10;
const PERIOD = patience / LOOKS; // ms

/** So many more times it looks while it tries to end that copy alone, in one second at least. */
const FURTHER_LOOKS = Math.ceil(Math.max(patience / 2, 1000) / PERIOD);

/** How often it tries while the script is on the stack nowhere, since it may be a moment later. */
const TRIES = 20;

const pipe = lifeline === null ? null : new net.Socket({ fd: lifeline });

let answers = signs[ANSWERS];
let copy = NONE;
let inVain = 0;
/** What is known of the copy that does not come back. */
let text;

function look() {
  if (signs[ANSWERS] !== answers) {
    answers = signs[ANSWERS];
    inVain = 0;
    parentPort.postMessage(null);
  } else if (signs[COPY] !== copy) {
    // There is much to do, but not for one alone.
    copy = signs[COPY];
    inVain = 0;
  } else if (signs[WRITES] === 0) {
    inVain++;
    if (inVain === LOOKS) startToEnd();
    if (inVain === LOOKS + FURTHER_LOOKS) endProcess();
  }
}

function startToEnd() {
  text = stuckText(patience, null);
  const session = new inspector.Session();
  session.connectToMainThread();
  tryToEnd(session, 1);
}

function tryToEnd(session, count) {
  const seen = JSON.stringify({ answers, copy });
  const expression = `globalThis[Symbol.for('${name}')](${seen}, ${count >= TRIES})`;
  session.post('Runtime.evaluate', { expression, returnByValue: true }, (error, answer) => {
    const { isDebugged, isOver, text: latest = text } = answer?.result.value ?? {};
    text = latest;
    if (isDebugged) inVain = 0;
    // Not at once, and not always after the same time: then it would find a short loop at the same place for ever.
    if (!isOver && inVain >= LOOKS) setTimeout(tryToEnd, 5 * Math.random(), session, count + 1);
    else session.disconnect();
  });
}

/** Nothing else helps: what runs cannot be interrupted, or not where it may be. */
function endProcess() {
  const end = () => process.kill(process.pid, 'SIGKILL');
  if (pipe === null) end();
  else pipe.end(`${JSON.stringify({ index: copy, text })}\n`, end);
}

pipe?.on('error', () => {}); // 'close' follows
pipe?.on('close', () => process.kill(process.pid, 'SIGKILL'));
pipe?.resume();
parentPort.postMessage(null);
setInterval(look, PERIOD);
