// An exception in a callback that reports a name which does not resolve, and in an 'error' listener.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
process.on('uncaughtException', function (e) { T.log('uncaught', e.message); });
s.on('error', function () { process.nextTick(function () { T.log('tick'); send('z', '127.0.0.1'); }); throw new Error('from the listener'); });
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
function send(m, address, callback) { setTimeout(function () { s.send(m, 41458, address, callback); }, 0); }
s.bind(41458, '127.0.0.1', function () {
  send('x', 'no-such-host.invalid', function () {
    process.nextTick(function () { T.log('tick'); send('y', 'no-such-host.invalid'); });
    throw new Error('from the callback');
  });
});
