// close() after a failed bind, with messages that still wait.
var T = require('./trace.js');
var dgram = require('dgram');

var held = dgram.createSocket('udp4');
held.bind(41436, '127.0.0.1', function () {
  var s = dgram.createSocket('udp4');
  s.on('close', function () { T.log('close event'); });
  s.on('error', function (e) {
    T.log('error', e.syscall);
    T.attempt('close', function () { return s.close(function () { T.log('close callback'); }) === s; });
    T.later(function () {
      T.attempt('close again', function () { return s.close() === s; });
      held.close();
    }, 50);
  });
  s.bind(41436, '127.0.0.1');
  s.send('waits', 41436, '127.0.0.1', function (e, l) { T.log('sent', e, l); });
});
