'use strict';

// Runs programs for tests. Each leads a process group of its own. The group is killed when the time is up, when a
// started program is not waited for to its end, and when this process ends, even by SIGKILL: a grandchild that outlives
// its parent would keep pipes and ports.

const { spawn } = require('node:child_process');
const { once } = require('node:events');

const DEFAULT_TIMEOUT = 30000;

const running = new Set();

/** A shell that reads what runs, a line of group numbers at a time, and kills it when this process has ended. */
const GUARD = 'while read groups; do last=$groups; done; for group in $last; do kill -9 -"$group"; done';
let guard = null;

function tellGuard() {
  if (process.platform === 'win32') return;
  if (guard === null) {
    guard = spawn('sh', ['-c', GUARD], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    guard.unref();
    guard.stdin.unref();
  }
  guard.stdin.write(`${[...running].flatMap(({ pid }) => pid ?? []).join(' ')}\n`);
}

process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.prependOnceListener(signal, () => {
    killAll();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
}

/**
 * Starts a program, and collects what it prints.
 *
 * @param {string} execPath the program
 * @param {string[]} [args]
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {object} [options.env] added to this process's environment; an undefined value removes
 * @param {number} [options.timeout] milliseconds until the group is killed; default 30000
 * @param {?string|Buffer} [options.stdin] null: stays open until this process ends; default: an empty standard input
 * @returns {{child: ChildProcess, printed: {stdout: string, stderr: string}, until: Function, kill: Function,
 *   end: Promise<{code: ?number, signal: ?string, stdout: string, stderr: string, timedOut: boolean}>}} `printed` is
 *   what it has printed so far; `until(stream, pattern)` resolves when that matches, and is rejected when the program
 *   ends before; `kill()` kills the group; `end` resolves when the program has ended and nobody holds its output any
 *   more, and is rejected only when the program cannot be started
 */
function start(execPath, args = [], options = {}) {
  const { cwd, env, timeout = DEFAULT_TIMEOUT, stdin = '' } = options;
  const child = spawn(execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: process.platform !== 'win32',
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      // On Windows what Node.js itself prints has Windows's line ends.
      printed[name] += process.platform === 'win32' ? text.replaceAll('\r\n', '\n') : text;
    });
  }
  // A program that ends without reading its input is no failure of ours.
  child.stdin.on('error', () => {});
  if (stdin !== null) child.stdin.end(stdin);

  const kill = () => killGroup(child);
  const end = endOf(child, printed, timeout);
  running.add(child);
  tellGuard();

  async function until(name, pattern) {
    let isOver = false;
    const over = end.then(() => {
      isOver = true;
    });
    while (!pattern.test(printed[name])) {
      if (isOver) throw new Error(`it ended without ${pattern}:\n${printed.stdout}${printed.stderr}`);
      await Promise.race([once(child[name], 'data'), over]);
    }
  }

  return { child, printed, until, kill, end };
}

function endOf(child, printed, timeout) {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const killer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeout);
    const settle = (finish, value) => {
      clearTimeout(killer);
      running.delete(child);
      tellGuard();
      finish(value);
    };
    child.on('error', (error) => settle(reject, error));
    child.on('close', (code, signal) => settle(resolve, { code, signal, ...printed, timedOut }));
  });
}

/**
 * Runs a program to its end.
 *
 * @param {string} execPath
 * @param {string[]} [args]
 * @param {object} [options] as start() takes them
 * @returns {Promise<{code: ?number, signal: ?string, stdout: string, stderr: string, timedOut: boolean}>}
 */
function run(execPath, args, options) {
  return start(execPath, args, options).end;
}

/** Kills what a failed test left running, and waits until it has ended. A Mocha `afterEach` or `after` hook. */
async function endAll() {
  const closed = [...running].map((child) => once(child, 'close'));
  killAll();
  await Promise.all(closed);
}

function killAll() {
  for (const child of running) killGroup(child);
}

function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

module.exports = { endAll, run, start };
