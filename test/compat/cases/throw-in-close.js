// An exception in a 'close' listener.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('uncaughtException', function (e) {
  T.log('uncaught', e.message);
  T.attempt('close', function () { s.close(); });
});
var s = dgram.createSocket('udp4');
s.on('close', function () { T.log('first'); throw new Error('from close'); });
s.on('close', function () { T.log('second'); });
s.bind(0, function () { s.close(function () { T.log('callback'); }); process.nextTick(function () { T.log('tick'); }); });
