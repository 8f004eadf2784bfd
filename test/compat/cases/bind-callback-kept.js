// The callback of a bind that failed is called by the bind that succeeds.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');
held.bind(41432, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) {
    T.log('error', e.syscall);
    T.later(function () { s.bind(0, '127.0.0.1', function () { T.log('second callback'); s.close(); held.close(); }); }, 10);
  });
  s.bind(41432, '127.0.0.1', function () { T.log('first callback'); });
});
