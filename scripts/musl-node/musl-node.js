'use strict';

// A Node.js linked with musl, for tests on Debian: `node scripts/musl-node/musl-node.js` prints its path.
//
// The npm registry has no package of one, but pnpm's standalone program is one (26.0.0) with pnpm appended. A mark in
// the file says that something is appended; without it, Node.js runs as itself. It wants a libstdc++ and a libgcc that
// are linked with musl; Debian's do, with compat.c for what musl lacks. Needed: Debian's packages musl, patchelf, gcc.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { zig } = require('../prebuild/zig.js');
const { install } = require('../registry.js');

const PACKAGE = '@pnpm/linuxstatic-x64';
const VERSION = '11.21.0';
const INTEGRITY = 'sha512-6Y2u+AfOUuTqWgTCpFhySL8HAcONDucCFixKle9tWoW7bm8RF0+fwQBRWNWGdx+Toau07wZ1LNZPqN8gpgeBDQ==';

const MARK = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:';

const DIRECTORY = path.join(path.dirname(path.dirname(__dirname)), '.variants', 'musl-node', VERSION);

function run(program, args) {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

/** Writes the program without its mark. */
function writeNode(file) {
  const bytes = fs.readFileSync(path.join(install(PACKAGE, VERSION, INTEGRITY), 'pnpm'));
  const at = bytes.indexOf(`${MARK}1`);
  if (at < 0) throw new Error(`${PACKAGE}@${VERSION} has no mark`);
  bytes.write('0', at + MARK.length);
  fs.writeFileSync(file, bytes, { mode: 0o755 });
  run('patchelf', ['--set-rpath', '$ORIGIN/lib', file]);
}

/** Writes its libraries. The one that is called libgcc_s is compat.c, and brings the real one with it. */
function writeLibraries(lib) {
  const compiled = (name, args) => run('gcc', ['-shared', '-nostdlib', '-x', 'c', '/dev/null', '-o', name, ...args]);
  for (const [from, to] of [['libstdc++.so.6', 'libstdc++.so.6'], ['libgcc_s.so.1', 'libgcc_debian.so.1']]) {
    fs.copyFileSync(fs.realpathSync(run('gcc', [`-print-file-name=${from}`])), path.join(lib, to));
  }
  compiled(path.join(lib, 'ld-linux-x86-64.so.2'), []); // libstdc++ asks for it by name and takes nothing from it
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-musl-'));
  try {
    const [object, stub] = ['compat.o', 'stub.so'].map((name) => path.join(scratch, name));
    compiled(stub, ['-Wl,-soname,libgcc_debian.so.1']);
    zig(['cc', '-target', 'x86_64-linux-musl', '-O1', '-fPIC', '-c', path.join(__dirname, 'compat.c'), '-o', object]);
    zig(['ld.lld', '-shared', '-soname', 'libgcc_s.so.1', '-o', path.join(lib, 'libgcc_s.so.1'), object,
      '--no-as-needed', stub]);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Makes the program where it is not there yet.
 *
 * @returns {string} its path
 * @throws {Error} where it cannot be made
 */
function muslNode() {
  const node = path.join(DIRECTORY, 'node');
  if (!fs.existsSync(node)) {
    fs.mkdirSync(path.join(DIRECTORY, 'lib'), { recursive: true });
    writeLibraries(path.join(DIRECTORY, 'lib'));
    writeNode(`${node}.part`);
    fs.renameSync(`${node}.part`, node);
  }
  return node;
}

if (require.main === module) console.log(muslNode());

module.exports = { muslNode };
