// An exception in a 'listening' listener: the listeners after it are not called, the socket is bound.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('uncaughtException', function (e) {
  T.log('uncaught', e.message);
  T.attempt('address', function () { return s.address().address; });
  s.send('x', s.address().port, '127.0.0.1', function (err, l) { T.log('sent', err, l); });
});
var s = dgram.createSocket('udp4');
s.on('listening', function () {
  process.nextTick(function () { T.log('tick'); });
  throw new Error('from listening');
});
s.on('listening', function () { T.log('second listener'); });
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
s.on('close', function () { T.log('closed'); });
s.bind(0, '127.0.0.1', function () { T.log('bind callback'); });
