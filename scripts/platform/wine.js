'use strict';

// Windows: Wine runs its programs, with sockets that are this machine's under Winsock's rules as Wine has them. Debian
// 12's Wine is too old for node.exe, so it is Debian 13's, in a folder.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { ask, makeDebian, versionOf } = require('./debian.js');
const { ROOT } = require('../prebuild/targets.js');
const { NETWORK } = require('../../test/support/namespace.js');

const DEBIAN = path.join(ROOT, '.variants', 'wine');

// In a network namespace, with folders that are mounted for these processes only. Nothing of Wine outlives them.
const SETUP = `
set -e
${NETWORK}
root=$1 prefix=$2 node=$3 project=$4 directory=$5
shift 5
mkdir -p "$root/root/.wine" "$root/node" "$root/project"
mount --bind "$prefix" "$root/root/.wine"
mount --bind "$node" "$root/node"
mount --bind "$project" "$root/project"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
echo 'hosts: files' > "$root/etc/nsswitch.conf"
echo '127.0.0.1 localhost' > "$root/etc/hosts"
exec chroot "$root" sh -c 'cd "$0" && exec "$@"' "/project/$directory" "$@"
`;

const ENV = {
  DGRAM_TEST_INSIDE_NAMESPACE: '1',
  NODE_EXTRA_CA_CERTS: undefined, // a file of this machine, about which each process would complain
  HOME: '/root', LANG: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', WINEDEBUG: '-all', WINEPREFIX: '/root/.wine',
};

/**
 * @param {string} directory of the Node.js
 * @returns {{name: string, command: Function}} as in systems.js
 * @throws {Error} where it cannot be had
 */
function prepareWine(directory) {
  makeDebian('trixie', DEBIAN, ['wine', 'wine64']);
  // A new Windows each time, and not in the checkout: its drive Z: is a link to /, which tools there would follow.
  const prefix = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-wine-'));
  process.once('exit', () => fs.rmSync(prefix, { recursive: true, force: true }));
  const inWine = (project, inside, command) => ({
    program: 'unshare',
    args: ['--net', '--mount', '--pid', '--fork', '--kill-child',
      'sh', '-c', SETUP, 'sh', DEBIAN, prefix, directory, project, inside, ...command],
    env: ENV,
  });
  // The registry is written when the last of Wine's processes has ended.
  const { program, args, env } = inWine(directory, '', ['sh', '-c', 'wineboot --init && wineserver --wait']);
  ask(program, args, { env: { ...process.env, ...env } });
  return {
    name: `Wine ${versionOf('wine', DEBIAN)}`,
    command: (project, inside, more) => inWine(project, inside, ['wine', '/node/bin/node.exe', ...more]),
  };
}

module.exports = { prepareWine };
