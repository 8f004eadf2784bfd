// Ticks that were there when send() was called run before its callback, and ticks of a callback before the next one.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var pattern = '';
s.bind(0, '127.0.0.1', function () {
  process.nextTick(function () { pattern += 'T'; });
  for (var i = 0; i < 5; i++) {
    s.send('x', s.address().port, '127.0.0.1', function () {
      pattern += 'c';
      process.nextTick(function () { pattern += 't'; });
    });
  }
  process.nextTick(function () { pattern += 'T'; });
  pattern += 's';
  T.later(function () { T.log(pattern); s.close(); }, 100);
});
