'use strict';

// The neighbour: another addon in the same process, written in C++ with node-addon-api.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { gypEnvironment } = require('../../../scripts/headers.js');

const DIRECTORY = path.join(__dirname, '..', 'neighbour');
const BINARY = path.join(DIRECTORY, 'build', 'Release', 'neighbour.node');

function modified(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

/**
 * Builds the neighbour where there is none that is newer than its source.
 *
 * @returns {string} its path
 */
function build() {
  const sources = ['binding.gyp', 'neighbour.cc'].map((name) => path.join(DIRECTORY, name));
  if (sources.some((source) => modified(source) >= modified(BINARY))) {
    const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js');
    execFileSync(process.execPath, [nodeGyp, 'rebuild', '--loglevel=warn', `--directory=${DIRECTORY}`], {
      env: { ...process.env, ...gypEnvironment(), LD_PRELOAD: undefined },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return BINARY;
}

/** Loads it. */
function load() {
  return require(BINARY);
}

if (require.main === module) build();

module.exports = { build, load };
