'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { findBinary } = require('../../lib/binary.js');
const { run } = require('../support/run.js');
const { SANITIZED } = require('./support/child.js');
const { compileShared, temporaryDirectory } = require('./support/compile.js');

const ROOT = path.join(__dirname, '..', '..');
const CHECK = path.join(ROOT, 'scripts', 'check-symbols.js');

const NODE_API = `
  void napi_create_object(void); void uv_close(void); void* malloc(unsigned long);
  void* use(void) { napi_create_object(); uv_close(); return malloc(1); }
`;
const V8 = 'void _ZN2v87Isolate10GetCurrentEv(void); void use(void) { _ZN2v87Isolate10GetCurrentEv(); }';
const NODE = 'void _ZN4node4StopEPNS_11EnvironmentE(void); void use(void) { _ZN4node4StopEPNS_11EnvironmentE(); }';
const CXX = 'void* _Znwm(unsigned long); void* use(void) { return _Znwm(1); }';
const UNKNOWN = 'void napisan(void); void uvula(void); void use(void) { napisan(); uvula(); }';
const MATHS = 'double cos(double); double use(double x) { return cos(x); }';

function check(name, source, flags = []) {
  const file = path.join(temporaryDirectory(), `${name}.c`);
  fs.writeFileSync(file, source);
  return run(process.execPath, [CHECK, compileShared(`${name}.node`, file, ['-fno-builtin', ...flags])]);
}

describe('check:symbols', () => {
  it('passes the addon', async function () {
    if (SANITIZED) this.skip(); // it needs the sanitizers, too
    const { code, stderr } = await run(process.execPath, [CHECK, findBinary()]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  });

  it('passes Node-API, libuv and libc', async () => {
    const { code, stderr } = await check('allowed', NODE_API);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  });

  for (const [what, source, symbols, flags] of [
    ['a symbol of V8', V8, ['_ZN2v87Isolate10GetCurrentEv']],
    ['a symbol of Node.js that is not Node-API', NODE, ['_ZN4node4StopEPNS_11EnvironmentE']],
    ['a symbol of the C++ library', CXX, ['_Znwm']],
    ['the C++ library itself', CXX, ['_Znwm', 'libstdc++'], ['-lstdc++']],
    ['names that only begin like Node-API and libuv', UNKNOWN, ['napisan', 'uvula']],
    ['another library of the system', MATHS, ['libm.so'], ['-lm']],
  ]) {
    it(`fails for ${what}, and names it`, async () => {
      const { code, stderr } = await check(`foreign-${symbols.join('-').replace(/\W/g, '')}`, source, flags);
      assert.equal(code, 1);
      for (const symbol of symbols) assert.ok(stderr.includes(symbol), stderr);
    });
  }

  it('fails for what is no binary', async () => {
    const { code, stderr } = await run(process.execPath, [CHECK, CHECK]);
    assert.notEqual(code, 0);
    assert.notEqual(stderr, '');
  });
});
