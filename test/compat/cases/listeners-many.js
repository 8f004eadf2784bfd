// Many listeners of one event, on any number of sockets: IoT.js does not count them.
var T = require('./trace.js');
var dgram = require('dgram');
var calls = 0;
process.on('warning', function (w) { T.log('warning', w.name); });
var s = dgram.createSocket('udp4');
for (var i = 0; i < 12; i++) {
  s.on('message', function () { calls++; });
  s.once('listening', function () { calls++; });
  s.on('close', function () { calls++; });
}
s.bind(0, '127.0.0.1', function () {
  T.log('listening', calls);
  s.send('x', s.address().port, '127.0.0.1');
  s.on('message', function () { T.log('message', calls); s.close(function () { T.log('close', calls); }); });
});
