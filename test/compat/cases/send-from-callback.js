// A script that sends again from its own send callback starves neither timers nor receiving.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4');
var rounds = 0;
var received = 0;
var ticks = 0;
s.on('message', function () { received++; });
s.bind(0, '127.0.0.1', function () {
  var P = s.address().port;
  (function again() {
    if (ticks === 3 && rounds >= 50) {
      T.log('received some', received > 0);
      s.close();
      return;
    }
    if (++rounds > 1000000) { T.log('starved', ticks, received); s.close(); return; }
    s.send('x', P, '127.0.0.1', again);
  })();
  var timer = setInterval(function () {
    T.log('timer');
    if (++ticks === 3) clearInterval(timer);
  }, 10);
});
