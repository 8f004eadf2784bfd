// A name that does not resolve: each send reports it for itself, and messages to other names are not held up.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var seen = [];
s.on('error', function (e) { seen.push('event ' + T.error(e).message + (this === s)); });
s.on('message', function (m) { seen.push('message ' + m); });
function report(name) {
  return function (e, l) { seen.push(name + ' ' + (e ? T.error(e).message : e) + ' ' + l + ' ' + arguments.length); };
}
s.bind(41453, '127.0.0.1', function () {
  s.send('a', 41453, 'no-such-host.invalid', report('a'));
  s.send('b', 41453, 'no-such-host.invalid');
  s.send('c', 41453, 'no-such-host.invalid', report('c'));
  s.send('d', 41453, '127.0.0.1', report('d'));
  s.send('e', 41453, '300.1.2.3', report('e'));
  s.send('f', 41453, '::1', report('f'));
  T.log('nothing yet', seen);
  T.later(function () { seen.sort().forEach(function (line) { T.log(line); }); s.close(); }, 300);
});
