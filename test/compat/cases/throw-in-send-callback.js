// An exception in a send callback: the other callbacks run, and ticks before them.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var pattern = '';
process.on('uncaughtException', function () { pattern += 'u'; });
s.bind(0, '127.0.0.1', function () {
  for (var i = 0; i < 4; i++) {
    s.send('x', s.address().port, '127.0.0.1', function () {
      pattern += 'c';
      process.nextTick(function () { pattern += 't'; });
      throw new Error('from a send callback');
    });
  }
  T.later(function () { T.log(pattern); s.close(); }, 100);
});
