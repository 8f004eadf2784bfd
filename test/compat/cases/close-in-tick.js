// close() in a tick after send() drops the message as close() right after it does.
var T = require('./trace.js');
var dgram = require('dgram');

var server = dgram.createSocket('udp4', function (m) { T.log('message', m.toString()); });
server.bind(41472, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('close', function () { T.log('closed'); });
  s.bind(0, function () {
    s.send('x', 41472, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
    process.nextTick(function () { s.close(); });
    T.later(function () { server.close(); }, 100);
  });
});
