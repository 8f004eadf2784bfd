'use strict';

// Linux on ARM: QEMU runs programs of another processor as processes of this machine. System calls, and with them
// sockets and namespaces, are this machine's.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { installDebian, versionOf } = require('./debian.js');

const BINFMT = '/proc/sys/fs/binfmt_misc';

/** Debian's names of what belongs to each processor. */
const PROCESSORS = {
  arm64: { qemu: 'qemu-aarch64', root: '/usr/aarch64-linux-gnu', libraries: 'arm64-cross' },
  arm: { qemu: 'qemu-arm', root: '/usr/arm-linux-gnueabihf', libraries: 'armhf-cross' },
};

/**
 * Has the kernel start programs of that processor with QEMU, until the machine is started again: the tests start
 * Node.js in processes of their own. Debian's package does the same where systemd runs.
 */
function register(qemu) {
  if (fs.existsSync(path.join(BINFMT, qemu))) return;
  if (!fs.existsSync(path.join(BINFMT, 'register'))) {
    const { status } = spawnSync('mount', ['-t', 'binfmt_misc', 'binfmt_misc', BINFMT]);
    if (status !== 0) throw new Error('this kernel cannot be told what runs programs of another processor');
  }
  fs.writeFileSync(path.join(BINFMT, 'register'), fs.readFileSync(`/usr/lib/binfmt.d/${qemu}.conf`, 'latin1').trim());
}

/**
 * @param {'arm64'|'arm'} architecture
 * @param {string} directory of the Node.js
 * @returns {{name: string, command: Function}} as in systems.js
 * @throws {Error} where it cannot be had
 */
function prepareQemu(architecture, directory) {
  const { qemu, root, libraries } = PROCESSORS[architecture];
  installDebian({
    [`/usr/bin/${qemu}-static`]: 'qemu-user-static',
    [`${root}/lib/libc.so.6`]: `libc6-${libraries}`,
    [`${root}/lib/libstdc++.so.6`]: `libstdc++6-${libraries}`,
    [`${root}/lib/libatomic.so.1`]: `libatomic1-${libraries}`,
  });
  register(qemu);
  return {
    name: `QEMU ${versionOf('qemu-user-static')}`,
    command: (project, inside, args) => ({
      program: path.join(directory, 'bin', 'node'),
      args,
      cwd: path.join(project, inside),
      env: { QEMU_LD_PREFIX: root },
    }),
  };
}

module.exports = { prepareQemu };
