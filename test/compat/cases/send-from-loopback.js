// A socket bound to 127.0.0.1 cannot send to another machine.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('error', function (e) { T.log('error', T.error(e)); });
s.bind(0, '127.0.0.1', function () {
  s.send('x', 41465, '203.0.113.9', function (e, l) {
    T.log('callback', arguments.length, T.error(e), l);
    s.send('to itself', s.address().port, '10.99.0.1', function (e2, l2) { T.log('callback', T.error(e2), l2); s.close(); });
  });
});
