// send() after a failed bind binds the socket again, to any port.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4');
var got = [];
var sent = [];
server.on('message', function (m) { got.push(m.toString()); finish(); });
var s = dgram.createSocket('udp4');
function finish() {
  if (got.length < 2 || sent.length < 2) return;
  T.log(got.sort(), sent.sort());
  s.close();
  server.close();
}
server.bind(41434, '127.0.0.1', function () {
  s.on('listening', function () { T.log('listening', s.address().address); });
  s.on('error', function (e) {
    T.log('error', e.syscall);
    T.later(function () { s.send('after', 41434, '127.0.0.1', function (e2, l) { sent.push(l); finish(); }); }, 10);
  });
  s.bind(41434, '127.0.0.1');
  s.send('before', 41434, '127.0.0.1', function (e, l) { sent.push(l); finish(); });
});
