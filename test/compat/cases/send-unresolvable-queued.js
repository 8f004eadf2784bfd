// A name that does not resolve, on a socket that is not bound yet: it is bound all the same.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('listening', function () { T.log('listening'); });
s.on('error', function (e) { T.log('error', T.error(e)); s.close(); });
s.on('close', function () { T.log('closed'); });
s.send('x', 41454, 'no-such-host.invalid', function (e) {
  T.log('callback', T.error(e), arguments.length);
  s.send('y', 41454, 'no-such-host.invalid');
});
