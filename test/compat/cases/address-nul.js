// A NUL character inside an address.
var T = require('./trace.js'); var dgram = require('dgram');
var s = dgram.createSocket('udp4'), b = dgram.createSocket('udp4');
s.on('message', function (m) { T.log('message', m.toString()); });
b.on('error', function (e) { T.log('bind', 'error', T.error(e)); send(); });
b.on('listening', function () { T.log('bind', 'listening', b.address().address); send(); });
function send() {
  s.bind(0, '127.0.0.1', function () {
    s.send('cut', s.address().port, '127.0.0.1\u0000.example', function (e, l) {
      T.log('sent', T.error(e), l === undefined ? 'undefined' : l);
      T.later(function () { s.close(); b.close(); }, 50);
    });
  });
}
b.bind(0, '127.0.0.1\u0000x');
