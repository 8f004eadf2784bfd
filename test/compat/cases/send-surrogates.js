// Characters above U+FFFF and halves of them, as strings and in arrays.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var list = ['\ud83d\ude00', ['a', '\ud83d\ude00', 'b'], '\ud83d', '\ude00\ud83d'];
function hex(b) {
  var out = '';
  for (var i = 0; i < b.length; i++) out += (b.readUInt8(i) + 256).toString(16).slice(1);
  return out;
}
function step() {
  var message = list.shift();
  if (!message) { s.close(); return; }
  s.send(message, 41452, '127.0.0.1', function (e, l) { T.log('sent', T.error(e), l); });
}
s.on('message', function (m, r) { T.log('message', hex(m), r.size); setTimeout(step, 1); });
s.bind(41452, '127.0.0.1', step);
