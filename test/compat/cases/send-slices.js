// Offset and length of any kind: both are taken as 32-bit numbers, and a negative end counts from the end.
var T = require('./trace.js');
var dgram = require('dgram');

var pairs = [
  ['1', '2'], [1.9, 2.9], [NaN, 2], [1, NaN], [undefined, 2], [1, undefined], [null, 3], [true, true],
  ['a', 2], [{}, 2], [[1], [2]], ['', 4], [-1, 0], [-2, 1], [-3, 2], [-4, 4], [0, -1], [1, -1], [2, -3],
  [4294967296 + 2, 3], [2, 4294967296 + 3], [0, 2147483647], [2, 2147483647], [0, 2147483648], [2147483648, 1],
  [Infinity, 3], [0, Infinity], [-Infinity, 2], [10, 1], [9, 1], [9, 2], [11, 0],
];
var server = dgram.createSocket('udp4');
var s = dgram.createSocket('udp4');
var pair;
var parts;
function part() { if (++parts === 2) setTimeout(step, 1); }
function step() {
  pair = pairs.shift();
  if (!pair) { s.close(); server.close(); return; }
  parts = 0;
  s.send(new Buffer('0123456789'), pair[0], pair[1], server.address().port, '127.0.0.1', part);
}
server.on('message', function (m) { T.log(String(pair[0]), String(pair[1]), m.toString(), m.length); part(); });
server.bind(0, '127.0.0.1', function () { s.bind(0, step); });
