'use strict';

// Links the addon, one way for each format of binary. Each links without the start files and libraries that a compiler
// adds to a program: the addon needs none of them, and what they bring would be exported, or need a version of glibc.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { compile, sources } = require('./compile.js');
const { EXPORTS, ROOT, TARGETS, WINDOWS_IMPORTS } = require('./targets.js');
const { zig, zigDirectory } = require('./zig.js');

/** The functions of Node-API and libuv that the sources call. */
function functionsOfNode(platform) {
  const calls = sources(platform)
    .flatMap((source) => fs.readFileSync(path.join(ROOT, source), 'utf8').match(/\b(napi|uv)_\w+(?=\()/g) ?? []);
  return [...new Set(calls)].sort();
}

/**
 * No library is named, so none is needed by name: a glibc and a musl have all that the addon calls, and it is the C
 * library of the process, whichever that is, that gives it (see check.js for which calls these are).
 */
function linkElf(target, objects, directory, binary) {
  const script = path.join(directory, 'exports.map');
  fs.writeFileSync(script, `{ global: ${EXPORTS.join('; ')}; local: *; };\n`);
  zig(['ld.lld', '-shared', '--strip-all', '--gc-sections', `--version-script=${script}`, '--hash-style=gnu',
    '--build-id=none', '-z', 'now', '-z', 'relro', '-z', 'noexecstack', '-o', binary, ...objects]);
}

function linkPe(target, objects, directory, binary) {
  const { triple, platform } = TARGETS[target];
  const machine = target.endsWith('arm64')
    ? { dlltool: 'arm64', linker: 'arm64' }
    : { dlltool: 'i386:x86-64', linker: 'x64' };
  const imports = { 'node.exe': functionsOfNode(platform), ...WINDOWS_IMPORTS };
  const libraries = Object.entries(imports).map(([name, functions]) => {
    const definitions = path.join(directory, `${name}.def`);
    const library = path.join(directory, `${name}.lib`);
    fs.writeFileSync(definitions, `LIBRARY ${name}\nEXPORTS\n${functions.join('\n')}\n`);
    zig(['dlltool', '-m', machine.dlltool, '-d', definitions, '-l', library]);
    return library;
  });
  const delayLoad = path.join(directory, 'delay-load.o');
  compile(target, path.join('scripts', 'prebuild', 'delay-load.c'), delayLoad);
  // What the compiler calls in functions with more than a page of local variables, from Zig's own run-time library.
  const stackProbe = path.join(directory, 'stack-probe.o');
  zig(['build-obj', path.join(zigDirectory(), 'lib', 'compiler_rt', 'stack_probe.zig'), '-target', triple,
    '-OReleaseSmall', '-fstrip', `-femit-bin=${stackProbe}`]);
  // /Brepro: a hash of the content where the time of the build would be.
  zig(['lld-link', '/dll', '/noentry', `/machine:${machine.linker}`, '/delayload:node.exe', '/opt:ref', '/Brepro',
    `/out:${binary}`, ...objects, delayLoad, stackProbe, ...libraries]);
}

function linkMachO(target, objects, directory, binary) {
  // The name that it gives itself must not depend on where it was built; nobody looks it up.
  zig(['build-lib', '-target', TARGETS[target].triple, '-dynamic', '-lc', '-fno-compiler-rt', '-OReleaseSmall',
    '-fstrip', '-dead_strip', '-fallow-shlib-undefined', '-install_name', '@rpath/iotjs_dgram.node',
    `-femit-bin=${binary}`, ...objects]);
  // Zig keeps the names of local functions. llvm-strip also signs anew, which macOS on ARM requires.
  const { status, error, stderr } = spawnSync('llvm-strip', ['-x', binary], { encoding: 'utf8' });
  if (error) throw new Error('llvm-strip is missing: it is in Debian\'s package llvm', { cause: error });
  if (status !== 0) throw new Error(`llvm-strip ended with ${status}:\n${stderr}`);
}

const LINK = { elf: linkElf, pe: linkPe, macho: linkMachO };

/**
 * @param {string} target
 * @param {string[]} objects of the addon
 * @param {string} directory for files on the way
 * @param {string} binary to be written
 */
function link(target, objects, directory, binary) {
  LINK[TARGETS[target].format](target, objects, directory, binary);
}

module.exports = { link };
