// Ticks run after a message handler that threw, before the next message.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var pattern = '';
process.on('uncaughtException', function () { pattern += 'u'; process.nextTick(function () { pattern += 'U'; }); });
s.on('message', function () {
  pattern += 'm';
  process.nextTick(function () { pattern += 't'; });
  throw new Error('from a message handler');
});
s.bind(0, '127.0.0.1', function () {
  for (var i = 0; i < 5; i++) s.send('x', s.address().port, '127.0.0.1');
  T.later(function () { T.log(pattern); s.close(); }, 100);
});
