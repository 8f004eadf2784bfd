'use strict';

// Where the numbers come from.

const { execFileSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

const { version } = require('../package.json');

function run(command, ...parameters) {
  try {
    return execFileSync(command, parameters, {
      cwd: path.dirname(__dirname), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function commit() {
  const hash = run('git', 'rev-parse', '--short', 'HEAD');
  if (hash === undefined) return undefined;
  const changes = run('git', 'status', '--porcelain', '--', 'lib', 'sim', 'src', 'binding.gyp');
  return changes === '' ? hash : `${hash} with changes`;
}

/**
 * @returns {{processor: string, cores: number, memory: string, kernel: string, load: number}} load: how many
 *   processes wanted a core in the last minute
 */
function describeMachine() {
  const cpus = os.cpus();
  return {
    processor: cpus[0].model,
    cores: cpus.length,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    kernel: `${os.type()} ${os.release()} ${os.arch()}`,
    load: os.loadavg()[0],
  };
}

/** @returns {object} what was measured, by version */
function describeVersions() {
  const { node, v8, uv } = process.versions;
  const compiler = run(process.env.CC || 'cc', '--version');
  return { 'iotjs-dgram': version, commit: commit(), node, v8, uv, cc: compiler?.split('\n')[0] };
}

module.exports = { describeMachine, describeVersions };
