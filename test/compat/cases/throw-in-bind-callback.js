// An exception in the callback of bind().
var T = require('./trace.js');
var dgram = require('dgram');

process.on('uncaughtException', function (e) {
  T.log('uncaught', e.message);
  T.attempt('bind', function () { s.bind(0); });
  s.close();
});
var s = dgram.createSocket('udp4');
s.on('listening', function () { T.log('listening'); });
s.on('close', function () { T.log('closed'); });
s.bind(0, '127.0.0.1', function () { throw new Error('from the callback'); });
