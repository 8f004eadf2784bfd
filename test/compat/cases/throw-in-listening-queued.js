// An exception in a 'listening' listener with messages that wait for the bind.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('uncaughtException', function (e) { T.log('uncaught', e.message); });
var server = dgram.createSocket('udp4', function (m) { T.log('message', m.toString()); });
server.bind(41457, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('listening', function () { throw new Error('from listening'); });
  s.on('close', function () { T.log('closed'); });
  s.send('queued', 41457, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
  T.later(function () {
    T.attempt('close', function () { return s.close() === s; });
    server.close();
    T.later(function () { T.log('end'); process.exit(0); }, 50);
  }, 100);
});
