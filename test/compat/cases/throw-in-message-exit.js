// An exception in a message handler that nobody catches ends the process.
var T = require('./trace.js');
var dgram = require('dgram');

process.on('exit', function (code) { T.log('exit', code); });
var s = dgram.createSocket('udp4');
s.on('message', function (m) { T.log('message', m.toString()); throw new Error('from the handler'); });
s.bind(0, '127.0.0.1', function () {
  for (var i = 0; i < 3; i++) s.send('x', s.address().port, '127.0.0.1');
});
