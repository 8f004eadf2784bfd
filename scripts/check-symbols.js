'use strict';

// Fails when the addon needs anything but Node-API, libuv and libc: `node scripts/check-symbols.js [file]`.

const { execFileSync } = require('node:child_process');
const path = require('node:path');

const { LINUX_LIBC } = require('./prebuild/check.js');

const BUILT = path.join(path.dirname(__dirname), 'build', 'Release', 'iotjs_dgram.node');

const NODE_API_OR_LIBUV = /^(napi|node_api|uv)_[a-z0-9_]+$/;
const LIBC = /@GLIBC_[0-9.]+$/;
// The binaries of prebuilds/ ask for no version.
const UNVERSIONED = new Set(Object.keys(LINUX_LIBC));
// What the linker's start files look for, and do without.
const LOADER = /^(_ITM_(de)?registerTMCloneTable|__gmon_start__|__cxa_finalize)(@|$)/;
const LIBRARIES = /^(libc\.so|libpthread\.so|ld-linux)/;

function run(program, args) {
  return execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
}

/** The undefined symbols, with their versions: `malloc@GLIBC_2.2.5`. */
function versionedSymbols(file) {
  return run('nm', ['--dynamic', '--undefined-only', '--with-symbol-versions', '--format=posix', file])
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ')[0].replace('@@', '@'));
}

/**
 * @param {string} file an ELF shared object
 * @returns {string[]} the names of its undefined symbols
 */
function undefinedSymbols(file) {
  return versionedSymbols(file).map((symbol) => symbol.split('@')[0]);
}

function foreignSymbols(file) {
  return versionedSymbols(file)
    .filter((symbol) => ![NODE_API_OR_LIBUV, LIBC, LOADER].some((allowed) => allowed.test(symbol)))
    .filter((symbol) => !UNVERSIONED.has(symbol));
}

function foreignLibraries(file) {
  return [...run('readelf', ['--dynamic', '--wide', file]).matchAll(/\(NEEDED\).*\[(.*)\]/g)]
    .map(([, library]) => library)
    .filter((library) => !LIBRARIES.test(library));
}

/**
 * @param {string} file an ELF shared object
 * @returns {string[]} a line for each thing that it must not need
 */
function check(file) {
  return [
    ...foreignSymbols(file).map((symbol) => `${symbol} is none of Node-API, libuv and libc`),
    ...foreignLibraries(file).map((library) => `${library} is linked with it`),
  ];
}

if (require.main === module) {
  const file = process.argv[2] ?? BUILT;
  const complaints = check(file);
  for (const complaint of complaints) console.error(`${file}: ${complaint}`);
  if (complaints.length > 0) process.exit(1);
  console.log(`${file}: Node-API, libuv and libc, nothing else`);
}

module.exports = { check, undefinedSymbols };
