// An exception in a callback that reports a name which does not resolve, and in an 'error' listener.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
process.on('uncaughtException', function (e) { T.log('uncaught', e.message); });
s.on('error', function () { process.nextTick(function () { T.log('tick'); }); throw new Error('from the listener'); });
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
s.bind(41458, '127.0.0.1', function () {
  s.send('x', 41458, 'no-such-host.invalid', function () { process.nextTick(function () { T.log('tick'); }); throw new Error('from the callback'); });
  setTimeout(function () { s.send('y', 41458, 'no-such-host.invalid'); }, 50);
  setTimeout(function () { s.send('z', 41458, '127.0.0.1'); }, 100);
});
