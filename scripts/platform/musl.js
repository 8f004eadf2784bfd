'use strict';

// Linux with musl instead of glibc, as Alpine has it. The registries have one Node.js that is linked with musl: inside
// pnpm, which is that Node.js with a script appended. The C++ library that it needs is Debian's, which was made for
// glibc; musl-shim.c has what that asks of glibc and musl lacks.

const fs = require('node:fs');
const path = require('node:path');

const { ask, installDebian, versionOf } = require('./debian.js');
const { ROOT } = require('../prebuild/targets.js');
const { zig } = require('../prebuild/zig.js');

const FOLDER = path.join(ROOT, '.variants', 'musl');
const LIBRARIES = '/usr/lib/x86_64-linux-gnu';

// Node.js looks for this text in its own file: 1 behind it, and it runs the script that was appended.
const HAS_SCRIPT = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1';

function makeNode(pnpm, node) {
  const bytes = fs.readFileSync(pnpm);
  const place = bytes.indexOf(HAS_SCRIPT);
  if (place < 0) throw new Error(`${pnpm} is no Node.js with a script in it`);
  bytes.write('0', place + HAS_SCRIPT.length - 1);
  fs.writeFileSync(node, bytes, { mode: 0o755 });
}

/** libgcc_s.so.1 becomes the shim, which needs the real one: so the shim is asked first. */
function makeLibraries(directory) {
  const shim = path.join(directory, 'libgcc_s.so.1');
  const real = path.join(directory, 'libgcc_real.so');
  fs.copyFileSync(path.join(LIBRARIES, 'libstdc++.so.6'), path.join(directory, 'libstdc++.so.6'));
  fs.copyFileSync('/lib/x86_64-linux-gnu/libgcc_s.so.1', real);
  const compile = (args) => zig(['cc', '-target', 'x86_64-linux-musl', '-shared', '-fPIC', '-O2', ...args]);
  compile(['-Wl,-soname,libgcc_s.so.1', '-o', shim, path.join('scripts', 'platform', 'musl-shim.c')]);
  ask('patchelf', ['--add-needed', path.basename(real), shim]);
  // They name glibc's program loader as a library of theirs. An empty one does.
  const empty = path.join(directory, 'empty.c');
  fs.writeFileSync(empty, 'typedef int nothing;\n');
  compile(['-o', path.join(directory, 'ld-linux-x86-64.so.2'), empty]);
  fs.rmSync(empty);
}

/**
 * @param {string} directory of the package that has pnpm
 * @returns {{name: string, command: Function}} as in systems.js
 * @throws {Error} where it cannot be had
 */
function prepareMusl(directory) {
  installDebian({ '/lib/ld-musl-x86_64.so.1': 'musl', '/usr/bin/patchelf': 'patchelf' });
  const node = path.join(FOLDER, 'bin', 'node');
  if (!fs.existsSync(path.join(FOLDER, 'complete'))) {
    for (const name of ['bin', 'lib']) fs.mkdirSync(path.join(FOLDER, name), { recursive: true });
    makeNode(path.join(directory, 'pnpm'), node);
    makeLibraries(path.join(FOLDER, 'lib'));
    ask('patchelf', ['--set-rpath', path.join(FOLDER, 'lib'), '--force-rpath', node]);
    fs.writeFileSync(path.join(FOLDER, 'complete'), '');
  }
  return {
    name: `musl ${versionOf('musl')}`,
    command: (project, inside, args) => ({ program: node, args, cwd: path.join(project, inside), env: {} }),
  };
}

module.exports = { prepareMusl };
