// close() in a send callback.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4', function (m) { T.log('message', m.toString()); server.close(); });
server.bind(41459, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('close', function () { T.log('closed'); });
  s.send('x', 41459, '127.0.0.1', function (e, l) {
    T.log('sent', e, l);
    T.attempt('close', function () { return s.close() === s; });
    T.attempt('send', function () { s.send('y', 41459, '127.0.0.1'); });
  });
});
