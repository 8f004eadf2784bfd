'use strict';

const { spawn } = require('node:child_process');

const DEFAULT_TIMEOUT = 30000;

const running = new Set();
process.on('exit', () => running.forEach(killGroup));

/**
 * Runs a program to its end and collects what it printed.
 *
 * The program leads a process group of its own, which a timeout kills as a whole: a grandchild that
 * outlives its parent would keep the pipes open.
 *
 * @param {string} execPath the program
 * @param {string[]} [args]
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {object} [options.env] added to this process's environment; an undefined value removes
 * @param {number} [options.timeout] milliseconds until the group is killed; default 30000
 * @param {string|Buffer} [options.stdin] default: an empty standard input
 * @returns {Promise<{code: ?number, signal: ?string, stdout: string, stderr: string, timedOut: boolean}>}
 *   rejected only when the program cannot be started
 */
function run(execPath, args = [], options = {}) {
  const { cwd, env, timeout = DEFAULT_TIMEOUT, stdin = '' } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: process.platform !== 'win32'
    });
    const stdout = [];
    const stderr = [];
    let timedOut = false;

    const killer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeout);
    running.add(child);
    const settle = (finish, value) => {
      clearTimeout(killer);
      running.delete(child);
      finish(value);
    };

    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.on('error', (error) => settle(reject, error));
    child.on('close', (code, signal) => settle(resolve, {
      code,
      signal,
      stdout: Buffer.concat(stdout).toString(),
      stderr: Buffer.concat(stderr).toString(),
      timedOut
    }));
    // A program that ends without reading its input is no failure of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}

function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

module.exports = { run };
