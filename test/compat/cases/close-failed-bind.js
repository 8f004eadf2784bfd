// close() in the 'error' handler of a failed bind, with a callback.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');
held.bind(41435, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) {
    T.log('error', e.syscall);
    T.attempt('close', function () { return s.close(function () { T.log('closed', this === s, arguments.length); }) === s; });
    T.attempt('bind', function () { s.bind(0); });
    T.attempt('address', function () { return s.address(); });
    held.close();
  });
  s.bind(41435, '127.0.0.1');
});
