// The bind callback is a listener like any other: removeAllListeners() removes it.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.bind(0, '127.0.0.1', function () { T.log('callback'); });
s.removeAllListeners('listening');
T.later(function () {
  T.attempt('address', function () { return s.address().address; });
  s.close();
}, 50);
