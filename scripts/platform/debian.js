'use strict';

// Debian's packages, as root.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

function run(program, args, options) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
}

/**
 * Installs what is missing.
 *
 * @param {Object<string, string>} packages by a file that each one has
 * @throws {Error} where one cannot be had
 */
function installDebian(packages) {
  const missing = Object.keys(packages).filter((file) => !fs.existsSync(file)).map((file) => packages[file]);
  if (missing.length === 0) return;
  console.log(`Installing ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update'], { env });
  run('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], { env });
}

function ask(program, args, options) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout.trim();
}

/**
 * @param {string} name of a package
 * @param {string} [root] of the system that it is installed in
 * @returns {string} its upstream version
 */
function versionOf(name, root = '/') {
  const version = ask('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, '--showformat=${Version}', '--show', name]);
  return version.replace(/^\d+:/, '').replace(/[+~-].*$/, '');
}

/** Where this machine has its Debian from. */
function mirror() {
  const lists = ask('apt-get', ['indextargets', '--format', '$(ORIGIN) $(REPO_URI)', 'Created-By: Packages']);
  const line = lists.split('\n').find((text) => /^Debian .*\/debian\/?$/.test(text));
  if (line === undefined) throw new Error('this machine has no Debian mirror');
  return line.slice('Debian '.length);
}

/**
 * Makes a folder with another Debian in it, where it is not there yet.
 *
 * @param {string} release such as 'trixie'
 * @param {string} root the folder
 * @param {string[]} packages to be installed in it
 * @throws {Error} where it cannot be made
 */
function makeDebian(release, root, packages) {
  const complete = `${root}.complete`;
  if (fs.existsSync(complete)) return;
  installDebian({ '/usr/sbin/debootstrap': 'debootstrap' });
  console.log(`Making a Debian ${release} with ${packages.join(', ')}: about four minutes`);
  fs.rmSync(root, { recursive: true, force: true });
  run('debootstrap', ['--variant=minbase', release, root, mirror()]);
  fs.copyFileSync('/etc/resolv.conf', `${root}/etc/resolv.conf`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // There is no terminal in it, for its log.
  run('chroot', [root, 'apt-get', '-o', 'Dpkg::Use-Pty=0', 'install', '--yes', '--no-install-recommends', ...packages],
    { env });
  run('chroot', [root, 'apt-get', 'clean'], { env });
  fs.writeFileSync(complete, '');
}

module.exports = { ask, installDebian, makeDebian, versionOf };
