// A bound socket keeps the process alive until it is closed, a closed one does not.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('exit', function (code) { T.log('exit', code); });
var s = dgram.createSocket('udp4');
s.on('close', function () { T.log('closed'); });
s.on('message', function (m) { T.log('message', m.toString()); s.close(); });
s.bind(0, '127.0.0.1', function () {
  var c = dgram.createSocket('udp4');
  c.send('the last one', s.address().port, '127.0.0.1', function () { c.close(); });
});
