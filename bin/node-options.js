'use strict';

// Node's own options before the script's name, such as --inspect. They must be there when Node.js starts.

const { spawn, spawnSync } = require('node:child_process');
const { constants } = require('node:os');
const tty = require('node:tty');

const FORWARDED = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGBREAK'];

/**
 * Asks Node.js about an option.
 *
 * @param {string} name such as '--inspect' or '-r'
 * @returns {?{takesNext: boolean}} whether the next argument is its value; null where Node.js has no such option
 */
function lookUpOption(name) {
  const { status, stderr } = spawnSync(process.execPath, [name, '--version'], { encoding: 'utf8', env: {} });
  if (/bad option/.test(stderr) && !/illegal value/.test(stderr)) return null;
  return { takesNext: status !== 0 && /requires an argument|not found/.test(stderr) };
}

/** Reads a line, and kills a process where there is none. */
const GUARD = 'read line || kill -9 "$1"';

/** Has a process killed when this one is: by a shell, whose input ends then. */
function guard(child) {
  if (process.platform === 'win32') return;
  const args = ['-c', GUARD, 'sh', String(child.pid)];
  const { stdin } = spawn('sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.on('exit', () => stdin.write('\n'));
}

/**
 * Runs Node.js in place of this process. Where that cannot be done (Node.js 20, Windows), it is a second process, to
 * which signals are forwarded, SIGKILL too; on Windows libuv ends it with this one.
 *
 * @param {string[]} args of node
 */
function replaceProcess(args) {
  if (process.execve !== undefined && process.platform !== 'win32') {
    process.execve(process.execPath, [process.execPath, ...args], process.env);
  }
  // What is typed at a terminal reaches the script by itself; one that cleans up at the first Ctrl-C and gives up at
  // the second must not get it twice.
  const typed = [0, 1, 2].some((fd) => tty.isatty(fd)) ? ['SIGINT', 'SIGQUIT'] : [];
  let child = null;
  for (const signal of FORWARDED) {
    if (signal in constants.signals) process.on(signal, () => typed.includes(signal) || child.kill(signal));
  }
  // After that, so that no signal ends this process alone.
  child = spawn(process.execPath, args, { stdio: 'inherit' });
  guard(child);
  child.on('exit', endLike);
}

/** Ends as the script did: with its exit code, or by the same signal. */
function endLike(code, signal) {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.exitCode = 128 + constants.signals[signal]; // for a signal that does not end this process
  process.kill(process.pid, signal);
}

module.exports = { lookUpOption, replaceProcess };
