// A socket bound to one address hears only what is sent to that one.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var c = dgram.createSocket('udp4');
s.on('message', function (m, r) { T.log('message', m.toString(), r.address); });
s.bind(41463, '10.99.0.1', function () {
  T.log(s.address().address);
  c.send('to 127.0.0.1', 41463, '127.0.0.1', function (e, l) {
    T.log('sent', e, l);
    c.send('to 10.99.0.1', 41463, '10.99.0.1', function (e2, l2) {
      T.log('sent', e2, l2);
      T.later(function () { s.close(); c.close(); }, 50);
    });
  });
});
