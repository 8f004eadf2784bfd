// Messages that wait for a bind wait on when it fails, and leave when a later one succeeds.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4');
var got = [];
var sent = [];
server.on('message', function (m) { got.push(m.toString()); finish(); });
var s = dgram.createSocket('udp4');
function finish() {
  if (got.length < 2 || sent.length < 2) return;
  T.log(got.sort(), sent);
  s.close();
  server.close();
}
server.bind(41433, '127.0.0.1', function () {
  s.on('error', function (e) {
    T.log('error', e.syscall);
    T.later(function () {
      T.log('before the second bind', got, sent);
      s.bind(0, '127.0.0.1');
    }, 50);
  });
  s.bind(41433, '127.0.0.1');
  s.send('one', 41433, '127.0.0.1', function (e, l) { sent.push(l); finish(); });
  s.send('two', 41433, '127.0.0.1', function (e, l) { sent.push(l); finish(); });
});
