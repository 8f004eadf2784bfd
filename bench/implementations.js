'use strict';

// Who takes part: node:dgram and this package in the Node.js that runs the benchmark, node:dgram in Bun and Deno where
// they are on the PATH, and the C program in its three ways.

const { execFileSync } = require('node:child_process');
const path = require('node:path');

const SCRIPTS = path.join(__dirname, 'scripts');
const PACKAGE = path.dirname(__dirname);

/** The one that the others are compared with. */
const REFERENCE = 'node:dgram';

/** `sh` raises the limit of open files as far as it may, for the workload that opens many sockets. */
const RAISE_LIMIT = ['sh', '-c', 'ulimit -n 20000 2>/dev/null || ulimit -n "$(ulimit -H -n)"; exec "$@"', 'sh'];

function versionOf(command) {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .match(/\d+\.\d+\.\d+\S*/)[0];
  } catch {
    return undefined;
  }
}

function script(name, title, runtime, moduleName, version) {
  return {
    name,
    title,
    version,
    isLimit: false,
    command: (workload, options) => [
      ...RAISE_LIMIT, ...runtime, path.join(SCRIPTS, `${workload}.js`), moduleName, JSON.stringify(options)],
  };
}

/** The options of the C program: lists with commas, truth as 1. */
function toWords(options) {
  return Object.entries(options).map(([key, value]) =>
    `${key}=${Array.isArray(value) ? value.join(',') : Number(value)}`);
}

/**
 * The command that runs a mode of the C program.
 *
 * @param {string} program its path
 * @param {string} mode
 * @param {string} how 'single', 'batch' or 'segment'
 * @param {object} options see bench/c/common.h; times in milliseconds
 * @returns {string[]}
 */
function limitCommand(program, mode, how, options) {
  return [...RAISE_LIMIT, program, mode, `how=${how}`, ...toWords(options)];
}

function limit(name, title, program, how) {
  return { name, title, isLimit: true, command: (mode, options) => limitCommand(program, mode, how, options) };
}

/**
 * @param {string} program the C program
 * @param {Array<[string, string]>} also names and paths of further packages, such as another checkout of this one
 * @returns {Array<{name: string, title: string, version: ?string, isLimit: boolean, isAlso: ?boolean,
 *   command: function(string, object): string[]}>} the reference first; `version` is that of another runtime
 */
function findImplementations(program, also) {
  const node = [process.execPath, '--expose-gc'];
  const version = process.version;
  const all = [
    script(REFERENCE, `node:dgram, Node.js ${version}`, node, 'node:dgram'),
    script('iotjs-dgram', `iotjs-dgram, Node.js ${version}`, node, PACKAGE),
    ...also.map(([name, folder]) => ({ ...script(name, name, node, path.resolve(folder)), isAlso: true })),
  ];
  const bun = versionOf('bun');
  if (bun !== undefined) all.push(script('bun', `node:dgram, Bun ${bun}`, ['bun'], 'node:dgram', bun));
  const deno = versionOf('deno');
  if (deno !== undefined) {
    const flags = ['--no-config', '--allow-all', '--unstable-detect-cjs', '--v8-flags=--expose-gc'];
    all.push(script('deno', `node:dgram, Deno ${deno}`, ['deno', 'run', ...flags], 'node:dgram', deno));
  }
  return [
    ...all,
    limit('c', 'C, a system call for each message', program, 'single'),
    limit('c-batch', 'C, sendmmsg and recvmmsg of 64', program, 'batch'),
    limit('c-segment', 'C, UDP_SEGMENT and UDP_GRO', program, 'segment'),
  ];
}

module.exports = { REFERENCE, findImplementations, limitCommand };
