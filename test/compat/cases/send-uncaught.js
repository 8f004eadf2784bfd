// An 'error' event of send() that nobody listens for is thrown.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
process.on('uncaughtException', function (e) {
  T.log('uncaught', T.error(e));
  s.send('y', s.address().port, '127.0.0.1');
});
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
s.bind(0, '127.0.0.1', function () { s.send('x', 41455, 'no-such-host.invalid'); });
