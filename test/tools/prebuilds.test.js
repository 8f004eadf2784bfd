'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const { check } = require('../../scripts/prebuild/check.js');
const { sources } = require('../../scripts/prebuild/compile.js');
const { isSigned } = require('../../scripts/prebuild/signature.js');
const { ROOT } = require('../../scripts/prebuild/targets.js');
const { compileShared, temporaryDirectory } = require('../native/support/compile.js');

const LIKE_OURS = ['-nostdlib', '-s', '-fvisibility=hidden', '-fno-builtin'];

const EXPORTED = `
  #define EXPORT __attribute__((visibility("default")))
  void napi_create_object(void); void uv_close(void); void* malloc(unsigned long);
  EXPORT int node_api_module_get_api_version_v1(void) { return 8; }`;
const REGISTERED = `${EXPORTED}
  EXPORT void* napi_register_module_v1(void) { napi_create_object(); uv_close(); return malloc(1); }`;

/** What the check says of a file compiled of this source, as the binary for a target. */
function complaints(name, source, { flags = LIKE_OURS, target = 'linux-x64' } = {}) {
  const file = path.join(temporaryDirectory(), `${name}.c`);
  fs.writeFileSync(file, source);
  return check(target, compileShared(`${name}.node`, file, flags)).complaints;
}

describe('check:prebuilds', () => {
  before(function whereItRuns() {
    if (process.platform !== 'linux' || process.arch !== 'x64') this.skip();
    // A contributor need not have LLVM's tools.
    if (!process.env.CI && spawnSync('llvm-readobj', ['--version']).error) this.skip();
  });

  it('passes Node-API, libuv and libc', () => {
    assert.deepEqual(complaints('good', REGISTERED), []);
  });

  it('finds another function', () => {
    const source = `${REGISTERED} int unlink(const char*); __attribute__((used)) int f(void) { return unlink("x"); }`;
    assert.deepEqual(complaints('foreign', source), [
      'it needs unlink, which is none of Node-API, libuv and the system calls that it may use',
    ]);
  });

  it('finds a library, and a version of glibc', () => {
    const found = complaints('library', REGISTERED, { flags: ['-s', '-fvisibility=hidden', '-fno-builtin'] });
    assert.ok(found.includes('it needs the library libc.so.6'), found.join('\n'));
    assert.ok(found.some((line) => /^it asks for GLIBC_[0-9.]+ by name$/.test(line)), found.join('\n'));
  });

  it('finds what is exported beside what is meant to be', () => {
    assert.deepEqual(complaints('exports', `${REGISTERED} EXPORT int more(void) { return 1; }`), ['it exports more']);
  });

  it('misses what is not exported', () => {
    assert.deepEqual(complaints('missing', EXPORTED), ['it does not export napi_register_module_v1']);
  });

  it('finds names that should have been stripped', () => {
    const flags = LIKE_OURS.filter((flag) => flag !== '-s');
    const [complaint, ...others] = complaints('names', REGISTERED, { flags });
    assert.match(complaint, /^it is not stripped: it has the name \w+$/);
    assert.deepEqual(others, []);
  });

  it('finds a path of this machine', () => {
    const text = JSON.stringify(path.join(ROOT, 'src', 'a.c'));
    const found = complaints('path', `${REGISTERED} __attribute__((used)) static const char where[] = ${text};`);
    assert.ok(found.includes(`it contains the path ${ROOT}`), found.join('\n'));
  });

  it('finds another architecture, and one that is too large', () => {
    const source = `${REGISTERED} __attribute__((used)) static const char bytes[100000] = {1};`;
    const [architecture, size, ...others] = complaints('large', source, { target: 'linux-arm64' });
    assert.equal(architecture, 'it is elf64-x86-64, not elf64-littleaarch64');
    assert.match(size, /^it has \d+ bytes, not less than 100000$/);
    assert.deepEqual(others, []);
  });
});

describe('the signature of a Mach-O file', () => {
  /** A file of one page with one load command, LC_CODE_SIGNATURE, and the signature. */
  function signed() {
    const code = Buffer.alloc(48);
    code.writeUInt32LE(1, 16); // load commands
    code.writeUInt32LE(0x1d, 32);
    code.writeUInt32LE(16, 36);
    code.writeUInt32LE(code.length, 40);
    const directory = Buffer.alloc(44);
    directory.writeUInt32BE(0xfade0c02, 0);
    directory.writeUInt32BE(directory.length, 16); // where the hashes are
    directory.writeUInt32BE(1, 28); // pages
    directory.writeUInt32BE(code.length, 32);
    directory[36] = 32;
    directory[37] = 2; // SHA-256
    directory[39] = 12; // pages of 2 ** 12 bytes
    const blob = Buffer.alloc(20);
    blob.writeUInt32BE(0xfade0cc0, 0);
    blob.writeUInt32BE(1, 8);
    blob.writeUInt32BE(blob.length, 16);
    return Buffer.concat([code, blob, directory, createHash('sha256').update(code).digest()]);
  }

  it('is right where the hashes are', () => {
    assert.equal(isSigned(signed()), true);
  });

  it('is wrong where a byte of the code is another', () => {
    const file = signed();
    file[24] ^= 1;
    assert.equal(isSigned(file), false);
  });

  it('is wrong where there is none', () => {
    const file = signed();
    file.writeUInt32LE(0, 16);
    assert.equal(isSigned(file), false);
  });
});

describe('the sources of the binaries', () => {
  it('are those of src/binding.gyp', () => {
    const gyp = fs.readFileSync(path.join(ROOT, 'src', 'binding.gyp'), 'utf8');
    const listed = [...gyp.matchAll(/'([\w/]+\.c)'/g)].map(([, name]) => path.join('src', name));
    const built = new Set([...sources('linux'), ...sources('portable')]);
    assert.deepEqual(listed.sort(), [...built].sort());
  });
});
