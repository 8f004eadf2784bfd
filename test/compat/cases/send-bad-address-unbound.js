// An address that is no string, on a socket that is not bound yet.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('listening', function () { T.log('listening'); });
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
process.on('exit', function (code) { T.log('exit', code); });
T.attempt('send', function () { return s.send('x', 41451, 12); });
T.attempt('bind', function () { return s.bind(41451, '127.0.0.1') === s; });
T.attempt('send again', function () { return s.send('y', 41451, '127.0.0.1'); });
