// A message to a port where nobody listens is sent; that it was refused is not reported.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('error', T.error(e)); });
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
s.bind(0, '127.0.0.1', function () {
  s.send('x', 41464, '127.0.0.1', function (e, l) {
    T.log('sent', e, l);
    T.later(function () {
      s.send('y', 41464, '127.0.0.1', function (e2, l2) {
        T.log('sent', e2, l2);
        T.later(function () { s.send('z', s.address().port, '127.0.0.1'); }, 20);
      });
    }, 20);
  });
});
