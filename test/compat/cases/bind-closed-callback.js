// A bind() that throws does not add its callback.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.bind(0, function () { T.log('first callback'); s.close(); });
T.attempt('bind again', function () { s.bind(0, function () { T.log('second callback'); }); });
