'use strict';

// What the rule `runtime` takes for a Buffer, a string, a module, an emitter or a timer, and what it does not.

const { SOCKET, checkRuntime: check } = require('./support/tester.js');

const MODULE = { ecmaVersion: 2026, sourceType: 'module' };

/** A listener for messages around some code. */
function listening(code) {
  return `${SOCKET}socket.on('message', function (msg, rinfo) { ${code} });`;
}

check("the message that a socket's listener gets", [
  `${SOCKET}socket.on('other', function (msg) { msg[0]; });`,
  `${SOCKET}socket.on(name, function (msg) { msg[0]; });`,
  `${SOCKET}socket.on('error', function (msg) { msg[0]; });`,
  `${SOCKET}other.on('message', function (msg) { msg[0]; });`,
  `${SOCKET}socket.on('message', function (a, msg) { msg[0]; });`,
  `${SOCKET}socket.on('message', function (...msg) { msg[0]; });`,
  `${SOCKET}socket.on('message', function () { arguments[0][0]; });`,
  `${SOCKET}socket.on(...event, function (msg) { msg[0]; });`,
  `${SOCKET}socket.bind(1, function (msg) { msg[0]; }); socket.send('a', 1, 'b', function (msg) { msg[0]; });`,
  `${SOCKET}socket.close(function (msg) { msg[0]; }); require('dgram').createSocket(function (msg) { msg[0]; });`,
  listening('msg = parse(msg); msg[0];'),
  listening('var msg = []; msg[0];'),
  listening('function f(msg) { msg[0]; }'),
  listening('msg.readUInt8(0); msg.length; msg.toString(); msg.slice(1).equals(msg); msg.own; msg[name]();'),
  "var emitter = new (require('events'))(); emitter.on('message', function (msg) { msg[0]; });",
  "process.on('own', function (msg) { msg[0]; });",
], [
  [listening('msg[0];'), 'index'],
  [listening('msg[0] = 1;'), 'index'],
  [listening('for (var i = 0; i < msg.length; i++) { msg[i] = msg[i + 1]; }'), 'index', 'index'],
  [listening('msg[rinfo.port];'), 'index'],
  [listening('msg.readUInt32BE(0);'), 'instance'],
  [listening("for (var b of msg) {} rinfo.address.startsWith('10.');"), 'iterate', 'instance'],
  [`${SOCKET}socket.once('message', function (msg) { msg[0]; });`, 'index'],
  [`${SOCKET}socket.addListener('message', (msg) => msg[0]);`, 'index'],
  [`${SOCKET}socket.prependListener('message', function (msg) { msg[0]; });`, 'index'],
  ["require('dgram').createSocket('udp4', function (msg) { msg[0]; });", 'index'],
  ["var o = { type: 'udp4' }; require('dgram').createSocket(o, function (msg) { msg[0]; });", 'index'],
  ["var dgram = require('dgram'); new dgram.Socket('udp4', function (msg) { msg[0]; });", 'index'],
  [`${SOCKET}var EVENT = 'message'; socket.on(EVENT, function (msg) { msg[0]; });`, 'index'],
  [`${SOCKET}socket.bind(1).on('message', function (msg) { msg[0]; });`, 'index'],
  [`${SOCKET}socket.on('message', function (msg) { msg[0]; }.bind(this));`, 'index'],
  [`${SOCKET}socket.on('message', function (own, msg) { msg[0]; }.bind(null, 1));`, 'index'],
  [`${SOCKET}socket.on('message', onMessage); function onMessage(msg) { msg[0]; }`, 'index'],
  [`${SOCKET}socket.on('message', onMessage.bind(null, 1)); function onMessage(a, msg) { msg[0]; }`, 'index'],
  [`${SOCKET}var onMessage = function (msg) { msg[0]; }; socket.on('message', onMessage);`, 'index'],
  [`${SOCKET}var onMessage; onMessage = function (msg) { msg[0]; }; socket.on('message', onMessage);`, 'index'],
  [`${SOCKET}function f(msg) { msg[0]; } socket.on('message', f); socket.removeListener('message', f);`, 'index'],
  [`${SOCKET}function f(msg) { msg[0]; } socket.on('message', f); socket.removeListener(name, f);`, 'index'],
  [`${SOCKET}class A { listen() { socket.on('message', this.get.bind(this)); } get(msg) { msg[0]; } } ` +
    "class B { get(a) { a[0]; } f() { this.get('text'); } }", 'index'],
  [`${SOCKET}socket.on('message', function f(msg) { msg[0]; socket.removeListener('message', f); });`, 'index'],
  [`${SOCKET}socket.on('message', function () { this.on('message', function (msg) { msg[0]; }); });`, 'index'],
  [`${SOCKET}function A() { socket.on('message', this.on.bind(this)); } A.prototype.on = function (m) { m[0]; };`,
    'index'],
  [`${SOCKET}class A { constructor() { socket.on('message', this.get.bind(this)); } get(msg) { msg[0]; } }`, 'index'],
  [`${SOCKET}class A { constructor() { socket.on('message', (m) => this.get(m)); } get(msg) { msg[0]; } }`, 'index'],
  [`${SOCKET}var o = { get: function (msg) { msg[0]; } }; socket.on('message', o.get);`, 'index'],
]);

check('what else is a Buffer', [
  'function Buffer() {} new Buffer(1)[0];',
  "var Buffer = require('safe-buffer').Buffer; new Buffer(1)[0]; Buffer.alloc(1);",
  'Buffer = other; Buffer.alloc(1);',
  'new Other(1)[0]; other.slice(1)[0]; other.concat()[0];',
  "var a = new Buffer(1); a = 'text'; a[0];",
  'var a = flag ? new Buffer(1) : []; a[0];',
  'new Buffer(1).toString()[0]; new Buffer(1).length[0];',
  'var list = [new Buffer(1)]; list[0]; list[0].length;',
  "require('fs').readFile('a', function (err, data) { data[0]; });",
], [
  ['new Buffer(1)[0];', 'index'],
  ['Buffer(1)[0];', 'index'],
  ['Buffer.from([1])[0];', 'index'],
  ['Buffer.concat(list)[0];', 'index'],
  ['var from = Buffer.from; from([1])[0];', 'index'],
  ['const { from } = Buffer; from([1])[0];', 'index'],
  ["var Buffer = require('buffer'); new Buffer(1)[0];", 'index'],
  ["var Buffer = require('buffer').Buffer; new Buffer(1)[0]; Buffer.alloc(1);", 'index', 'member'],
  ["require('fs').readFileSync('a')[0];", 'index'],
  ['global.Buffer.alloc(1)[0];', 'index', 'member'],
  ['new Buffer(1).slice(0)[0];', 'index'],
  ['new Buffer(1).fill(0)[0];', 'index'],
  ['Buffer.alloc(1)[0];', 'index', 'member'],
  ['var a = new Buffer(1); var b = a; b = b.slice(1); b[0];', 'index'],
  ['var a = null; function open() { a = new Buffer(1); } a[0];', 'index'],
  ['var a = flag ? new Buffer(1) : Buffer.from(list); a[0];', 'index'],
  ['function A() { this.a = new Buffer(1); } A.prototype.m = function () { this.a[0]; };', 'index'],
  ['function make() { var a = new Buffer(1); return a; } make()[0];', 'index'],
  ['function make(n) { if (n) return Buffer.from(n); return new Buffer(1); } make(1)[0];', 'index'],
  ['var make = () => new Buffer(1); make()[0];', 'index'],
  ['var o = { make: function () { return new Buffer(1); } }; o.make()[0];', 'index'],
]);

check('what is passed on to a function', [
  'function f(a) { a[0]; }',
  "function f(a) { a[0]; } f(new Buffer(1)); f('text');",
  'function f(a) { a[0]; } f(new Buffer(1)); f(other);',
  'function f(a) { a[0]; } f(new Buffer(1)); module.exports = f;',
  'function f(a) { a[0]; } f(new Buffer(1)); other(f);',
  'function f(a) { a[0]; } f(...[new Buffer(1)]);',
  'function f(a) { a[0]; } f.apply(null, [new Buffer(1)]);',
  'function f(a, b) { a[0]; } f(1, new Buffer(1));',
  'function f(a) { a = []; a[0]; } f(new Buffer(1));',
  'function f(a = []) { a[0]; } f(new Buffer(1)); f();',
  'function f(a) { f(a); a[0]; }',
  'exports.f = function (a) { a[0]; }; exports.f(new Buffer(1));',
  'function* f() { return new Buffer(1); } f()[0]; async function g() { return new Buffer(1); } g()[0];',
  'function f() { return f(); } f()[0];',
], [
  ['function f(a) { a[0]; } f(new Buffer(1));', 'index'],
  ['function f(a) { a[0]; } f(new Buffer(1)); f(Buffer.from([1])); f(); f(null);', 'index'],
  ['function f(a) { g(a, 1); } function g(b, i) { b[i]; } f(new Buffer(1));', 'index'],
  ['function f(a) { a[0]; f(a.slice(1)); } f(new Buffer(1));', 'index'],
  ['function f(a) { a[0]; g(a); } function g(a) { f(a); } g(new Buffer(1));', 'index'],
  ['(function (a) { a[0]; })(new Buffer(1));', 'index'],
  ['function f(a) { a[0]; } f.call(null, new Buffer(1));', 'index'],
  ['function f(a) { a[0]; } f.bind(null, new Buffer(1))();', 'index'],
  ['function f(a, b) { a[0]; } setTimeout(f, 1, new Buffer(1));', 'index'],
  ['function f(a) { a[0]; } process.nextTick(f, new Buffer(1));', 'index'],
  ['function f(then) { then(new Buffer(1)); } f(function (a) { a[0]; });', 'index'],
  ['function A(a) { this.a = a; a[0]; } new A(new Buffer(1));', 'index'],
  ['function A(a) { this.a = a; } A.prototype.m = function () { this.a[0]; }; new A(new Buffer(1));', 'index'],
  [`${SOCKET}function listen(then) { socket.on('message', then); } listen(function (msg) { msg[0]; });`, 'index'],
]);

check('strings, arrays, numbers and others', [
  "var a = []; a += 'text'; a.flat();",
  "var a = 'text'; a = []; a.includes(1); text.includes('a'); ({}).includes; list.at(0); x.startsWith('a');",
  "var a = 'text'; a += 1; a.slice(1).indexOf('a'); [1].map(f).filter(g).forEach(h); /a/.exec('a').groups;",
  'function f() {} f.own; f.prototype.a = 1; var o = {}; o.name; err.stack; new Date().getTime().toFixed(1);',
  "'abc'[0]; [1][0]; JSON.parse('[]').at(0);",
], [
  ["('a' + b).includes('a');", 'instance'],
  ["var a = ''; a += b; a.padStart(2);", 'instance'],
  ['String(x).startsWith(y); x.toString().startsWith(y);', 'instance'],
  ["var a = ''; a = a + b; a.padStart(2);", 'instance'],
  [{ name: 'a sum of 4000', code: `var a = ${Array(4000).fill("'a'").join(' + ')}; a.padStart(2);` }, 'instance'],
  ["'a,b'.split(',').includes('a');", 'instance'],
  ["'a'.trim().slice(1).toUpperCase().repeat(2);", 'instance'],
  ["[1, 2].map(f).flat(); Object.keys(o).includes('a');", 'instance', 'instance'],
  ['Array.prototype.slice.call(arguments).includes(1);', 'instance'],
  ['JSON.stringify(x).includes(y); typeof x.at(1); (typeof x).at(1);', 'instance', 'instance'],
  ['function f() {} f.name; (function () {}).name;', 'instance', 'instance'],
  ['var f = () => 1; f.name;', 'instance'],
  ['/a/.flags;', 'instance'],
  ['`a`.at(0);', 'instance'],
]);

check('modules, the process and timers', [
  "require(name).watch; require('own').watch; require('./os'); require('lodash'); other.require('os');",
  "function require() {} require('os'); require('fs').watch;",
  "var fs = require('fs'); fs = other; fs.watch();",
  'function f(process) { process.stdout; } var o = { process: 1 }; o.process.stdout;',
  "var process = require('own'); process.stdout; console.own; process.env.stdout;",
  'var t = other(f, 1); t.refresh(); timer.refresh(); rinfo.address.startsWith(1);',
  'var timer = setTimeout(f, 1); setTimeout(f, 1).ref(); clearTimeout(timer);',
  "var net = require('net'); net.createServer().listen(1).unref();",
  "require('dgram').createSocket('udp4').off('a', f); require('node:dgram'); require('iotjs-dgram');",
], [
  ["require('os');", 'module'],
  ['require(`os`);', 'module'],
  ["var NAME = 'os'; require(NAME);", 'module'],
  ["require('node:fs');", 'nodeName'],
  ["require('node:os');", 'module'],
  ["var fs = require('fs'); fs.watch('a', f);", 'member'],
  ["var { watch } = require('fs');", 'member'],
  ["const { readFile, promises: { open } } = require('fs');", 'member'],
  ["var read = require('fs').promises;", 'member'],
  ["var stdout = process.stdout; stdout.write('a');", 'member'],
  ["require('process').stdout;", 'member'],
  ["require('console').table([]);", 'member'],
  ["global['process']['stdout'];", 'member'],
  ['var timer = setInterval(f, 1); timer.refresh();', 'instance'],
  ["require('timers').setTimeout(f, 1).refresh();", 'instance'],
  ['function start() { return setTimeout(f, 1); } start().hasRef();', 'instance'],
  ["process.on('exit', f).off('exit', f);", 'member'],
]);

check('modules in an ES module', [
  "import fs from 'fs'; fs.readFile; import own from 'own'; own.watch;",
], [
  ["import os from 'os';", 'module'],
  ["import { watch } from 'fs';", 'member'],
  ["import * as fs from 'fs'; fs.watch();", 'member'],
  ["export * from 'node:fs';", 'nodeName'],
  ["import Emitter from 'events'; new Emitter().off('a', f);", 'instance'],
  ["import { EventEmitter } from 'events'; new EventEmitter().off('a', f);", 'instance'],
  ["const { watch } = await import('fs');", 'member'],
], MODULE);

check('emitters', [
  "other.off('a', f); new Other().listenerCount('a');",
  "var Emitter = require('events'); new Emitter().on('a', f).once('b', f).emit('a');",
  "var Emitter = require('events'); class A extends Emitter { off() {} } new A().off();",
  "var Emitter = require('events'); class A extends Other {} new A().off();",
  "var Emitter = require('events'); function A() {} A.prototype.m = function () { this.off('a', f); };",
], [
  ["var Emitter = require('events'); new Emitter().off('a', f);", 'instance'],
  ["var Emitter = require('events').EventEmitter; new Emitter().listenerCount('a');", 'instance'],
  ["var Emitter = require('events'); new Emitter().on('a', f).off('a', f);", 'instance'],
  ["var Emitter = require('events'); Emitter.prototype.off.call(x);", 'instance'],
  ["var Emitter = require('events'); class A extends Emitter {} new A().off();", 'instance'],
  ["var Emitter = require('events'); class A extends Emitter { m() { this.off('a', f); } }", 'instance'],
  ["var Emitter = require('events'); function A() { Emitter.call(this); } require('util').inherits(A, Emitter); " +
    "A.prototype.m = function () { this.off('a', f); }; new A().setMaxListeners(1);", 'instance', 'instance'],
]);
