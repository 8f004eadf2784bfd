'use strict';

// The data of IoT.js's runtime is what a real IoT.js told (transcripts/runtime.txt), and docs/runtime.md is the data.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { isBuiltin } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const util = require('node:util');

const { boards } = require('../../sim/board/boards.json');
const runtime = require('../../sim/board/runtime.js');
const { runNode } = require('../support/node.js');
const evaluate = require('./runtime/evaluate.js');
const { differences, linesOf, notCompared, read } = require('./runtime/facts.js');
const { requireShellScripts } = require('../support/skip.js');

const DOCUMENTATION = path.join(__dirname, '..', '..', 'docs', 'runtime.md');
const TOOL = path.join(__dirname, 'runtime.js');
const TRANSCRIPT = path.join(__dirname, 'transcripts', 'runtime.txt');

const { globals, modules } = runtime;

function told() {
  return read(fs.readFileSync(TRANSCRIPT, 'utf8'));
}

describe('the runtime of IoT.js', () => {
  const { noDeprecation } = process;
  before('be silent about new Buffer()', () => {
    process.noDeprecation = true;
  });
  after(() => {
    process.noDeprecation = noDeprecation;
  });

  describe('as data', () => {
    it('is what IoT.js told, both ways', () => {
      assert.deepEqual(differences(told()), []);
      // These do not load on a PC.
      assert.deepEqual(notCompared(told()), ['ble', 'stm32f4dis', 'tizen']);
    });

    it('names boards of the platform table only', () => {
      for (const [name, { boards: having, lacks }] of Object.entries(modules)) {
        const named = [having ?? [], Object.keys(lacks ?? {})].flat();
        assert.deepEqual(named.filter((board) => !(board in boards)), [], name);
        for (const member of Object.values(lacks ?? {}).flat()) assert.ok(modules[name].members.includes(member));
      }
    });

    it('says which board has a module', () => {
      assert.equal(runtime.boardHasModule('dns', 'linux'), true);
      assert.equal(runtime.boardHasModule('dns', 'nuttx-stm32f4'), false);
      assert.equal(runtime.boardHasModule('events', 'nuttx-stm32f4'), true);
    });

    it('has sentences on what to write instead, with code at the end', () => {
      assert.equal(runtime.instead['Buffer.instance'].readUint16LE, 'Write: buf.readUInt16LE(offset)');
      assert.equal(runtime.instead.Buffer.alloc, 'A new Buffer is filled with zeros. Write: new Buffer(size)');
      assert.equal(runtime.instead.globals.Promise, 'Take a callback.');
    });

    // What an IoT.js would tell that is not as the data has it, and what is said then.
    const OTHERS = {
      'a global more': [(lines) => linesOf(lines, 'globals')[0][1].push('Promise'),
        ['globals: IoT.js has Promise, the data has not']],
      'a global less': [(lines) => linesOf(lines, 'globals')[0][1].shift(),
        ['globals: IoT.js has no Array, the data has it']],
      'a member more': [(lines) => linesOf(lines, 'global', 'Buffer')[0][3].push('alloc'),
        ['Buffer: IoT.js has alloc, the data has not']],
      'a member of instances less': [(lines) => linesOf(lines, 'global', 'Buffer')[0][4].pop(),
        ['an instance of Buffer: IoT.js has no writeUInt8, the data has it']],
      'a function that is an object': [(lines) => { linesOf(lines, 'module', 'assert')[0][2] = 'object'; },
        ['module assert: its type is object in IoT.js', 'module assert: IoT.js has length, the data has not',
          'module assert: IoT.js has prototype, the data has not']],
      'a module more': [(lines) => linesOf(lines, 'modules')[0][1].push('os'),
        ['modules: IoT.js has os, the data has not']],
      'a member of a module more': [(lines) => linesOf(lines, 'module', 'util')[0][3].push('inspect'),
        ['module util: IoT.js has inspect, the data has not']],
      'a module that is not the global': [(lines) => { linesOf(lines, 'the global', 'Buffer')[0][4] = false; },
        ['module buffer: it is not the global Buffer']],
      'a name more in a script': [(lines) => { linesOf(lines, 'scope')[0][1].__dirname = 'string'; },
        ['names of a script: IoT.js has __dirname, the data has not']],
      'a member of require() more': [(lines) => linesOf(lines, 'of a script', 'require')[0][3].push('main'),
        ['require: IoT.js has main, the data has not']],
      'an encoding more': [(lines) => { linesOf(lines, 'encoding', 'latin1')[0][2] = 'Ã©>>?'; },
        ['encodings: IoT.js has latin1, the data has not']],
      'an encoding less': [(lines) => { linesOf(lines, 'encoding', 'base64')[0][2] = 'é>>?'; },
        ['encodings: base64 is another one in IoT.js']],
      'access by index': [(lines) => { linesOf(lines, 'indexed')[0][2] = true; },
        ['Buffer: access by index is true in IoT.js']],
      'code that gives something else': [
        (lines) => { linesOf(lines, 'instead', 'buf.slice(start, end)')[0][3] = 'f1'; },
        ['instead of Buffer.instance subarray:  buf.slice(start, end) gives "f1", not "f192e3"'],
      ],
      'code that throws': [(lines) => { linesOf(lines, 'runs', 'Date.now()')[0][2] = 'throws TypeError'; },
        ['instead: Date.now(): throws TypeError']],
    };

    for (const [what, [change, expected]] of Object.entries(OTHERS)) {
      it(`differs from an IoT.js with ${what}`, () => {
        const lines = told();
        change(lines);
        assert.deepEqual(differences(lines), expected);
      });
    }

    it('differs where code has changed since IoT.js was asked', () => {
      const lines = told().filter(([what, code]) => what !== 'runs' || code !== 'clearTimeout(timer)');
      assert.deepEqual(differences(lines), ['instead: IoT.js was not asked for clearTimeout(timer)']);
    });

    it('is silent about what an IoT.js is built without', () => {
      const lines = told().filter(([what, name]) => what !== 'module' || name !== 'tls');
      linesOf(lines, 'modules')[0][1].splice(linesOf(lines, 'modules')[0][1].indexOf('tls'), 1);
      assert.deepEqual(differences(lines), []);
      assert.deepEqual(notCompared(lines), ['ble', 'stm32f4dis', 'tizen', 'tls']);
    });
  });

  describe('in docs/runtime.md', () => {
    const text = fs.readFileSync(DOCUMENTATION, 'utf8');

    /** The cells of the table whose header row begins so, without that row and the next one. */
    function tableAt(header) {
      const lines = text.split('\n');
      const first = lines.findIndex((line) => line.startsWith(header));
      const end = lines.findIndex((line, i) => i > first && !line.startsWith('|'));
      return lines.slice(first, end).map((line) => line.slice(2, -2).split(' | '));
    }

    it('is what there is', () => {
      const listed = {
        globals: Object.keys(globals),
        'names of a script': runtime.scope,
        '`Buffer`': globals.Buffer.members,
        'a `Buffer`': globals.Buffer.instance,
        'encodings of `Buffer`': runtime.encodings,
        '`process`': globals.process.members,
        'events of `process`': globals.process.events,
        '`console`': globals.console.members,
        '`module`': runtime.module,
        '`require(\'events\')`': modules.events.members,
        'an emitter': modules.events.instance,
        '`require(\'timers\')`': modules.timers.members,
        'what `setTimeout()` returns': modules.timers.instance,
        '`require(\'util\')`': modules.util.members,
        '`require(\'assert\')`': modules.assert.members,
        '`require(\'dns\')`': modules.dns.members,
        '`require(\'fs\')`': modules.fs.members,
      };
      const [, , ...rows] = tableAt('| of | there is |');
      const documented = rows.map(([of, names]) => [of, names.slice(1, -1).split('` `')]);
      assert.deepEqual(Object.fromEntries(documented), listed);
    });

    it('is which board has which module', () => {
      const [[, , ...header], , ...rows] = tableAt('| module | default build |');
      const names = Object.keys(boards);
      assert.deepEqual(header, names.map((name) => `\`${name}\``));
      const lacking = modules.fs.lacks;
      const expected = Object.keys(modules).filter((name) => !modules[name].internal).map((name) => [
        `\`${name}\``, modules[name].optional ? 'no' : 'yes',
        ...names.map((board) => {
          if (!runtime.boardHasModule(name, board)) return 'X';
          return modules[name].lacks?.[board] ? '△ ¹' : 'O';
        }),
      ]);
      assert.deepEqual(rows, expected);
      for (const members of Object.values(lacking)) assert.deepEqual(members, ['fstat', 'fstatSync']);
      assert.match(text, /^1\. Without `fstat\(\)` and `fstatSync\(\)`\.$/m);
    });

    it('is what only a device has', () => {
      const [, , ...rows] = tableAt('| only on a device |');
      const listed = rows.flatMap(([cell]) => Array.from(cell.matchAll(/`(?:\w+\.)?(\w+)[^`]*`/g), ([, name]) => name));
      const missing = Object.entries({ assert, process, util }).flatMap(([name, thing]) =>
        (globals[name] ?? modules[name]).members.filter((member) => !(member in thing)));
      missing.push(...runtime.module.filter((member) => !(member in module)));
      missing.push(...Object.keys(modules).filter((name) => !modules[name].internal && !isBuiltin(name)));
      assert.deepEqual(missing.filter((name) => !listed.includes(name)), []);
      assert.notEqual(require('node:buffer'), Buffer);
    });

    it('is what gives something else', () => {
      const cell = (value) => /^throws \w+/.exec(value)?.[0] ?? `\`${JSON.stringify(value)}\``;
      const here = (expression) => {
        try {
          return evaluate(expression);
        } catch (error) {
          return `throws ${error}`;
        }
      };
      const expected = linesOf(told(), 'expression')
        .map(([, expression, there]) => [`\`${expression}\``, cell(there), cell(here(expression))]);
      const [, , ...rows] = tableAt('| expression |');
      assert.deepEqual(rows, expected);
      for (const [expression, there, inNode] of rows) assert.notEqual(there, inNode, expression);
      assert.deepEqual(linesOf(told(), 'a timer after unref()'), [['a timer after unref()', 'does not fire']]);
    });
  });

  describe('runtime.js, the tool', () => {
    let directory;
    before(() => {
      directory = fs.mkdtempSync(path.join(os.tmpdir(), 'iotjs-dgram-'));
    });
    before(requireShellScripts);
    after(() => fs.rmSync(directory, { recursive: true, force: true }));

    /** An "IoT.js" that tells this, whatever it is asked. */
    function fakeIotjs(text, status) {
      const file = path.join(directory, 'iotjs');
      fs.writeFileSync(path.join(directory, 'told.txt'), text);
      fs.writeFileSync(file, `#!/bin/sh\ncat '${directory}/told.txt'\nexit ${status}\n`, { mode: 0o755 });
      return file;
    }

    function tool(...args) {
      // A sanitizer's library has no place in a fake IoT.js.
      return runNode(['--no-deprecation', TOOL, ...args], { env: { LD_PRELOAD: undefined } });
    }

    it('is content with an IoT.js that has what the data has, and writes down what it told', async () => {
      const text = fs.readFileSync(TRANSCRIPT, 'utf8');
      const record = path.join(directory, 'record.txt');
      const { code, stdout } = await tool('--iotjs', fakeIotjs(text, 0), '--record', record);
      assert.equal(stdout,
        'Not compared, because this IoT.js does not load them: ble, stm32f4dis, tizen\n0 differences\n');
      assert.equal(code, 0);
      assert.equal(fs.readFileSync(record, 'utf8'), text);
    });

    it('tells what differs', async () => {
      const text = fs.readFileSync(TRANSCRIPT, 'utf8').replace('"concat","from"', '"from"');
      const { code, stdout } = await tool('--iotjs', fakeIotjs(text, 0));
      assert.match(stdout, /^Buffer: IoT\.js has no concat, the data has it$/m);
      assert.match(stdout, /^1 differences$/m);
      assert.equal(code, 1);
    });

    it('says how an IoT.js ended that did not tell all', async () => {
      const { code, stdout } = await tool('--iotjs', fakeIotjs('Error: it has no Buffer\n', 3));
      assert.equal(stdout, 'It ended with exit code 3, and printed:\nError: it has no Buffer\n');
      assert.equal(code, 1);
    });

    it('asks for an IoT.js', async () => {
      const { code, stderr } = await tool();
      assert.match(stderr, /^Which IoT\.js\?[^]*^Usage: npm run compat:runtime/m);
      assert.equal(code, 2);
    });
  });
});
