// The order of 'close' listeners, the close callback and ticks.
var T = require('./trace.js');
var dgram = require('dgram');

function go(s, next) {
  s.on('close', function () { T.log('first', arguments.length, this === s); });
  process.nextTick(function () { T.log('tick before'); });
  s.close(function () { T.log('callback', arguments.length, this === s); });
  s.on('close', function () { T.log('added after close()'); next(); });
  process.nextTick(function () { T.log('tick after'); });
  T.log('close() returned');
}
var bound = dgram.createSocket('udp4');
bound.bind(0, function () {
  go(bound, function () { go(dgram.createSocket('udp4'), function () {}); });
});
