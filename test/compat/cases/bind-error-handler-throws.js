// An exception from the 'error' handler of a failed bind: and bind() after it.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('uncaughtException', function (e) { T.log('uncaught', e.message); });
var held = dgram.createSocket('udp4');

function go(name, address, next) {
  var s = dgram.createSocket('udp4');
  s.on('error', function () { throw new Error('from the handler: ' + name); });
  s.on('listening', function () { T.log(name, 'listening'); });
  s.bind(41437, address);
  T.later(function () {
    T.attempt(name + ', bind again', function () { return s.bind(0, '127.0.0.1') === s; });
    T.later(function () { s.close(); next(); }, 50);
  }, 50);
}

held.bind(41437, '127.0.0.1', function () {
  go('in use', '127.0.0.1', function () {
    go('no such name', 'no-such-host.invalid', function () { held.close(); });
  });
});
