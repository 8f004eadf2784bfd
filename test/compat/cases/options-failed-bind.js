// Options after a bind that the system refused, and after one whose name did not resolve.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');
function go(name, address, next) {
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) {
    T.log(name, 'error', e.syscall === undefined ? 'lookup' : e.syscall);
    T.later(function () {
      T.attempt(name + ', setBroadcast', function () { return s.setBroadcast(true); });
      T.attempt(name + ', setTTL', function () { return s.setTTL(64); });
      T.attempt(name + ', setMulticastTTL', function () { return s.setMulticastTTL(1); });
      T.attempt(name + ', setMulticastLoopback', function () { return s.setMulticastLoopback(true); });
      T.attempt(name + ', address', function () { var a = s.address(); return a.address + ':' + a.port; });
      s.bind(0, '127.0.0.1', function () { T.log(name, 'bound'); s.close(); next(); });
    }, 10);
  });
  s.bind(41438, address);
}
held.bind(41438, '127.0.0.1', function () {
  go('in use', '127.0.0.1', function () {
    go('no such address', '203.0.113.77', function () {
      go('no such name', 'no-such-host.invalid', function () { held.close(); });
    });
  });
});
