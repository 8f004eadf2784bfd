// The order of 'listening' listeners, and of those that are added while they run.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
s.on('listening', function () {
  T.log('first', arguments.length, this === s);
  s.on('listening', function () { T.log('added in the first'); });
});
s.bind(0, function () { T.log('callback'); process.nextTick(function () { T.log('tick'); }); });
s.once('listening', function () { T.log('third'); T.later(function () { s.close(); }, 10); });
s.on('listening', function () { T.log('fourth'); });
