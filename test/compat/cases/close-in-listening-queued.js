// close() in a 'listening' listener, with messages that wait for the bind: they are dropped.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4', function (m) { T.log('message', m.toString()); });
function go(name, early, next) {
  var s = dgram.createSocket('udp4');
  function listener() { T.log(name, 'listening'); T.attempt('close', function () { return s.close() === s; }); }
  s.on('close', function () { T.log(name, 'closed'); });
  if (early) s.on('listening', listener);
  s.send('x', 41462, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
  if (!early) s.on('listening', listener);
  T.later(next, 100);
}
server.bind(41462, '127.0.0.1', function () {
  go('listener first', true, function () { go('message first', false, function () { server.close(); }); });
});
