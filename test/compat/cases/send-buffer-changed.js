// A buffer that is written to right after send(): the bytes that leave.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4');
var P;
function other(s, name, send, next) {
  var b = new Buffer('before');
  server.removeAllListeners('message');
  server.on('message', function (m) { T.log(name, m.toString()); s.close(); next(); });
  send(s, b);
  b.write('after!');
}
var forms = [
  ['buffer', function (s, b) { s.send(b, P, '127.0.0.1'); }],
  ['buffer, offset, length', function (s, b) { s.send(b, 0, 6, P, '127.0.0.1'); }],
  ['sendto', function (s, b) { s.sendto(b, 0, 6, P, '127.0.0.1'); }],
  ['array', function (s, b) { s.send([b], P, '127.0.0.1'); }],
  ['array that changes', function (s, b) { var list = [b]; s.send(list, P, '127.0.0.1'); list[0] = new Buffer('other!'); list.push('more'); }],
  ['name', function (s, b) { s.send(b, P, 'localhost'); }],
];
function step(i) {
  if (i === forms.length * 2) { server.close(); return; }
  var form = forms[i >> 1];
  var s = dgram.createSocket('udp4');
  if (i % 2) other(s, form[0] + ', not bound yet', form[1], function () { step(i + 1); });
  else s.bind(0, '127.0.0.1', function () { other(s, form[0], form[1], function () { step(i + 1); }); });
}
server.bind(0, '127.0.0.1', function () { P = server.address().port; step(0); });
