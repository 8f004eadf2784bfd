// close() while bind() waits for a name: no 'listening'; a name that does not resolve is still reported.
var T = require('./trace.js');
var dgram = require('dgram');

function go(name, next) {
  var s = dgram.createSocket('udp4');
  s.on('listening', function () { T.log(name, 'listening'); });
  s.on('error', function (e) { T.log(name, 'error', T.error(e)); });
  s.on('close', function () { T.log(name, 'closed'); });
  s.bind(0, name);
  s.close();
  T.later(next, 200);
}
go('localhost', function () { go('127.0.0.1', function () { go('no-such-host.invalid', function () { go('300.0.0.1', function () {}); }); }); });
