// What a message may be made of.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4');
var s = dgram.createSocket('udp4');
var list = [
  ['empty items', ['', new Buffer(0), 'a', '', new Buffer('b')]],
  ['one empty', ['']],
  ['NUL', 'a\u0000b'],
  ['NUL in an array', ['\u0000', new Buffer([0, 1, 0])]],
  ['bytes', new Buffer([0, 127, 128, 255])],
  ['two-byte', '\u007f\u0080\u07ff'],
  ['three-byte', '\u0800\uffff\ufeff'],
  ['nested', [['a']]],
  ['array of numbers', [97, 98]],
  ['null item', ['a', null]],
  ['undefined item', ['a', undefined]],
  ['hole', new Array(2)],
  ['String', new String('a')],
  ['true', true],
  ['function', function () {}],
  ['undefined', undefined],
  ['array-like', { length: 1, 0: 'a' }],
  ['arguments', (function () { return arguments; })('a')],
];
function hex(b) {
  var out = '';
  for (var i = 0; i < b.length; i++) out += (b.readUInt8(i) + 256).toString(16).slice(1);
  return out;
}
function step() {
  var k = list.shift();
  if (!k) { s.close(); server.close(); return; }
  try {
    s.send(k[1], server.address().port, '127.0.0.1', function (e, l) { T.log(k[0], 'sent', T.error(e), l); });
  } catch (e) {
    T.log(k[0], 'threw', T.error(e));
    step();
  }
}
server.on('message', function (m, r) { T.log('message', hex(m), r.size); setTimeout(step, 1); });
server.bind(0, '127.0.0.1', function () { s.bind(0, step); });
