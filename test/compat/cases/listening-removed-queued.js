// removeAllListeners('listening') with messages that wait for the bind.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4', function (m) { T.log('message', m.toString()); });
server.bind(41469, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('close', function () { T.log('closed'); });
  s.send('queued', 41469, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
  s.removeAllListeners('listening');
  T.later(function () {
    T.attempt('close', function () { return s.close() === s; });
    server.close();
    T.later(function () { T.log('end'); process.exit(0); }, 50);
  }, 100);
});
