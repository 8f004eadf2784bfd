// The port of a socket is free as soon as close() has returned.
var T = require('./trace.js');
var dgram = require('dgram');

var a = dgram.createSocket('udp4');
a.bind(41460, '127.0.0.1', function () {
  a.close(function () { T.log('a closed'); });
  var b = dgram.createSocket('udp4');
  b.on('error', function (e) { T.log('error', T.error(e)); });
  b.bind(41460, '127.0.0.1', function () {
    T.log('b bound');
    b.close(function () {
      var c = dgram.createSocket('udp4');
      c.bind(41460, '127.0.0.1', function () { T.log('c bound'); c.close(); });
    });
  });
});
