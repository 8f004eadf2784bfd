// With no listener at all, such an error ends the process.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('exit', function (code) { T.log('exit', code); });
var s = dgram.createSocket('udp4');
s.send('x', 41455, 'no-such-host.invalid');
