// Several 'message' listeners, once(), and removal in the middle of a delivery.
var T = require('./trace.js');
var dgram = require('dgram');

var s = dgram.createSocket('udp4', function (m) { T.log('callback', m.toString()); });
function second(m) { T.log('second', m.toString()); s.removeListener('message', second); s.removeListener('message', third); }
function third(m) { T.log('third', m.toString()); }
s.once('message', function (m, r) { T.log('once', m.toString(), arguments.length, r.size, this === s); });
s.on('message', second);
s.on('message', third);
s.bind(0, '127.0.0.1', function () {
  var P = s.address().port;
  s.send('1', P, '127.0.0.1', function () {
    T.later(function () {
      s.send('2', P, '127.0.0.1', function () {
        T.later(function () {
          s.removeAllListeners('message');
          s.send('3', P, '127.0.0.1');
          T.later(function () { s.close(); }, 50);
        }, 50);
      });
    }, 50);
  });
});
