// close() while sends wait for names: a name that does not resolve is still reported, other messages are dropped.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var seen = [];
s.on('error', function (e) { seen.push('event ' + T.error(e).message); });
s.on('message', function (m) { seen.push('message ' + m); });
s.on('close', function () { T.log('closed', seen); });
function report(name) {
  return function (e, l) { seen.push(name + ' ' + (e ? T.error(e).message : e) + ' ' + l); };
}
s.bind(41456, '127.0.0.1', function () {
  s.send('a', 41456, 'localhost', report('a'));
  s.send('b', 41456, 'no-such-host.invalid', report('b'));
  s.send('c', 41456, 'no-such-host.invalid');
  s.send('d', 41456, '127.0.0.1', report('d'));
  s.close();
  T.later(function () { T.log(seen.sort()); }, 200);
});
