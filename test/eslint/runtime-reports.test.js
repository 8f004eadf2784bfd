'use strict';

// What the rule `runtime` says, where, and its options.

const assert = require('node:assert/strict');

const { Linter } = require('eslint');

const plugin = require('../../lint');
const { SOCKET, checkRuntime: check } = require('./support/tester.js');

function lint(options) {
  return new Linter({ configType: 'flat' }).verify('', {
    plugins: { 'iotjs-dgram': plugin }, rules: { 'iotjs-dgram/runtime': ['error', options] },
  });
}

check('the place and the words', [], [
  ['\nPromise\n  .resolve();', {
    message: 'IoT.js has no Promise. Take a callback.', line: 2, column: 1, endLine: 2, endColumn: 8,
  }],
  ['var b = Buffer\n  .alloc(1);', {
    message: 'IoT.js has no Buffer.alloc(). A new Buffer is filled with zeros. Write: new Buffer(size)',
    line: 2, column: 4,
    endLine: 2, endColumn: 9,
  }],
  ["require('os');", {
    message: "IoT.js has no module 'os'. Use process.platform, process.arch and process.iotjs.board.",
    line: 1, column: 9,
  }],
  ["require('node:fs');", { message: "IoT.js knows no 'node:' names. Write require('fs')." }],
  ['process.stdout;', { message: 'IoT.js has no process.stdout. Use console.log(text), which ends the line.' }],
  ["new Buffer(1).toString('ascii');", {
    message: "IoT.js's Buffer has no encoding 'ascii'. IoT.js takes it for utf8. For ASCII text, leave it out.",
    line: 1, column: 24,
  }],
  ["process.on('SIGINT', f);", {
    message: "IoT.js's process emits no 'SIGINT'. Leave it out: IoT.js catches no signals, they end it.",
  }],
  ["'text'.includes(a);", { message: "The strings of IoT.js have no includes(). Write: 'text'.indexOf(text) >= 0" }],
  ['[1].toReversed();', { message: 'The arrays of IoT.js have no toReversed(). Write: [1].slice().reverse()' }],
]);

check('big-endian numbers, in words that run', [], [
  ['var msg = new Buffer(4); msg.readUInt16BE(2);', {
    message: 'The Buffers of IoT.js have no readUInt16BE(). Write: msg.readUInt8(2) << 8 | msg.readUInt8(3)',
  }],
  ['var msg = new Buffer(4); msg.readUInt32BE(at + 4);', {
    message: 'The Buffers of IoT.js have no readUInt32BE(). Write: (msg.readUInt8(at + 4) << 24 | ' +
      'msg.readUInt8((at + 4) + 1) << 16 | msg.readUInt8((at + 4) + 2) << 8 | msg.readUInt8((at + 4) + 3)) >>> 0',
  }],
  ['var msg = new Buffer(4); msg.writeUInt16BE(id, 0);', {
    message: 'The Buffers of IoT.js have no writeUInt16BE(). Write: msg.writeUInt8(id >> 8 & 255, 0); ' +
      'msg.writeUInt8(id & 255, 1);',
  }],
  ['var msg = new Buffer(4); msg.readInt16BE(...at);', {
    message: 'The Buffers of IoT.js have no readInt16BE(). Write: msg.readInt8(offset) << 8 | ' +
      'msg.readUInt8(offset + 1)',
  }],
  ['var msg = new Buffer(4); msg.readInt16BE(theLengthOfTheHeader + theLengthOfTheToken);', {
    message: 'The Buffers of IoT.js have no readInt16BE(). Write: msg.readInt8(offset) << 8 | ' +
      'msg.readUInt8(offset + 1)',
  }],
  ['var msg = new Buffer(4); f(msg.readUInt16BE);', {
    message: 'The Buffers of IoT.js have no readUInt16BE(). ' +
      'Write: msg.readUInt8(offset) << 8 | msg.readUInt8(offset + 1)',
  }],
]);

check('unref() of a timer, which clears it', [
  'var t = setTimeout(f, 1); t.ref(); t.unref; if (!process.iotjs) { t.unref(); }',
  { code: 'setTimeout(f, 1).unref();', options: [{ allow: ['timers.prototype.unref'] }] },
], [
  ['setTimeout(f, 1).unref();', {
    message: 'unref() of a timer clears it on IoT.js: its callback is not called. Leave it out, and call ' +
      'clearTimeout(timer) when the work is done.',
  }],
  ['var t = setInterval(f, 1); if (t.unref) t.unref();', 'unref'],
]);

check('access by index', [
  "var b = new Buffer(4); b['length']; b['readUInt8'](0); b[method](0); b['read' + type]; b['own']; b['own'] = 1;",
  'var b = new Buffer(4); var KEY = "length"; b[KEY];',
], [
  ['var b = new Buffer(4); b[0];', {
    message: 'The Buffers of IoT.js have no access by index. Write: b.readUInt8(0)', line: 1, column: 24, endColumn: 28,
  }],
  ['var b = new Buffer(4); b[i + 1] = 7;', {
    message: 'The Buffers of IoT.js have no access by index. Write: b.writeUInt8(7, i + 1)',
  }],
  ['var b = new Buffer(4); b[0] = a | 1;', {
    message: 'The Buffers of IoT.js have no access by index. Write: b.writeUInt8((a | 1) & 255, 0)',
  }],
  ['var b = new Buffer(4); b[0] |= 1;', {
    message: 'The Buffers of IoT.js have no access by index. Write: b.writeUInt8(b.readUInt8(0) | 1 & 255, 0)',
  }],
  ['var b = new Buffer(4); b[i]--;', {
    message: 'The Buffers of IoT.js have no access by index. Write: b.writeUInt8(b.readUInt8(i) - 1 & 255, i)',
  }],
  ['var b = new Buffer(4); b[0] = anExpressionThatIsFarTooLong + 1;', {
    message: 'The Buffers of IoT.js have no access by index. Write: buf.writeUInt8(value, offset)',
  }],
  ["var b = new Buffer(4); b['0']; b[0]++; [b[1]] = c; f(b[i]); if (b[0] === 1) {} if (b[0]) {} b[0] && b[1];",
    ...Array(8).fill('index')],
  ['var b = new Buffer(4); b[i] = 1; b.readInt8(0); b.readInt16BE(0);', 'index', 'instance'],
  ['var b = new Buffer(4); for (var i = from; i < to; i += 1) { sum += b[i]; }', 'index'],
  ['var b = new Buffer(4), at = 0; at += 2; at = at + 1; at = b.length - 1; at++; b[at];', 'index'],
]);

check('code that is put together', ['padded(text);'], [
  ["'a'.padStart(5);", { message: 'The strings of IoT.js have no padStart(). Write: while (string.length < count) ' +
    "string = ' ' + string;" }],
  ['var b = new Buffer(4); b.readUInt16BE();', {
    message: 'The Buffers of IoT.js have no readUInt16BE(). Write: b.readUInt8(0) << 8 | b.readUInt8(1)',
  }],
  ["new Buffer('abc', 'latin1');", {
    message: "IoT.js's Buffer has no encoding 'latin1'. IoT.js takes it for utf8. " +
      'Write the bytes one by one with writeUInt8().',
  }],
]);

check('going through the bytes', [
  'for (var c of [1]) {} for (var k in {}) {} var [a] = [1]; [].slice.call(arguments); f.apply(null, [1]);',
], [
  'for (var c of b) {}', 'for (var k in b) { copy[k] = b[k]; }', 'var k; for (k in b) { copy[k] = b[k]; }',
  'for (var c in b) {}', 'var [a] = b;', '[a] = b;', 'f(...b);', 'var a = [...b];',
  'Array.prototype.slice.call(b);', '[].map.call(b, f);', 'Array.prototype.slice.apply(b);',
  'String.fromCharCode.apply(null, b);',
].map((code) => [`var b = new Buffer(1); ${code}`, 'iterate']));

check('targets', [
  "require('gpio'); require('fs').fstat(1, f);",
  { code: "require('gpio'); require('net');", options: [{ targets: ['nuttx-stm32f4'] }] },
  { code: "require('gpio').open(o);", options: [{ targets: ['linux'], allow: ['gpio'] }] },
  { code: "require('fs').fstat(1, f);", options: [{ targets: ['nuttx-stm32f4'], allow: ['fs.fstat'] }] },
  { code: "try { require('gpio'); } catch (e) {}", options: [{ targets: ['linux'] }] },
], [
  [{ code: "require('gpio');", options: [{ targets: ['raspbian-rpi', 'linux'] }] }, {
    message: "IoT.js has no module 'gpio' on linux. If your board has it, name gpio in the option \"allow\".",
  }],
  [{ code: "require('fs').fstat(1, f);", options: [{ targets: ['tizenrt-artik053', 'linux', 'nuttx-stm32f4'] }] }, {
    message: 'IoT.js has no fs.fstat on nuttx-stm32f4, tizenrt-artik053. If your board has it, name fs.fstat in the ' +
      'option "allow".',
  }],
  [{ code: "require('node:dns');", options: [{ targets: ['nuttx-stm32f4'] }] }, 'nodeName', 'board'],
]);

check('what an IoT.js has that was built with more', [
  { code: 'Promise.resolve(); global.Promise;', options: [{ allow: ['Promise'] }] },
  { code: "require('os'); require('node:os');", options: [{ allow: ['os', 'node:os'] }] },
  { code: 'Object.assign({}, {});', options: [{ allow: ['Object.assign'] }] },
  { code: "'a'.includes('a');", options: [{ allow: ['String.prototype.includes'] }] },
  { code: "new (require('events'))().off('a', f);", options: [{ allow: ['events.prototype.off'] }] },
  { code: `${SOCKET}socket.off('a', f);` },
], [
  [{ code: 'Promise.resolve(); new Map();', options: [{ allow: ['Promise'] }] }, 'global'],
  [{ code: "'a'.includes('a'); [].includes(1);", options: [{ allow: ['String.prototype.includes'] }] }, 'instance'],
]);

describe('the options', () => {
  for (const [what, options] of Object.entries({
    'a target that the table does not have': { targets: ['windows'] },
    'one target without brackets': { targets: 'linux' },
    'a name twice': { allow: ['Promise', 'Promise'] },
    'an option that there is not': { globals: ['Promise'] },
  })) {
    it(`refuse ${what}`, () => assert.throws(() => lint(options), /iotjs-dgram\/runtime/));
  }

  it('refuse a name that neither side has, and say what they take', () => {
    assert.throws(() => lint({ allow: ['Promis'] }),
      /"allow" takes globals, modules and their members, such as 'Promise' or 'Object.assign', not 'Promis'/);
  });
});
