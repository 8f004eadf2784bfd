// close(callback) on a socket that is closed throws, and still adds the callback.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.close(function () { T.log('first callback'); });
T.attempt('close again', function () { s.close(function () { T.log('second callback'); }); });
T.later(function () {
  T.attempt('close later', function () { s.close(function () { T.log('third callback'); }); });
}, 20);
