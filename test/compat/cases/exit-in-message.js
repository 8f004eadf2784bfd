// process.exit() in a message handler.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('exit', function (code) { T.log('exit', code); });
var s = dgram.createSocket('udp4');
s.on('message', function (m) { T.log('message', m.toString()); process.exit(7); });
s.on('close', function () { T.log('closed'); });
s.bind(0, '127.0.0.1', function () {
  for (var i = 0; i < 5; i++) s.send('x', s.address().port, '127.0.0.1');
});
