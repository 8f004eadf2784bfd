'use strict';

// Builds the addon in other ways than `npm run compile` does, each in a directory of its own under .variants/, and runs
// the suite with what came out. build/ is left alone.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { gypEnvironment } = require('./headers.js');
const neighbour = require('../test/native/support/neighbour.js');
const { mochaArguments } = require('./test.js');

const ROOT = path.dirname(__dirname);
const VARIANTS = path.join(ROOT, '.variants');
const NODE_GYP = require.resolve('node-gyp/bin/node-gyp.js');

/**
 * Runs a program in the checkout with this process's output.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {object} [env] added to the environment; undefined removes
 * @throws {Error} when it fails
 */
function execute(program, args, env = {}) {
  const { status, signal, error } = spawnSync(program, args, {
    cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${path.basename(program)} ended with ${signal ?? `exit code ${status}`}`);
}

/**
 * Runs a program in the checkout.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {object} [env] added to the environment; undefined removes
 * @returns {{status: ?number, signal: ?string, stdout: string, stderr: string}}
 */
function capture(program, args, env = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8',
  });
  if (error) throw error;
  return { status, signal, stdout, stderr };
}

/**
 * Builds a variant from scratch.
 *
 * @param {string} name of its directory
 * @param {object} [variables] of binding.gyp, such as {portable: 1}
 * @param {object} [env] for the build
 * @returns {{directory: string, binary: string}}
 */
function build(name, variables = {}, env = {}) {
  const directory = path.join(VARIANTS, name);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  for (const part of ['binding.gyp', 'package.json', 'src']) {
    fs.cpSync(path.join(ROOT, part), path.join(directory, part), { recursive: true });
  }
  const definitions = Object.entries(variables).map(([variable, value]) => `-D${variable}=${value}`);
  const args = ['rebuild', '--loglevel=warn', `--directory=${directory}`, '--', ...definitions];
  execute(process.execPath, [NODE_GYP, ...args], {
    ...gypEnvironment(), ...env,
  });
  return { directory, binary: path.join(directory, 'build', 'Release', 'iotjs_dgram.node') };
}

/**
 * Which addon a Node loads: as the mapped files of a process tell that has loaded it, not as a path that ought to be.
 *
 * @param {object} [env] for that process
 * @param {string} [node] its program
 * @returns {{version: string, file: string, sha256: string}}
 */
function loadedAddon(env, node = process.execPath) {
  const { status, signal, stdout, stderr } = capture(node, [path.join(__dirname, 'loaded-addon.js')], env);
  if (status !== 0) throw new Error(`The addon does not load (${signal ?? status}):\n${stderr}`);
  return JSON.parse(stdout);
}

/**
 * Throws unless the file that is loaded is the one expected.
 *
 * @param {string} binary the expected file
 * @param {object} [env]
 * @param {string} [node]
 * @returns {{version: string, file: string, sha256: string}}
 */
function proveLoaded(binary, env, node) {
  const loaded = loadedAddon(env, node);
  if (loaded.file !== fs.realpathSync(binary)) throw new Error(`Expected ${binary} to be loaded, not ${loaded.file}`);
  console.log(`Node.js ${loaded.version} loads ${path.relative(ROOT, loaded.file)} (sha256 ${loaded.sha256})`);
  return loaded;
}

/**
 * Runs the suite that depends on the build and on Node.js.
 *
 * @param {object} [env]
 * @param {string} [node]
 * @param {string[]} [args] for Mocha
 */
function runSuite(env, node = process.execPath, args = []) {
  neighbour.build();
  execute(node, mochaArguments('variant', args), env);
}

module.exports = { ROOT, VARIANTS, build, capture, execute, proveLoaded, runSuite };
