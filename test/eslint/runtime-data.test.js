'use strict';

// The rule `runtime` held against the data and against Node.js, both ways: what IoT.js has gives no report, and what
// only Node.js has gives one.

const assert = require('node:assert/strict');
const { builtinModules } = require('node:module');

const { Linter } = require('eslint');

const plugin = require('../../lint');
const { lacking } = require('../../lint/globals');
const { targetNames } = require('../../sim/board/table.js');
const runtime = require('../../sim/board/runtime.js');

const { globals, instead, modules } = runtime;
const TARGETS = targetNames();
/** What the rule `supported` is for. */
const DGRAM = 'dgram';

/** What every object has, and what every function has. */
const OF_ALL = globals.Object.instance;
const OF_FUNCTIONS = globals.Function.instance;

/** An instance of each class whose instances the rule knows, as a script writes it. */
const INSTANCES = {
  Array: '[]', Buffer: 'new Buffer(1)', Date: 'new Date()', Function: '(function () {})', Number: '(1)',
  RegExp: '/a/', String: "'a'",
};

/** The reports for lines of a script, by the text of the line. */
function reportsOf(lines, options = {}) {
  const messages = new Linter({ configType: 'flat' }).verify(lines.join('\n'), {
    plugins: { 'iotjs-dgram': plugin },
    languageOptions: { ecmaVersion: 5, sourceType: 'commonjs' },
    rules: { 'iotjs-dgram/runtime': ['error', options] },
  });
  const reports = Object.fromEntries(lines.map((line) => [line, []]));
  for (const { line, message } of messages) reports[lines[line - 1]].push(message);
  return reports;
}

/** The names of an object and of what it inherits, that can stand behind a dot and are not private. */
function namesOf(object) {
  const names = new Set();
  for (let home = object; home !== null && home !== undefined; home = Object.getPrototypeOf(home)) {
    Object.getOwnPropertyNames(home).forEach((name) => names.add(name));
  }
  return [...names].filter((name) => /^[a-z]\w*$/i.test(name));
}

/** What is to be checked: as a script writes it, what IoT.js has of it, Node's object, and where the advice is. */
function* owners() {
  for (const [name, { callable, instance, members }] of Object.entries(globals)) {
    if (members !== undefined) {
      yield { written: name, here: [...members, ...(callable ? OF_FUNCTIONS : [])], there: global[name], advice: name };
    }
    if (INSTANCES[name] !== undefined) {
      const there = name === 'Function' ? namesOf : global[name].prototype;
      const here = name === 'Function' ? OF_FUNCTIONS : instance;
      yield { written: INSTANCES[name], here, there, advice: `${name}.instance` };
    }
  }
  for (const [name, { callable, members }] of Object.entries(modules)) {
    if (members === undefined || name === DGRAM) continue;
    const there = builtinModules.includes(name) ? require(`node:${name}`) : {};
    const isGlobal = modules[name] === globals[name];
    const written = `require('${name}')`;
    if (isGlobal || name === 'buffer') continue;
    yield { written, here: [...members, ...(callable ? OF_FUNCTIONS : [])], there, advice: name };
  }
  const events = require('node:events');
  const timer = setTimeout(() => {}, 1);
  clearTimeout(timer);
  yield { written: "new (require('events'))()", here: modules.events.instance, there: events.prototype,
    advice: 'events.instance' };
  yield { written: 'setTimeout(f, 1)', here: modules.timers.instance, there: timer, advice: 'timers.instance' };
  yield { written: 'require', here: [...runtime.require, ...OF_FUNCTIONS], there: require, advice: 'require' };
  yield { written: 'module', here: runtime.module, there: module, advice: 'module' };
}

describe('members', () => {
  for (const { written, here, there, advice } of owners()) {
    const has = [...here, ...OF_ALL];
    const lacks = [...new Set([...namesOf(there), ...Object.keys(instead[advice] ?? {})])]
      .filter((name) => /^[a-z]\w*$/i.test(name) && !has.includes(name));

    it(`of ${written}: ${has.length} that IoT.js has, ${lacks.length} that it lacks`, () => {
      const reports = reportsOf([...has, ...lacks].map((name) => `${written}.${name};`));
      for (const name of has) assert.deepEqual(reports[`${written}.${name};`], [], name);
      for (const name of lacks) {
        assert.equal(reports[`${written}.${name};`].length, 1, name);
        const text = instead[advice]?.[name];
        if (text !== undefined && !text.includes('Write: ')) {
          assert.ok(reports[`${written}.${name};`][0].endsWith(text), name);
        }
      }
    });
  }

  it('are checked of all that the data has', () => {
    const written = Array.from(owners(), (owner) => owner.written);
    for (const name of ['Buffer', 'new Buffer(1)', "'a'", 'Math', 'process', 'console', "require('fs')",
      "require('assert')", "require('gpio')", 'require', 'module', 'setTimeout(f, 1)']) {
      assert.ok(written.includes(name), name);
    }
  });
});

describe('globals', () => {
  it('that IoT.js has give no report', () => {
    const names = [...Object.keys(globals), ...runtime.scope];
    assert.deepEqual(Object.values(reportsOf(names.map((name) => `${name};`))).flat(), []);
  });

  it('that it lacks give one', () => {
    const names = [...lacking];
    const reports = reportsOf(names.map((name) => `${name};`));
    for (const name of names) assert.equal(reports[`${name};`].length, 1, name);
  });

  it('are told apart by the data', () => {
    assert.deepEqual([...lacking].filter((name) => name in globals || runtime.scope.includes(name)), []);
    for (const name of [...Object.keys(instead.globals), ...Object.keys(instead.scope)]) {
      assert.ok(lacking.has(name), name);
    }
  });
});

describe('modules', () => {
  const names = Object.keys(modules);
  const others = builtinModules.map((name) => name.replace(/^node:/, ''))
    .filter((name) => !names.includes(name) && !name.startsWith('_') && require('node:module').isBuiltin(name));

  it('that IoT.js has give no report', () => {
    assert.deepEqual(Object.values(reportsOf(names.map((name) => `require('${name}');`))).flat(), []);
  });

  it('that it lacks give one, also by their node: names', () => {
    assert.ok(others.includes('os') && others.includes('fs/promises'));
    for (const prefix of ['', 'node:']) {
      const reports = reportsOf(others.map((name) => `require('${prefix}${name}');`));
      for (const name of others) assert.equal(reports[`require('${prefix}${name}');`].length, 1, name);
    }
  });

  it('that a board has not give one where it is a target', () => {
    for (const target of TARGETS) {
      const reports = reportsOf(names.map((name) => `require('${name}');`), { targets: [target] });
      for (const name of names) {
        const count = runtime.boardHasModule(name, target) ? 0 : 1;
        assert.equal(reports[`require('${name}');`].length, count, `${name} on ${target}`);
      }
    }
  });

  it('have no member on a board that lacks it', () => {
    for (const target of TARGETS) {
      for (const [name, { lacks = {}, members = [] }] of Object.entries(modules)) {
        const reports = reportsOf(members.map((member) => `require('${name}').${member};`), { targets: [target] });
        for (const member of members) {
          const count = (lacks[target]?.includes(member) ? 1 : 0) + (runtime.boardHasModule(name, target) ? 0 : 1);
          assert.equal(reports[`require('${name}').${member};`].length, count, `${name}.${member} on ${target}`);
        }
      }
    }
  });
});

describe('encodings', () => {
  const names = [...new Set([...runtime.encodings, ...Object.keys(instead.encodings), 'UTF8', 'Utf-8'])];
  const uses = [(name) => `new Buffer(1).toString('${name}');`, (name) => `new Buffer('a', '${name}');`,
    (name) => `Buffer('a', '${name}');`, (name) => `Buffer.from('a', '${name}');`,
    (name) => `Buffer.byteLength('a', '${name}');`, (name) => `new Buffer(1).write('a', 0, 1, '${name}');`];

  it('that IoT.js takes give no report, others one', () => {
    for (const use of uses) {
      const reports = reportsOf(names.map(use));
      for (const name of names) {
        const isTaken = runtime.encodings.includes(name) || /^utf-?8$/i.test(name);
        assert.equal(reports[use(name)].length, isTaken ? 0 : 1, use(name));
      }
    }
  });
});

describe('events of the process', () => {
  it('that IoT.js emits give no report, others one', () => {
    const has = reportsOf(globals.process.events.map((name) => `process.on('${name}', f);`));
    assert.deepEqual(Object.values(has).flat(), []);
    const lacks = reportsOf(Object.keys(instead['process.events']).map((name) => `process.once('${name}', f);`));
    // On the desktop 'warning' is for this package's own warnings.
    for (const [line, reports] of Object.entries(lacks)) {
      assert.equal(reports.length, line.includes("'warning'") ? 0 : 1, line);
    }
  });
});
