'use strict';

// The systems that the package brings a binary for. A target's name is Node.js's `${process.platform}-${process.arch}`.

const path = require('node:path');

const ROOT = path.dirname(path.dirname(__dirname));
const PREBUILDS = path.join(ROOT, 'prebuilds');

/**
 * `triple` is the compiler's name of the system; `flags` are for this target alone. The version behind `gnu.` is the
 * glibc whose headers are used; behind `macos.`, the oldest macOS. `platform` is the directory of src/ to be built.
 *
 * @type {Object<string, {triple: string, format: 'elf'|'pe'|'macho', platform: string, flags: string[]}>}
 */
const TARGETS = {
  // Headers of glibc also for musl, which has the same calls with the same arguments: see docs/design.md, Binaries.
  'linux-x64': { triple: 'x86_64-linux-gnu.2.28', format: 'elf', platform: 'linux', flags: [] },
  'linux-arm64': { triple: 'aarch64-linux-gnu.2.28', format: 'elf', platform: 'linux', flags: [] },
  // The tables for unwinding refer to functions of libgcc, which a Node.js need not have.
  'linux-arm': {
    triple: 'arm-linux-gnueabihf.2.28', format: 'elf', platform: 'linux',
    flags: ['-mcpu=generic+v7a', '-fno-unwind-tables', '-fno-asynchronous-unwind-tables'],
  },
  'win32-x64': { triple: 'x86_64-windows-gnu', format: 'pe', platform: 'portable', flags: [] },
  'win32-arm64': { triple: 'aarch64-windows-gnu', format: 'pe', platform: 'portable', flags: [] },
  'darwin-x64': { triple: 'x86_64-macos.11.0', format: 'macho', platform: 'portable', flags: [] },
  'darwin-arm64': { triple: 'aarch64-macos.11.0', format: 'macho', platform: 'portable', flags: [] },
};

/** What the addon exports, on every system. */
const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];

/** What the binary for Windows imports from Windows. All versions that run Node.js have these. */
const WINDOWS_IMPORTS = {
  'kernel32.dll': ['GetModuleHandleW', 'GetProcAddress', 'RaiseException'],
  'msvcrt.dll': ['calloc', 'free', 'malloc', 'memcpy', 'memset', 'realloc', 'strcmp', 'strlen'],
  'ws2_32.dll': ['WSAGetLastError', 'WSAIoctl', 'WSASocketW', 'closesocket', 'htonl', 'htons', 'ntohl', 'ntohs',
    'setsockopt'],
};

/**
 * @param {string} name of a target
 * @returns {string} where its binary is
 */
function binaryOf(name) {
  return path.join(PREBUILDS, name, 'iotjs_dgram.node');
}

/**
 * @param {string[]} names as typed; none means all
 * @returns {string[]} the names
 * @throws {Error} when one is no target
 */
function chosenTargets(names) {
  const all = Object.keys(TARGETS);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no target '${unknown}', only ${all.join(', ')}`);
  return names.length > 0 ? names : all;
}

module.exports = { EXPORTS, PREBUILDS, ROOT, TARGETS, WINDOWS_IMPORTS, binaryOf, chosenTargets };
