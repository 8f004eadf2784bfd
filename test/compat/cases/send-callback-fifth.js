// Documented as valid (address is optional), refused by IoT.js 1.0.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('message', function (m, r) { T.log('message', m.toString(), r.address); });
s.bind(41450, function () {
  T.attempt('send(msg, offset, length, port, callback)', function () {
    return s.send(new Buffer('0123'), 1, 2, 41450, function (e, l) { T.log('callback', T.error(e), l); });
  });
  T.later(function () { s.close(); }, 100);
});
