'use strict';

// Packages of the npm registry that only some scripts need, and that are too large for everybody's `npm install`:
// fetched when first asked for, into .variants/packages/, and used from there afterwards, also offline.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const PACKAGES = path.join(path.dirname(__dirname), '.variants', 'packages');

/**
 * Installs a package where it is not there yet.
 *
 * @param {string} name
 * @param {string} version an exact one
 * @param {string} [integrity] the checksum that it must have, as in a package-lock.json; npm holds the files to it
 * @returns {string} its directory
 * @throws {Error} where it cannot be had, or is another one
 */
function install(name, version, integrity) {
  const directory = path.join(PACKAGES, `${name.replace('/', '+')}@${version}`);
  const target = path.join(directory, 'node_modules', name);
  if (fs.existsSync(path.join(directory, 'complete'))) return target;
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'package.json'), '{ "private": true }\n');
  // --force: also a package that is for another system than this one.
  const { status, error } = spawnSync('npm', ['install', '--prefix', directory, '--no-audit', '--no-fund',
    '--ignore-scripts', '--force', '--loglevel=error', '--save-exact', `${name}@${version}`],
  { stdio: ['ignore', process.stderr, 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm has no ${name}@${version} for us`);
  const { packages } = JSON.parse(fs.readFileSync(path.join(directory, 'package-lock.json'), 'utf8'));
  const found = packages[`node_modules/${name}`];
  if (integrity !== undefined && found.integrity !== integrity) {
    throw new Error(`${name}@${version} has the checksum ${found.integrity}, not ${integrity}`);
  }
  fs.writeFileSync(path.join(directory, 'complete'), '');
  return target;
}

module.exports = { install };
