'use strict';

// Projects that use this package, made in a temporary directory.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { findBinary } = require('../../lib/binary.js');
const { dependencies } = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');
const COMMAND = path.join(ROOT, 'bin', 'iotjs-dgram.js');
const REGISTER = path.join(ROOT, 'lib', 'register.js');

/** In a script: tells IoT.js's dgram, which has no unref(), from Node's. */
const WHICH = 'function which(dgram) { return dgram.Socket.prototype.unref ? "node" : "iotjs"; }\n';

const made = new Set();

/** For the scripts of a project: they load the addon that is in it. */
const ENV = { IOTJS_DGRAM_PREBUILD: undefined };

/**
 * Makes a project in which this package is installed: a copy of what is published, with the addon that is under test.
 *
 * @param {Object<string, string>} files their contents by their paths
 * @returns {string} the directory
 */
function makeProject(files) {
  const directory = makeDirectory(files);
  const modules = path.join(directory, 'node_modules');
  for (const part of ['bin', 'examples', 'lib', 'lint', 'sim', 'package.json']) {
    fs.cpSync(path.join(ROOT, part), path.join(modules, 'iotjs-dgram', part), { recursive: true });
  }
  const build = path.join(modules, 'iotjs-dgram', 'build', 'Release');
  fs.mkdirSync(build, { recursive: true });
  fs.copyFileSync(findBinary(), path.join(build, 'iotjs_dgram.node'));
  for (const name of Object.keys(dependencies)) {
    fs.cpSync(path.join(ROOT, 'node_modules', name), path.join(modules, name), { recursive: true });
  }
  return directory;
}

/**
 * Makes a directory with files in it and nothing else.
 *
 * @param {Object<string, string>} files their contents by their paths
 * @returns {string} the directory
 */
function makeDirectory(files) {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-entry-')));
  made.add(directory);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  return directory;
}

/** Removes all that was made. A Mocha `after` hook. */
function removeProjects() {
  for (const directory of made) fs.rmSync(directory, { recursive: true, force: true });
  made.clear();
}

module.exports = { COMMAND, ENV, REGISTER, ROOT, WHICH, makeDirectory, makeProject, removeProjects };
