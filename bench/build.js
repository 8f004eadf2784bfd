'use strict';

// Builds the C program, the other end of the workloads and their limit.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const SOURCES = path.join(__dirname, 'c');
const PROGRAM = path.join(__dirname, 'build', 'udp');

function isFresh(sources) {
  const built = fs.statSync(PROGRAM, { throwIfNoEntry: false });
  return built !== undefined && sources.every((file) => fs.statSync(file).mtimeMs < built.mtimeMs);
}

/**
 * Compiles bench/c where it is newer than the program.
 *
 * @returns {string} the program's path
 * @throws {Error} where there is no compiler or it fails; its messages go to stderr
 */
function build() {
  const files = fs.readdirSync(SOURCES).map((name) => path.join(SOURCES, name));
  if (isFresh(files)) return PROGRAM;
  fs.mkdirSync(path.dirname(PROGRAM), { recursive: true });
  const compiler = process.env.CC || 'cc';
  const sources = files.filter((file) => file.endsWith('.c'));
  const flags = ['-std=c11', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra'];
  execFileSync(compiler, [...flags, '-o', PROGRAM, ...sources], { stdio: ['ignore', 2, 2] });
  return PROGRAM;
}

module.exports = { build };
