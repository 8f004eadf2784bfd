// A close() that waits for a queued message, when the bind that both wait for fails.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');
function go(name, address, next) {
  var s = dgram.createSocket('udp4');
  s.on('error', function (e) { T.log(name, 'error', e.syscall === undefined ? 'lookup' : e.syscall); });
  s.on('close', function () { T.log(name, 'closed'); });
  s.bind(41476, address);
  s.send('waits', 41476, '127.0.0.1', function (e, l) { T.log(name, 'sent', e, l); });
  s.close(function () { T.log(name, 'close callback'); });
  T.later(function () {
    T.attempt(name + ', bind', function () { return s.bind(0) === s; });
    T.later(next, 50);
  }, 50);
}
held.bind(41476, '127.0.0.1', function () {
  go('in use', '127.0.0.1', function () {
    go('no such name', 'no-such-host.invalid', function () { held.close(); });
  });
});
