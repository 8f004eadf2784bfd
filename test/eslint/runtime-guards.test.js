'use strict';

// Where the rule `runtime` says nothing, because no device comes to what it lacks.

const { SOCKET, checkRuntime: check } = require('./support/tester.js');

check('what is only asked for', [
  'if (Buffer.alloc) {}',
  "typeof Buffer.alloc === 'function';",
  "typeof Promise !== 'undefined';",
  'var alloc = Buffer.alloc || function (n) { return new Buffer(n); };',
  'var has = !!Object.assign; var none = Object.assign === undefined; var some = Object.assign != null;',
  'var log = console.debug || console.log;',
  'while (process.stdin) {}',
  'if (global.Promise) {}',
  'const { assign = own } = Object;',
], [
  ['var alloc = Buffer.alloc;', 'member'],
  ['if (Promise) {}', 'global'],
  ['var P = Promise || own;', 'global'],
  ['if (require.main === module) start();', 'member'],
  ['if (process.stdout.isTTY) {}', 'member'],
  ['var log = own || console.debug;', 'member'],
]);

check('what stands behind a test', [
  'if (Buffer.alloc) Buffer.alloc(1);',
  'if (ready && Buffer.alloc) { f(function () { Buffer.alloc(1); }); }',
  "if (typeof Buffer.alloc === 'function') { Buffer.alloc(1); }",
  "if (typeof Promise !== 'undefined') { new Promise(f); }",
  "if ('undefined' != typeof Promise) { new Promise(f); }",
  "if (typeof Promise === 'undefined') {} else { new Promise(f); }",
  'if (!Buffer.alloc) { f(); } else { Buffer.alloc(1); }',
  'if (!ready || !Buffer.alloc) { f(); } else { Buffer.alloc(1); }',
  'Buffer.alloc && Buffer.alloc(1); !Buffer.alloc || Buffer.alloc(1);',
  'var b = Buffer.alloc ? Buffer.alloc(1) : new Buffer(1);',
  "if ('alloc' in Buffer) Buffer.alloc(1);",
  "if ('Promise' in global) global.Promise.resolve();",
  "var has = typeof Buffer.alloc === 'function'; if (has) Buffer.alloc(1);",
  'if (Buffer.prototype.readUInt32BE) new Buffer(4).readUInt32BE(0);',
  'while (Buffer.alloc) { Buffer.alloc(1); }',
  'function make(n) { if (!Buffer.alloc) return new Buffer(n); return Buffer.alloc(n); }',
  "function make(n) { if (typeof Buffer.alloc !== 'function') { return new Buffer(n); } return Buffer.alloc(n); }",
  'if (!Buffer.alloc) throw err; function make() { return Buffer.alloc(1); }',
  // What only Node.js has is a test for Node.js.
  "if (process.versions && process.versions.node) { require('os'); }",
  "if (process.stdout) { process.stdout.write('a'); process.stderr.write('a'); }",
], [
  ['if (Buffer.alloc) {} else Buffer.alloc(1);', 'member'],
  ['if (Buffer.alloc || ready) Buffer.alloc(1);', 'member'],
  ['if (!Buffer.alloc) Buffer.alloc(1);', 'member'],
  ['if (!(ready && Buffer.alloc)) Buffer.alloc(1);', 'member'],
  ["if (typeof Promise === 'undefined') new Promise(f);", 'global'],
  ['if (Buffer.from) Buffer.alloc(1);', 'member'],
  ['Buffer.alloc || Buffer.alloc(1);', 'member'],
  ['if (!Buffer.alloc) f(); Buffer.alloc(1);', 'member'],
  ['Buffer.alloc(1); if (!Buffer.alloc) return;', 'member'],
  ["if ('from' in Buffer) Buffer.alloc(1);", 'member'],
  ['if (other.alloc) Buffer.alloc(1);', 'member'],
]);

check('what runs on the desktop alone', [
  "var os = process.iotjs ? null : require('os');",
  "if (!process.iotjs) { require('os'); Promise.resolve(); new Buffer(1)[0]; }",
  "if (process.iotjs) { start(); } else { require('os'); }",
  "if (typeof process.iotjs === 'undefined') require('os');",
  "if (process.iotjs === undefined) require('os');",
  "process.iotjs || require('os');",
  "if (process.iotjs) return; require('os');",
  "var os; try { os = require('os'); } catch (e) { os = null; }",
], [
  ["if (process.iotjs) { require('os'); }", 'module'],
  ["process.iotjs && require('os');", 'module'],
  ["try { f(); } catch (e) { require('os'); }", 'module'],
  ["try { f(); } finally { require('os'); }", 'module'],
  ["try { f(function () { require('os'); }); } catch (e) {}", 'module'],
  ['try { Buffer.alloc(1); } catch (e) {}', 'member'],
]);

check('what a script adds is its own', [
  'Buffer.alloc = function (n) { return new Buffer(n); }; Buffer.alloc(1);',
  'if (!Buffer.alloc) { Buffer.alloc = function (n) { return new Buffer(n); }; } Buffer.alloc(1);',
  'Buffer.alloc = Buffer.alloc || function (n) { return new Buffer(n); }; Buffer.alloc(1);',
  'Buffer.prototype.readUInt32BE = function () {}; new Buffer(4).readUInt32BE(0);',
  "Array.prototype.includes = f; [1].includes(1); 'a,b'.split(',').includes('a');",
  "String.prototype['startsWith'] = f; 'a'.startsWith('a');",
  "Object.defineProperty(Array.prototype, 'find', { value: f }); [].find(f);",
  'Object.defineProperty(Array.prototype, name, { value: f }); [].find(f);',
  'Object.defineProperties(Array.prototype, { find: { value: f } }); [].find(f);',
  "require('util').mixin(Buffer.prototype, { readUInt32BE: f }); new Buffer(4).readUInt32BE(0);",
  'names.forEach(function (name) { Buffer.prototype[name] = f; }); new Buffer(4).readUInt32BE(0);',
  'extendAll(Buffer.prototype); new Buffer(4).readUInt32BE(0);',
  `${SOCKET}socket.on('message', function (msg) { msg.parent = this; send(msg.parent); });`,
  "var fs = require('fs'); fs.watch = f; fs.watch('a');",
  "process.stdout = { write: f }; process.stdout.write('a');",
  'Promise = own; Promise.resolve();',
  'global.Promise = own; Promise.resolve(); global.Promise.resolve();',
  'var Promise = own; Promise.resolve(); function f(Map, Symbol) { new Map(Symbol); }',
  'Object.prototype.at = f; [].at(0);',
], [
  ['Buffer.alloc = f; Buffer.allocUnsafe(1);', 'member'],
  ['other.alloc = f; Buffer.alloc(1);', 'member'],
  ['Buffer.prototype.readUInt32BE = f; new Buffer(4).readUInt16BE(0);', 'instance'],
  ["Array.prototype.includes = f; 'a'.includes('a');", 'instance'],
  ["Object.defineProperty(Array.prototype, 'find', { value: f }); [].includes(f);", 'instance'],
  ['Object.getOwnPropertyNames(Array.prototype); [].find(f);', 'instance'],
]);

check('what may be of another type', [
  `${SOCKET}socket.on('message', read); function read(a) { if (Array.isArray(a)) { a[0]; } else { a.readUInt8(0); } }`,
  `${SOCKET}socket.on('message', read); function read(a) { if (typeof a === 'string') { a.includes('a'); } }`,
  `${SOCKET}socket.on('message', read); function read(a) { return require('util').isArray(a) ? a[0] : 1; }`,
  `${SOCKET}socket.on('message', read); function read(a) { if (!(a instanceof Array)) return; a[0]; }`,
], [
  [`${SOCKET}socket.on('message', read); function read(a) { if (Buffer.isBuffer(a)) { a[0]; } }`, 'index'],
  [`${SOCKET}socket.on('message', read); function read(a) { if (Array.isArray(b)) { a[0]; } }`, 'index'],
]);
