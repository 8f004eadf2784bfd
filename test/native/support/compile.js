'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

let directory;

/** A directory that goes when this process ends. */
function temporaryDirectory() {
  if (directory === undefined) {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-native-'));
    process.once('exit', () => fs.rmSync(directory, { recursive: true, force: true }));
  }
  return directory;
}

/**
 * Compiles a shared object, as a Node-API addon is one.
 *
 * @param {string} name of the file to be made
 * @param {string} source a C file
 * @param {string[]} [flags] for the compiler
 * @returns {string} its path
 */
function compileShared(name, source, flags = []) {
  const output = path.join(temporaryDirectory(), name);
  execFileSync('gcc', ['-shared', '-fPIC', '-Wall', '-Wextra', '-Werror', '-O1', '-o', output, source, ...flags], {
    env: { ...process.env, LD_PRELOAD: undefined },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return output;
}

module.exports = { compileShared, temporaryDirectory };
