'use strict';

// What must be true of each binary that the package brings.

const fs = require('node:fs');
const os = require('node:os');

const { inspect } = require('./inspect.js');
const { isSigned } = require('./signature.js');
const { EXPORTS, ROOT, TARGETS, WINDOWS_IMPORTS } = require('./targets.js');

const SIZE_MAX = 100_000;

/** LLVM's names of format and architecture. */
const KINDS = {
  'linux-x64': 'elf64-x86-64',
  'linux-arm64': 'elf64-littleaarch64',
  'linux-arm': 'elf32-littlearm',
  'win32-x64': 'COFF-x86-64',
  'win32-arm64': 'COFF-ARM64',
  'darwin-x64': 'Mach-O 64-bit x86-64',
  'darwin-arm64': 'Mach-O arm64',
};

const ARM_HARD_FLOAT = 0x400; // in the flags of an ELF file

const NODE = /^(napi|node_api|uv)_[a-z0-9_]+$/;

/**
 * The functions of libc that the Linux binaries call, with the glibc that has them first. They ask for no version by
 * name, so that musl, which has no versions, loads them, too; glibc then gives the oldest version of a function. A
 * function may be added here that both C libraries have with the same arguments; structures that the two lay out
 * differently are in docs/design.md.
 */
const LINUX_LIBC = {
  __errno_location: '2.0',
  calloc: '2.0',
  free: '2.0',
  getsockopt: '2.0',
  malloc: '2.0',
  memcpy: '2.0',
  memset: '2.0',
  realloc: '2.0',
  recvfrom: '2.0',
  recvmmsg: '2.12',
  recvmsg: '2.0',
  sched_yield: '2.0',
  sendmmsg: '2.14',
  sendto: '2.0',
  setsockopt: '2.0',
  strcmp: '2.0',
  strlen: '2.0',
};

/** The oldest glibc that the package supports: Debian 10's, RHEL 8's, and what Node.js 20 itself needs. */
const GLIBC_MAX = '2.28';

const MACOS_LIBC = ['__bzero', 'bzero', 'calloc', 'free', 'malloc', 'memcpy', 'memset', 'realloc', 'strcmp', 'strlen'];
const MACOS_LOADER = ['dyld_stub_binder'];
const MACOS_LIBRARIES = ['/usr/lib/libSystem.B.dylib', '@rpath/iotjs_dgram.node' /* its own name */];
// Zig's linker exports these of every library. Nothing looks for them in another file than its own.
const ZIG_EXPORTS = ['__dso_handle', '_mh_dylib_header'];

const ALLOWED = {
  elf: { exports: EXPORTS, libraries: [], needs: Object.keys(LINUX_LIBC) },
  pe: {
    exports: EXPORTS,
    libraries: ['node.exe (delayed)', ...Object.keys(WINDOWS_IMPORTS)],
    needs: Object.values(WINDOWS_IMPORTS).flat(),
  },
  macho: {
    exports: [...EXPORTS, ...ZIG_EXPORTS], libraries: MACOS_LIBRARIES, needs: [...MACOS_LIBC, ...MACOS_LOADER],
  },
};

/** Whether a version like 2.14 is later than another. */
function isLater(version, other) {
  return version.localeCompare(other, 'en', { numeric: true }) > 0;
}

/** The latest glibc that one of the functions came with. */
function neededGlibc(needs) {
  const versions = needs.map((name) => LINUX_LIBC[name]).filter((version) => version !== undefined);
  return versions.reduce((latest, version) => isLater(version, latest) ? version : latest, '2.0');
}

/** The paths of this machine that a binary must not contain. */
function ownPaths() {
  return [ROOT, os.tmpdir(), os.homedir()].filter((directory) => directory.length > 1);
}

/**
 * @param {string} target
 * @param {string} file its binary
 * @returns {{complaints: string[], summary: string}} a line for each thing that is wrong; the binary in one line
 * @throws {Error} when the file cannot be read
 */
function check(target, file) {
  const { format } = TARGETS[target];
  const { kind, flags, exports, libraries, needs, locals, versions } = inspect(file, format);
  const bytes = fs.readFileSync(file);
  const allowed = ALLOWED[format];
  const notIn = (list) => (name) => !list.includes(name);
  const complaints = [
    ...(kind !== KINDS[target] ? [`it is ${kind}, not ${KINDS[target]}`] : []),
    ...(target === 'linux-arm' && (flags & ARM_HARD_FLOAT) === 0 ? ['it is not for hard float'] : []),
    ...needs.filter((name) => !NODE.test(name)).filter(notIn(allowed.needs))
      .map((name) => `it needs ${name}, which is none of Node-API, libuv and the system calls that it may use`),
    ...libraries.filter(notIn(allowed.libraries)).map((library) => `it needs the library ${library}`),
    ...versions.map((version) => `it asks for ${version} by name`),
    ...exports.filter(notIn(allowed.exports)).map((name) => `it exports ${name}`),
    ...EXPORTS.filter(notIn(exports)).map((name) => `it does not export ${name}`),
    ...locals.slice(0, 1).map((name) => `it is not stripped: it has the name ${name}`),
    ...ownPaths().filter((name) => bytes.includes(name)).map((name) => `it contains the path ${name}`),
    ...(bytes.length >= SIZE_MAX ? [`it has ${bytes.length} bytes, not less than ${SIZE_MAX}`] : []),
    ...(target === 'darwin-arm64' && !isSigned(bytes) ? ['its code signature is missing or wrong'] : []),
  ];
  const glibc = neededGlibc(needs);
  if (format === 'elf' && isLater(glibc, GLIBC_MAX)) complaints.push(`it needs glibc ${glibc}, not ${GLIBC_MAX}`);
  const system = format === 'elf' ? `, glibc ${glibc} or later, or musl` : '';
  return { complaints, summary: `${kind}, ${bytes.length} bytes${system}` };
}

module.exports = { LINUX_LIBC, check };
