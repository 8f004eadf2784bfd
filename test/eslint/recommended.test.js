'use strict';

// The configs `recommended` and `check`, and the plugin as ESLint sees it.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const { ESLint } = require('eslint');
const { defineConfig } = require('eslint/config');
const globals = require('globals');

const iotjs = require('../../lint');
const packageJson = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');
const EXAMPLES = path.join(ROOT, 'examples');
// examples/run.js starts the others, on the desktop.
const FOR_DEVICES = fs.readdirSync(EXAMPLES).filter((name) => name.endsWith('.js') && name !== 'run.js');

const DOCUMENTATION = ['README.md', 'docs/api.md', 'docs/porting.md', 'test/entry/fixtures/iotjs-dgram-api.md'];

const ON_IOTJS = ['Buffer', 'clearInterval', 'clearTimeout', 'console', 'exports', 'global', 'module', 'process',
  'require', 'setImmediate', 'setInterval', 'setTimeout'];

/** What is reported, as 'rule: name' or as the text where it is no rule. */
async function lint(code, ...configs) {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [...configs.flat()] });
  const [{ messages }] = await eslint.lintText(code, { filePath: 'app.js' });
  return messages.map(({ ruleId, messageId, message }) => (ruleId === null ? message : `${ruleId}: ${messageId}`));
}

describe('the plugin', () => {
  it('says who it is', () => {
    assert.deepEqual(iotjs.meta, {
      name: 'iotjs-dgram', version: packageJson.version, namespace: 'iotjs-dgram',
    });
    assert.deepEqual(Object.keys(iotjs.rules), ['runtime', 'supported', 'syntax']);
    assert.deepEqual(Object.keys(iotjs.configs), ['recommended', 'check']);
  });

  it('can be extended by name', async () => {
    const config = defineConfig({ plugins: { 'iotjs-dgram': iotjs }, extends: ['iotjs-dgram/recommended'] });
    assert.deepEqual(await lint("require('dgram').createSocket('udp6');", config),
      ['iotjs-dgram/supported: socketType']);
  });

  it('can be used without the config', async () => {
    const config = { plugins: { 'iotjs-dgram': iotjs }, rules: { 'iotjs-dgram/supported': 'error' } };
    assert.deepEqual(await lint("import dgram from 'dgram'; dgram.createSocket('udp4').unref();", config),
      ['iotjs-dgram/supported: method']);
  });
});

describe('the config recommended', () => {
  const { recommended } = iotjs.configs;

  it('accepts ES5', async () => {
    const code = `'use strict';
      var dgram = require('dgram');
      var socket = dgram.createSocket('udp4');
      exports = module.exports = { get socket() { return socket; }, 'default': JSON.stringify({ delete: 1, }) };
      socket.bind(Math.max(1, parseInt('2', 10)), function () { socket.close(); });
      if (process.argv.length > 2) return; // a module is a function`;
    assert.deepEqual(await lint(code, recommended), []);
  });

  for (const [what, code] of Object.entries({
    let: 'let a;',
    const: 'const a = 1;',
    'arrow functions': 'var f = () => 1;',
    classes: 'class A {}',
    templates: 'var a = ``;',
    destructuring: "var { createSocket } = require('dgram');",
    spread: 'console.log(...process.argv);',
    'default arguments': 'function f(a = 1) {}',
    generators: 'function* f() {}',
    'async functions': 'async function f() {}',
    'for-of': 'for (var a of process.argv) {}',
    'short methods': 'var o = { f() {} };',
    import: "import dgram from 'dgram';",
  })) {
    it(`refuses ${what}`, async () => {
      const reports = await lint(code, recommended);
      assert.equal(reports.length, 1);
      assert.match(reports[0], /^Parsing error/);
    });
  }

  it('knows the globals of ES5 and of IoT.js, and lets none but exports be written', async () => {
    const names = [...Object.keys(globals.es5), ...ON_IOTJS];
    assert.deepEqual(await lint(`${names.join(';')};`, recommended), []);
    for (const name of ON_IOTJS) {
      const reports = await lint(`${name} = 1;`, recommended, { rules: { 'no-global-assign': 'error' } });
      assert.deepEqual(reports, name === 'exports' ? [] : ['no-global-assign: globalShouldNotBeModified'], name);
    }
  });

  it('knows no other global of Node.js or the web, even where they were turned on before', async () => {
    const names = Object.keys({ ...globals.builtin, ...globals.node, ...globals.commonjs })
      .filter((name) => !(name in globals.es5) && !ON_IOTJS.includes(name));
    for (const name of ['Promise', 'Symbol', 'Uint8Array', '__dirname', 'clearImmediate', 'fetch']) {
      assert.ok(names.includes(name), name);
    }
    const before = { languageOptions: { ecmaVersion: 2026, globals: { ...globals.builtin, ...globals.node } } };
    const reports = await lint(names.join(';\n'), before, recommended);
    assert.deepEqual(reports, names.map(() => 'iotjs-dgram/runtime: global'));
    assert.deepEqual(await lint('window; document; alert;', recommended), Array(3).fill('no-undef: undef'));
  });

  it('knows a global that is allowed', async () => {
    const config = { rules: { 'iotjs-dgram/runtime': ['error', { allow: ['Promise'] }] } };
    assert.deepEqual(await lint('Promise;', recommended, config), []);
  });

  it('reports what IoT.js lacks besides dgram', async () => {
    assert.deepEqual(await lint("var os = require('os'); os.own; Buffer.alloc(1); undeclared;", recommended),
      ['iotjs-dgram/runtime: module', 'iotjs-dgram/runtime: member', 'no-undef: undef']);
  });

  for (const name of FOR_DEVICES) {
    it(`accepts examples/${name}`, async () => {
      const code = fs.readFileSync(path.join(EXAMPLES, name), 'utf8');
      assert.deepEqual(await lint(code, recommended), []);
      const onLinux = { rules: { 'iotjs-dgram/supported': ['error', { targets: ['linux'] }] } };
      const expected = code.includes('setMulticastTTL') ? ['iotjs-dgram/supported: target'] : [];
      assert.deepEqual(await lint(code, recommended, onLinux), expected);
    });
  }

  for (const file of DOCUMENTATION) {
    it(`accepts the examples of ${file}`, async () => {
      const examples = fs.readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^```js\n([^]*?)^```$/gm);
      for (const [, code] of examples) assert.deepEqual(await lint(code, recommended), [], code);
    });
  }
});

describe('the config check', () => {
  const { check } = iotjs.configs;

  it('reports by all rules what the parser of recommended stops at', async () => {
    const code = `const dgram = require('dgram');
      dgram.createSocket('udp6', (msg) => { msg[0]; }); // eslint-disable-line no-undef
      undeclared?.();`;
    assert.deepEqual(await lint(code, check), [
      'iotjs-dgram/syntax: newer', 'iotjs-dgram/supported: socketType', 'iotjs-dgram/syntax: newer',
      'iotjs-dgram/runtime: index', 'iotjs-dgram/syntax: newer',
    ]);
  });

  it('takes options for its rules', async () => {
    const config = { rules: { 'iotjs-dgram/runtime': ['error', { targets: ['linux'] }] } };
    assert.deepEqual(await lint("require('gpio');", check, config), ['iotjs-dgram/runtime: board']);
  });
});
